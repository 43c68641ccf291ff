/** Lists of runs that one can cite: the document, its schema, what it is written as, and the calls. */
import * as v from "valibot";
import { call, held, reading, readingLong, readingResult } from "./call.ts";
import { newest } from "./database.ts";
import { boundsOfRanges, mostRanges, type RunBounds } from "./runRange.ts";
import { cell, count, runNumber } from "./values.ts";

/** What a document calls itself, for programs that find one. */
export const runListFormat = "rcdb run list";
export const runListVersion = 1;

/** First and last run of a stretch of a list, both included. */
const stretch = v.tuple([runNumber, runNumber]);
export type RunStretch = v.InferOutput<typeof stretch>;

/** A list is untrusted: nothing but this may stand in it. */
export const runList = v.strictObject({
  format: v.literal(runListFormat),
  version: v.literal(runListVersion),
  /** `sha256:` and the SHA-256, in hex, of the run numbers, ascending, each with a line feed behind it. */
  checksum: v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/)),
  /** How many runs. */
  count,
  /** They ascend and neither overlap nor touch. */
  runs: v.pipe(v.array(stretch), v.maxLength(mostRanges)),
  /** What selected them; null for runs that were picked by hand, and for lists made of lists. */
  expression: v.nullable(v.string()),
  /** The same with each alias written out, as the aliases were. */
  written: v.nullable(v.string()),
  /** The aliases that the expression names, those within aliases included. */
  aliases: v.array(v.strictObject({ name: v.string(), code: v.string() })),
  /** Within which runs they were selected, as `--runs` takes it; empty for all. */
  within: v.string(),
  /** Of each column with numbers that was shown. */
  sums: v.array(v.strictObject({ name: v.string(), sum: v.pipe(v.number(), v.finite()) })),
  /** Null for a list made of lists of several databases. */
  database: v.nullable(
    v.strictObject({
      /** The connection string that opened it, without a password. */
      source: v.string(),
      schema: count,
      /** Tells whether another database is the same one, or a copy of it. */
      identity: v.string(),
    }),
  ),
  /** What was newest in the database then. */
  newest: v.nullable(v.strictObject(newest.entries)),
  /** When, ISO 8601 in UTC. */
  saved: v.pipe(v.string(), v.isoTimestamp()),
  /** The program that wrote it, with its version. */
  program: v.string(),
  /** How it was made, where no query selected it. */
  remark: v.nullable(v.string()),
});
export type RunList = v.InferOutput<typeof runList>;

/** A change of a value that may be why a run came or went. */
const valueChange = v.object({
  condition: v.string(),
  /** Null where there was none, or the log does not tell. */
  old: cell,
  new: cell,
  created: v.nullable(v.string()),
  user: v.nullable(v.string()),
});

const reasons = ["new run", "run removed", "condition", "value", "alias", "time", "unknown"] as const;

const listedRun = v.object({
  run: runNumber,
  /**
   * Why: the run is new, or is no more; a condition that the expression names is no more; values of conditions that the expression names changed; an alias did; the
   * expression counts from now; or nothing tells.
   */
  reason: v.picklist(reasons),
  changes: v.array(valueChange),
});
export type ListedRun = v.InferOutput<typeof listedRun>;

const runListCheck = v.object({
  list: runList,
  /** Whether the same runs are selected now. */
  same: v.boolean(),
  /** How many are selected now. */
  count,
  came: v.array(listedRun),
  went: v.array(listedRun),
  /** Null for one that is gone. */
  aliases: v.array(v.object({ name: v.string(), old: v.string(), new: v.nullable(v.string()) })),
  /** Conditions that the query names and that are no more: it selects no run then. */
  missing: v.array(v.string()),
  /** Whether the list is from this database, or from one that this is a copy of, or is a copy of this. */
  sameDatabase: v.boolean(),
});
export type RunListCheck = v.InferOutput<typeof runListCheck>;

/** The most characters of a document. */
export const longestRunList = 20_000_000;
const text = v.pipe(v.string(), v.maxLength(longestRunList));

export const runListCalls = {
  /** A held result as a document: all of its runs, or of these those that it has. */
  makeRunList: call(
    readingResult,
    v.object({
      ...held.entries,
      runs: v.optional(v.nullable(v.pipe(v.array(runNumber), v.maxLength(100_000))), null),
    }),
    runList,
  ),
  /** Reads the text of a document; `bad_input` where it is none, or its runs are not those that were saved. */
  readRunList: call(reading, v.object({ text }), runList),
  /** Asks a document's query again and tells what came and went since, and why; `bad_input` also where the query is not what is written out. */
  checkRunList: call(readingLong, v.object({ text }), runListCheck),
};

/** The bounds of a search that has the runs of a list and no others. */
export function boundsOfList({ runs }: Pick<RunList, "runs">): RunBounds {
  // No run has this number: without ranges all runs would be meant.
  if (runs.length === 0) return { runMin: 0, runMax: 0, ranges: [] };
  return boundsOfRanges(runs.map(([runMin, runMax]) => ({ runMin, runMax })));
}
