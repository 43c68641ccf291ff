/** What the values of a condition are to a comparison: by that its rows are in order, and numbers are judged. */
import type { Cell } from "../../core/api/values.ts";
import type { ValueType } from "../../core/query/types.ts";

/** Chosen before the run; measured in it; each run's own in any case, as its times and the names of its files. */
export type Rank = "setting" | "measured" | "own";

/** In the order in which they are shown. */
export const ranks = ["setting", "measured", "own"] as const satisfies readonly Rank[];

export const rankNames: Readonly<Record<Rank, string>> = {
  setting: "Settings",
  measured: "Measured",
  own: "Each run’s own",
};

export interface RankedCondition {
  readonly name: string;
  readonly type: ValueType;
  /** Of each run. */
  readonly values: readonly Cell[];
}

/** Names of whole numbers that name something: their differences say nothing. */
const identifier =
  /(^|_)(id|ids|index|idx|number|no|nr|num|version|revision|hash|code|mode|type|status|state|flag)$/i;
const measuredName = /count|rate|events|files|length|duration|stat|sum|mean|average|rtv|monitor/i;
const ownName = /comment|note|remark/i;

/** Whether a condition holds whole numbers that stand for something else. */
export function isIdentifier({ name, type }: Pick<RankedCondition, "name" | "type">): boolean {
  return type === "int" && identifier.test(name);
}

/** By type, name and values, for a database does not say it: `runs` are the numbers of the runs. */
export function rankOf(condition: RankedCondition, runs: readonly number[], isLength: boolean): Rank {
  const { name, type, values } = condition;
  if (type === "time" || type === "blob") return "own";
  if (type === "string") return ownName.test(name) || holdsRunNumbers(values, runs) ? "own" : "setting";
  if (type === "json") return measuredName.test(name) ? "measured" : "setting";
  if (type === "bool" || isIdentifier(condition)) return "setting";
  if (isLength || measuredName.test(name)) return "measured";
  // Settings are round, or the same in all runs.
  const numbers = values.filter((value) => typeof value === "number");
  const isFraction = numbers.some((value) => !Number.isInteger(value));
  return type === "float" && isFraction && new Set(numbers).size > 1 ? "measured" : "setting";
}

/** Whether each text, of at least one run, has the number of its run: names of files. */
function holdsRunNumbers(values: readonly Cell[], runs: readonly number[]): boolean {
  const texts = values.flatMap((value, at) =>
    typeof value === "string" && value !== "" ? [{ value, run: String(runs[at] ?? "none") }] : [],
  );
  return texts.length > 0 && texts.every(({ value, run }) => value.includes(run));
}
