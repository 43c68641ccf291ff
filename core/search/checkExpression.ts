import { usedAliases, type ConditionType } from "../api/catalogue.ts";
import { RcdbError } from "../api/failure.ts";
import { listAliases } from "../catalogue/aliases.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import type { Database } from "../db/database.ts";
import { analyzeQuery } from "../query/analyze.ts";
import type { CheckedExpression } from "../query/check.ts";

/**
 * An expression as a query of this database, its aliases expanded and its names and types checked. Relative times count from `now`, by default
 * what the clock on the wall shows. Throws `expression`.
 */
export async function checkExpression(
  database: Database,
  expression: string,
  types: readonly ConditionType[],
  now?: string,
): Promise<CheckedExpression> {
  const vocabulary = { conditions: types, aliases: usedAliases(await listAliases(database)) };
  const analyzed = analyzeQuery(expression, vocabulary, now);
  if (analyzed.ok) return analyzed.value;
  // Names of run periods matter only to what is said: what they name is a mistake in an expression anyway.
  const periods = await listRunPeriods(database);
  const again = analyzeQuery(expression, { ...vocabulary, periods }, now);
  const { problems } = again.ok ? analyzed : again;
  const [first] = problems;
  throw new RcdbError("expression", first?.message ?? "The expression has an error.", { problems });
}
