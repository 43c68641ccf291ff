/** Random expressions on the random conditions of some runs, and what the plain evaluator selects. */
import fc from "fast-check";
import { analyze, analyzeQuery } from "../../core/query/analyze.ts";
import type { CheckedExpression } from "../../core/query/check.ts";
import { format } from "../../core/query/format.ts";
import { normalizeTime } from "../../core/query/time.ts";
import type { ConditionName, Expression } from "../../core/query/tree.ts";
import type { ValueType } from "../../core/query/types.ts";
import {
  arbitraryExpression,
  awkwardFloats,
  awkwardIntegers,
  awkwardTexts,
  awkwardTimes,
} from "./arbitraryExpression.ts";
import type { Backend } from "./backends.ts";
import { evaluate, type Value } from "./evaluate.ts";

export const types = {
  count: "int",
  id: "int",
  current: "float",
  angle: "float",
  kind: "string",
  config: "string",
  stats: "json",
  good: "bool",
  beam: "bool",
  at: "time",
  until: "time",
} as const satisfies Record<string, ValueType>;

export const conditions: ConditionName[] = Object.entries(types).map(([name, type]) => ({
  name,
  type,
  description: null,
}));

/** What is a number or a text and names nothing is no query. */
export const arbitraryQuery = arbitraryExpression(conditions).filter(
  (tree) => analyzeQuery(format(tree), { conditions, aliases: [] }).ok,
);

/** The moment of each query, amid the times. */
export const now = "2016-02-18 13:26:01.000000";

const valueOfType: Record<ValueType, fc.Arbitrary<string | number | boolean>> = {
  int: fc.constantFrom(...awkwardIntegers.map(Number), -1, -7),
  float: fc.constantFrom(...awkwardFloats, -2.5, -0.1),
  string: fc.constantFrom(...awkwardTexts),
  json: fc.constantFrom(...awkwardTexts),
  blob: fc.constantFrom(...awkwardTexts),
  bool: fc.boolean(),
  // As SQLAlchemy stores them, and as others do, without the fraction.
  time: fc.constantFrom(...awkwardTimes.map((text) => normalizeTime(text) ?? ""), "2016-02-17 13:26:01"),
};

export type RunValues = Partial<Record<string, string | number | boolean>>;
/** Runs with gaps in their conditions. */
export const runs: fc.Arbitrary<RunValues[]> = fc.array(
  fc.record(Object.fromEntries(conditions.map(({ name, type }) => [name, valueOfType[type]])), {
    requiredKeys: [],
  }),
  { minLength: 25, maxLength: 25, size: "max" },
);

/** The expression as text and checked, and the runs it selects by the plain evaluator. */
export function plainAnswer(
  tree: Expression,
  values: readonly RunValues[],
): { text: string; checked: CheckedExpression; expected: number[] } {
  const text = format(tree);
  const analyzed = analyze(text, { conditions, aliases: [] }, now);
  if (!analyzed.ok) throw new Error(`${text}: ${analyzed.problems[0]?.message}`);
  const checked = analyzed.value;
  const expected = values.flatMap((run, at) => {
    const outcome = evaluate(checked.tree ?? tree, (condition) => valueFor(condition, run), now);
    return outcome === "selected" ? [at + 1] : [];
  });
  return { text, checked, expected };
}

/** What a database keeps of the values. */
export function keptOf(run: RunValues, { keptFloat, keptTime }: Backend): RunValues {
  const kept = Object.entries(definedOnly(run)).map(([name, value]) => {
    const type = types[name as keyof typeof types];
    if (type === "float") return [name, keptFloat(Number(value))];
    return [name, type === "time" ? keptTime(String(value)) : value];
  });
  return Object.fromEntries(kept) as RunValues;
}

export function definedOnly(run: RunValues): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(run).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The value as the plain evaluator takes it. */
export function valueFor(name: string, run: RunValues): Value {
  const value = run[name];
  if (value === undefined) return null;
  const type = types[name as keyof typeof types];
  if (type === "int") return BigInt(value);
  return type === "time" ? normalizeTime(String(value)) : value;
}
