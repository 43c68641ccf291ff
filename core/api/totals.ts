/** Sums and means of the runs of a query, by group. */
import * as v from "valibot";
import { call, readingLong } from "./call.ts";
import { selection, wantedColumn, type WantedColumn } from "./search.ts";
import { cell, count, valueType } from "./values.ts";

/** Stretches of time and of runs that are groups beside the values of columns; by when a run started, and by its number. */
export const calendars = ["period", "shift", "day", "week", "month"] as const;
export type Calendar = (typeof calendars)[number];

const grouping = v.union([wantedColumn, v.object({ calendar: v.picklist(calendars) })]);
export type Grouping = v.InferOutput<typeof grouping>;

/** What people mean by a column that groups: `day` is a calendar where no condition is called so, `run.day` always is. */
export function groupingOf(column: WantedColumn, conditions: ReadonlySet<string>): Grouping {
  if (typeof column !== "string" || conditions.has(column)) return column;
  const calendar = calendars.find((one) => column === one || column === `run.${one}`);
  return calendar === undefined ? column : { calendar };
}

const mostMeasures = 20;

const wanted = v.object({
  ...selection.entries,
  by: v.optional(v.pipe(v.array(grouping), v.maxLength(3)), []),
  /** Columns of numbers; bools count as 0 and 1. */
  measures: v.optional(v.pipe(v.array(wantedColumn), v.maxLength(mostMeasures)), []),
  /** Means and σ are weighted with this column; runs that lack it do not count there. */
  weight: v.optional(v.nullable(wantedColumn), null),
});
export type WantedTotals = v.InferOutput<typeof wanted>;

const extreme = v.union([v.number(), v.string()]);

/** Of a measure in a group. All but the counts are null where no run has a value. */
const total = v.object({
  /** Runs with a value, and without one. */
  runs: count,
  missing: count,
  sum: v.nullable(v.number()),
  mean: v.nullable(v.number()),
  /** The root of the mean squared deviation from the mean. */
  sigma: v.nullable(v.number()),
  /** A text of all digits of an integer beyond 2^53. */
  least: v.nullable(extreme),
  greatest: v.nullable(extreme),
});
export type Total = v.InferOutput<typeof total>;

const group = v.object({
  /** One for each of `by`; null where the runs have no value. */
  keys: v.array(cell),
  /** The expression of the group's runs within the same bounds; null where none says it: a computed value that is missing, a value that is infinite or none of its type. */
  query: v.nullable(v.string()),
  runs: count,
  totals: v.array(total),
});
export type TotalsGroup = v.InferOutput<typeof group>;

const column = v.object({ name: v.string(), type: valueType, description: v.nullable(v.string()) });

const totals = v.object({
  by: v.array(column),
  measures: v.array(column),
  /** In the order of their keys, those without one last. */
  groups: v.array(group),
  /** Of all runs. */
  whole: group,
  milliseconds: v.number(),
});
export type Totals = v.InferOutput<typeof totals>;

export const totalsCalls = {
  /** Counts, sums, means, σ and extremes of the runs of a query, by up to three columns or stretches of time. */
  readTotals: call(readingLong, wanted, totals),
};
