/** What is searched for, the result that is held, and its rows. */
import * as v from "valibot";
import { runStates, runsAround } from "./runs.ts";
import { call, held, nothing, reading, readingLong, readingResult } from "./call.ts";
import { newest } from "./database.ts";
import { cell, count, runNumber, valueType } from "./values.ts";

export const runRange = v.object({ runMin: v.nullable(runNumber), runMax: v.nullable(runNumber) });

/** First and last run, both included; null for no bound. */
export type RunRange = v.InferOutput<typeof runRange>;

/** Which runs: an expression over their conditions, within bounds. */
export const selection = v.object({
  /** A condition expression; empty selects all runs. */
  expression: v.string(),
  ...runRange.entries,
  /** Where there are any, only runs within one of these, too. */
  ranges: v.optional(v.array(runRange), []),
});
export type Selection = v.InferOutput<typeof selection>;

export const order = v.object({ column: v.string(), descending: v.boolean() });
export type Order = v.InferOutput<typeof order>;

/** A column whose values are calculated of those of the run, where one of them is missing it is, too. */
export const computedColumn = v.object({
  /** What no condition, and none of `runColumns`, is called. */
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(255)),
  /** In the language of queries, its value: `beam_current * run_length / 1e6`. */
  expression: v.pipe(v.string(), v.maxLength(100_000)),
  unit: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100))), null),
  description: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(1000))), null),
});
export type ComputedColumn = v.InferOutput<typeof computedColumn>;

/** What is said of a computed column, with its unit behind it, as descriptions of conditions have theirs. */
export function describeComputed({ expression, unit, description }: ComputedColumn): string {
  const ofUnit = unit === null || unit.trim() === "" ? "" : ` [${unit.trim()}]`;
  return `${description ?? expression}${ofUnit}`;
}

/** A name of a condition or of `runColumns`, or a computed column. */
export const wantedColumn = v.union([v.string(), computedColumn]);
export type WantedColumn = v.InferOutput<typeof wantedColumn>;

export function columnName(column: WantedColumn): string {
  return typeof column === "string" ? column : column.name;
}

const search = v.object({
  ...selection.entries,
  /** What to show besides the run number. */
  columns: v.pipe(v.array(wantedColumn), v.maxLength(500)),
  /** By `run`, the run number, or one of the columns; runs without a value come last. */
  order,
});
export type WantedSearch = v.InferOutput<typeof search>;
/** One without computed columns. */
export type Search = Omit<WantedSearch, "columns"> & { columns: string[] };

const column = v.object({
  name: v.string(),
  type: valueType,
  /** Of a computed one with its unit behind it, `[uC]`, as descriptions of conditions have theirs. */
  description: v.nullable(v.string()),
  /** What a computed one is calculated by. */
  expression: v.optional(v.string()),
});
export type Column = v.InferOutput<typeof column>;

/**
 * The run's own columns that can be shown and sorted by beside conditions; `length` is the seconds
 * from start to finish. A condition type of the same name wins.
 */
export const runColumns: readonly Column[] = [
  { name: "started", type: "time", description: "When the run started" },
  { name: "finished", type: "time", description: "When the run finished" },
  { name: "length", type: "int", description: "Time from start to finish" },
];

/** What relative times were taken for. */
export const meantDates = v.array(v.object({ text: v.string(), meant: v.string() }));

const searchResult = v.object({
  /** Names the rows held in the core, for `readRows`, `sortRows` and `exportRows`. */
  result: v.string(),
  count,
  columns: v.array(column),
  order,
  /** Whether all values are there already; where not, `fillRows` reads them. */
  complete: v.boolean(),
  /** The statement that selected the runs, with its parameters in place of the question marks, to copy and run elsewhere. */
  sql: v.string(),
  /** As it was right before the query: what differs later came since. */
  newest,
  /** How the database was read, in words: "one scan of conditions", … */
  plan: v.string(),
  /** What the relative times of the expression were taken for: `now-24h` as `2018-04-01 11:30:00`. */
  dates: meantDates,
  /** Wall time in the database process. */
  milliseconds: v.number(),
});
export type SearchResult = v.InferOutput<typeof searchResult>;

