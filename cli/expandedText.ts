import type { Alias, ConditionType, RunPeriod } from "../core/api/catalogue.ts";
import { withoutAliases } from "../core/query/aliases.ts";
import { analyzeQuery } from "../core/query/analyze.ts";
import { format } from "../core/query/format.ts";
import { ExpressionError } from "./failures.ts";

/** An expression with every alias replaced by what it stands for. Throws `expression`. */
export function expandedText(
  expression: string,
  conditions: readonly ConditionType[],
  aliases: readonly Alias[],
  periods: readonly RunPeriod[],
): string {
  const analyzed = analyzeQuery(expression, { conditions, aliases, periods });
  if (!analyzed.ok) {
    const { problems } = analyzed;
    const message = problems[0]?.message ?? "The expression has an error.";
    throw new ExpressionError({ code: "expression", message, detail: { problems } }, expression);
  }
  const { tree } = analyzed.value;
  return tree === null ? "" : format(withoutAliases(tree));
}
