/** The schemas of calls that compare runs and look into files, log and history. */
import * as v from "valibot";
import { cell, logRecord, runFile, runNumber, valueType } from "./schemas.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A file of a run in a comparison. */
const comparedFile = v.object({ id: v.number(), sha256: v.string(), bytes: count });

export const comparison = v.object({
  runs: v.array(runNumber),
  /** By name; `values[r]` is that of `runs[r]`, null where it has none. The run's own times and length are among them. */
  conditions: v.array(
    v.object({
      name: v.string(),
      type: valueType,
      description: v.nullable(v.string()),
      values: v.array(cell),
      different: v.boolean(),
    }),
  ),
  /** By path; `files[r]` are those of `runs[r]`, newest last, mostly none or one. */
  files: v.array(
    v.object({ path: v.string(), files: v.array(v.array(comparedFile)), different: v.boolean() }),
  ),
});
export type Comparison = v.InferOutput<typeof comparison>;

/** A value that was replaced or deleted, read back from the log. */
export const historyEntry = v.object({
  /** Id of the log record, the first of them where the values took several. */
  log: v.number(),
  run: runNumber,
  condition: v.string(),
  type: valueType,
  change: v.picklist(["replaced", "deleted"]),
  old: cell,
  /** Null where it was deleted. */
  new: cell,
  created: v.nullable(v.string()),
  user: v.nullable(v.string()),
});
export type HistoryEntry = v.InferOutput<typeof historyEntry>;

export const filePath = v.object({
  path: v.string(),
  /** How many different contents and how many runs it has. */
  versions: count,
  runs: count,
  lastRun: v.nullable(runNumber),
});
export type FilePath = v.InferOutput<typeof filePath>;

/** The runs that used a file. */
const fileRuns = { runs: count, firstRun: v.nullable(runNumber), lastRun: v.nullable(runNumber) };

export const fileVersion = v.object({
  ...runFile.entries,
  ...fileRuns,
  /** When the first of its runs started. */
  firstStarted: v.nullable(v.string()),
});
export type FileVersion = v.InferOutput<typeof fileVersion>;

/** Runs of the database that follow each other. */
export const useSegment = v.object({
  /** The version that they used; of several the one of most of them; null where none has the file. */
  file: v.nullable(v.number()),
  firstRun: runNumber,
  lastRun: runNumber,
  /** How many runs they are, how many of them have the file, and in how many versions. */
  runs: count,
  used: count,
  versions: count,
});
export type UseSegment = v.InferOutput<typeof useSegment>;

export const fileUse = v.object({
  /** Of the database. */
  runs: count,
  /** All runs, in order. */
  segments: v.array(useSegment),
  /** Whether all runs of each segment used the same version; else short ones were taken together. */
  complete: v.boolean(),
  /** The run periods that have runs: the place of the first one among all runs, from 0, and how many. */
  periods: v.array(v.object({ name: v.string(), place: count, runs: count })),
});
export type FileUse = v.InferOutput<typeof fileUse>;

export const runsOfFile = v.object({
  runs: count,
  ranges: v.array(v.object({ runMin: runNumber, runMax: runNumber })),
});
export type RunsOfFile = v.InferOutput<typeof runsOfFile>;

export const fileSearch = v.object({
  /** A text, or a regular expression of RE2 (no look-around, no back-references); found within lines. */
  text: v.pipe(v.string(), v.minLength(1, "Give a text to search for.")),
  regularExpression: v.optional(v.boolean(), false),
  caseSensitive: v.optional(v.boolean(), false),
  /** Only in files whose path contains this, in upper or lower case. */
  path: v.optional(v.string(), ""),
  /** The most lines to answer. */
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 1000),
});
export type FileSearch = v.InferOutput<typeof fileSearch>;

export const fileMatches = v.object({
  matches: v.array(
    v.object({
      file: v.object({ id: v.number(), path: v.string() }),
      /** From 1. */
      line: v.number(),
      /** The line, long ones cut around the place, and where in `text` it was found. */
      text: v.string(),
      from: v.number(),
      to: v.number(),
    }),
  ),
  /** The files in which something was found. */
  found: v.array(v.object({ id: v.number(), path: v.string(), ...fileRuns })),
  /** How many files were searched, and whether the limit cut the answer. */
  files: count,
  complete: v.boolean(),
});
export type FileMatches = v.InferOutput<typeof fileMatches>;

export const logFilter = v.object({
  run: v.optional(v.nullable(runNumber), null),
  user: v.optional(v.nullable(v.string()), null),
  /** Times as stored, both included; a day alone means its begin and its end. */
  since: v.optional(v.nullable(v.string()), null),
  until: v.optional(v.nullable(v.string()), null),
  /** Only records whose description contains this, in upper or lower case. */
  text: v.optional(v.nullable(v.string()), null),
  /** Only records with a smaller id: the next page. */
  before: v.optional(v.nullable(v.number()), null),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 100),
});
export type LogFilter = v.InferOutput<typeof logFilter>;

/** The newest first. */
export const logPage = v.object({ records: v.array(logRecord), more: v.boolean() });
export type LogPage = v.InferOutput<typeof logPage>;