/** Rows `from` … `from + runs.length` of a result; `values[c][r]` belongs to column `c` of row `from + r`. */
const rows = v.object({
  from: count,
  runs: v.array(runNumber),
  values: v.array(v.array(cell)),
});
export type Rows = v.InferOutput<typeof rows>;

/** Tables show the first characters of a text; `whole` reads all of it. */
const texts = v.optional(v.picklist(["cut", "whole"]), "cut");

/** `values[r]` is that of `runs[r]`, null where it cannot be calculated or the run is not there. */
const computedValues = v.array(v.object({ ...column.entries, values: v.array(cell) }));
export type ComputedValues = v.InferOutput<typeof computedValues>;

const listedRuns = v.object({ count, /** The first of them, ascending. */ runs: v.array(runNumber) });
const selectionChange = v.object({
  /** How many runs the expression before selects; null without one. */
  before: v.nullable(count),
  runs: count,
  added: v.nullable(listedRuns),
  removed: v.nullable(listedRuns),
});
export type SelectionChange = v.InferOutput<typeof selectionChange>;

export const searchCalls = {
  /** How many runs an expression selects, and which ones it brings in or throws out beside another. */
  compareSelections: call(
    readingLong,
    v.object({ before: v.nullable(v.string()), after: v.string() }),
    selectionChange,
  ),
  /** Runs the query and holds its rows for the calls below. */
  searchRuns: call(
    { ...readingLong, result: "made" },
    v.object({
      ...search.entries,
      /** Whether to answer as soon as the first rows can be shown; `fillRows` brings values that take longer. */
      early: v.optional(v.boolean(), false),
    }),
    searchResult,
  ),
  /** Reads the values that a held result still misses, and tells how far it is; calls that need all of them wait for that. */
  fillRows: call(readingResult, held, nothing),
  /** Another name for the rows of a held result, for another who asks: what is sorted under it stays as it is for others. */
  shareRows: call({ ...readingResult, callers: ["host"] }, held, held),
  readRows: call(
    readingResult,
    v.object({ ...held.entries, from: count, count: v.pipe(count, v.maxValue(5000)), texts }),
    rows,
  ),
  /** Those of these runs that a held result has, in its order. */
  readRowsOf: call(
    readingResult,
    v.object({ ...held.entries, runs: v.pipe(v.array(runNumber), v.maxLength(5000)), texts }),
    rows,
  ),
  /** The states of the runs of these rows; where they are not known yet they are read before the answer comes. */
  readStates: call(
    readingResult,
    v.object({ ...held.entries, from: count, count: v.pipe(count, v.maxValue(1000)) }),
    runStates,
  ),
  /** The values of computed columns of some runs, without a result: beside what is read of these runs by other calls. */
  computeValues: call(
    reading,
    v.object({
      runs: v.pipe(v.array(runNumber), v.minLength(1), v.maxLength(100)),
      columns: v.pipe(v.array(computedColumn), v.maxLength(100)),
    }),
    computedValues,
  ),
  /** Sorts the held rows in place. */
  sortRows: call(readingResult, v.object({ ...held.entries, order }), order),
  /**
   * The runs before and after a run within a held result, and its place there; null where it is not in it, unless that of the run with the nearest
   * number will do.
   */
  findRow: call(
    readingResult,
    v.object({ ...held.entries, run: runNumber, isNearest: v.optional(v.boolean(), false) }),
    v.nullable(
      v.object({
        row: v.pipe(v.number(), v.integer()),
        previous: v.nullable(runNumber),
        next: v.nullable(runNumber),
      }),
    ),
  ),
  /** The runs of a held result around one of them by their numbers, ascending; empty where it is not in it. */
  listRowsAround: call(
    readingResult,
    v.object({ ...held.entries, ...runsAround.entries }),
    v.array(runNumber),
  ),
};
