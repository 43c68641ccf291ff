/** The schemas of calls that tell what values there are. */
import * as v from "valibot";
import { call, held, nothing, reading, readingResult } from "./call.ts";
import { cell, count, runNumber } from "./values.ts";

/** The values of a condition, or of a column of a result. */
const valueSummary = v.object({
  /** Runs with a value, and without one. */
  runs: count,
  missing: count,
  /** Of numbers, booleans and times; null for other types and where there is none. */
  least: cell,
  greatest: cell,
  /** Of numbers and booleans, these as 0 and 1: all of them, and σ as in totals; null where no run has one, or beyond a double. */
  sum: v.nullable(v.number()),
  mean: v.nullable(v.number()),
  sigma: v.nullable(v.number()),
  /** How many different values there are; null where there are too many to be counted. */
  distinct: v.nullable(count),
  /** The most frequent ones first; at most 200 of them, texts cut as in the table. Empty for JSON and blob. */
  values: v.array(v.object({ value: cell, runs: count })),
  /** Numbers and times by size in ranges of equal width, of which the last one includes its end; null for other types. */
  bins: v.nullable(v.array(v.object({ from: cell, to: cell, runs: count }))),
});
export type ValueSummary = v.InferOutput<typeof valueSummary>;

/** Runs of a result, one after the other, that have the same values. */
const sameValues = v.object({
  first: runNumber,
  last: runNumber,
  /** How many of the result: others may lie between. */
  runs: count,
  values: v.array(cell),
});
export type SameValues = v.InferOutput<typeof sameValues>;

export const summaryCalls = {
  /** The stretches of runs over which the columns of a result, texts as far as they are held, stay the same; by run number. */
  listStretches: call(
    readingResult,
    v.object({
      ...held.entries,
      columns: v.array(v.string()),
      /** Bounds of run numbers, included. */
      runMin: v.optional(v.nullable(runNumber), null),
      runMax: v.optional(v.nullable(runNumber), null),
      /** How many are listed at most; where none is given, more than fit are refused. */
      most: v.optional(v.nullable(v.pipe(count, v.minValue(1))), null),
    }),
    v.array(sameValues),
  ),
  /** Which values a column of a held result has, and how often. */
  summarizeColumn: call(readingResult, v.object({ ...held.entries, column: v.string() }), valueSummary),
  /** Which values a condition has in the whole database, and how many runs have it. */
  describeCondition: call(reading, v.object({ name: v.string() }), valueSummary),
  /** The conditions that a table shows where none were chosen: most runs have them, and they tell runs apart. */
  suggestColumns: call(reading, nothing, v.array(v.string())),
};
