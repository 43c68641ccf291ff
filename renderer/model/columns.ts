import type { ConditionType } from "../../core/api/catalogue.ts";
import { analyzeQuery } from "../../core/query/index.ts";
import type { Vocabulary } from "../../core/query/tree.ts";
import { runColumns, type Column } from "../../core/api/search.ts";

/** The run number: always shown, always first. */
export const runColumn: Column = { name: "run", type: "int", description: "Run number" };

/** All columns that can be shown: the run's own, then the conditions. A condition type of the same name wins. */
export function availableColumns(types: readonly ConditionType[]): readonly Column[] {
  const taken = new Set(types.map((type) => type.name));
  const own = runColumns.filter(({ name }) => !taken.has(name));
  // Names are unique by convention only.
  const conditions = new Map(types.map(({ name, type, description }) => [name, { name, type, description }]));
  return [...own, ...conditions.values()];
}

/** The columns of a database for which none were chosen: the run's times, and the conditions that the core suggests. */
export function defaultColumns(
  available: readonly Column[],
  suggested: readonly string[],
): readonly string[] {
  return knownColumns([...new Set(["started", "length", ...suggested])], available);
}

/** The conditions that an expression compares, also by its aliases, and that are no columns yet; none where it cannot be read. */
export function queriedColumns(
  expression: string,
  vocabulary: Vocabulary,
  shown: readonly string[],
): readonly string[] {
  const read = analyzeQuery(expression, vocabulary);
  if (!read.ok) return [];
  return [...new Set(read.value.conditions)].filter((name) => !shown.includes(name));
}

/** Those of `names` that can be shown. */
export function knownColumns(names: readonly string[], available: readonly Column[]): readonly string[] {
  const known = new Set(available.map((column) => column.name));
  return names.filter((name) => known.has(name));
}

/** The run's own length, in seconds: not a condition that happens to be called so. */
export function isLength(name: string, types: readonly ConditionType[]): boolean {
  return name === "length" && !types.some((type) => type.name === name);
}
