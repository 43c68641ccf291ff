/** Runs: one in full, in a few words, beside those around it, and several compared. */
import * as v from "valibot";
import { call, changing, changingByWindow, nothing, reading, readingLong } from "./call.ts";
import { runPeriod } from "./catalogue.ts";
import { runFile } from "./files.ts";
import { logRecord } from "./log.ts";
import { cell, count, runNumber, valueType } from "./values.ts";

export const runTimes = {
  /** Wall-clock times, as `YYYY-MM-DD HH:MM[:SS[.ffffff]]`; null removes one, what is not given stays as it is. */
  started: v.optional(v.nullable(v.string())),
  finished: v.optional(v.nullable(v.string())),
};

/** The state of a run: it ended well, it ended otherwise, it goes on, or nothing was heard of it for a while. */
export const runState = v.picklist(["finished", "crashed", "running", "stale"]);
export type RunState = v.InferOutput<typeof runState>;

/** A run without an end that was heard of no longer ago runs still; in seconds. */
export const mostSilence = 5 * 60;

/** `states[r]` is that of run `runs[r]`. */
export const runStates = v.object({ runs: v.array(runNumber), states: v.array(runState) });
export type RunStates = v.InferOutput<typeof runStates>;

const runCondition = v.object({
  name: v.string(),
  type: valueType,
  description: v.nullable(v.string()),
  value: cell,
  created: v.nullable(v.string()),
});
export type RunCondition = v.InferOutput<typeof runCondition>;

const runDetail = v.object({
  run: runNumber,
  started: v.nullable(v.string()),
  finished: v.nullable(v.string()),
  /** Seconds from start to finish by the wall clock. */
  length: v.nullable(v.number()),
  period: v.nullable(runPeriod),
  previous: v.nullable(runNumber),
  next: v.nullable(runNumber),
  conditions: v.array(runCondition),
  files: v.array(runFile),
  log: v.array(logRecord),
});
export type RunDetail = v.InferOutput<typeof runDetail>;

/** A file of a run in a comparison. */
const comparedFile = v.object({ id: v.number(), sha256: v.string(), bytes: count });

const comparison = v.object({
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

/** A run, and how many of the runs before it are looked at. */
const runAndRecent = v.object({
  run: runNumber,
  runs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 30),
});
export type RunAndRecent = v.InferOutput<typeof runAndRecent>;

const recentValues = v.object({
  /** The runs before the run that was asked for, ascending. */
  runs: v.array(runNumber),
  /**
   * The runs before it that have its run type, ascending, as far as they were looked for; none where they are too few to tell what is usual. Null
   * where the run has no type.
   */
  ofType: v.nullable(v.object({ type: v.string(), runs: v.array(runNumber) })),
  /** Those that the run itself has. */
  conditions: v.array(
    v.object({
      name: v.string(),
      /** That of `runs[r]`, null where it has none; texts are cut. */
      values: v.array(cell),
      /** The same of `ofType.runs`. */
      ofType: v.array(cell),
      /** Whether it is the same as that of the run itself. */
      same: v.array(v.boolean()),
    }),
  ),
});
export type RecentValues = v.InferOutput<typeof recentValues>;

/** What the runs before a run had at the path of each of its files. */
const recentFiles = v.object({
  files: v.array(
    v.object({
      id: v.number(),
      /** How many of them, up to the run itself, had the same content there. */
      same: count,
      /** The last one that had another content, or none: then `file` is null. Null where all had the same. */
      before: v.nullable(v.object({ run: runNumber, file: v.nullable(v.number()) })),
    }),
  ),
});
export type RecentFiles = v.InferOutput<typeof recentFiles>;

const fewRuns = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50));

export const runsAround = v.object({ run: runNumber, before: fewRuns, after: fewRuns });
export type RunsAround = v.InferOutput<typeof runsAround>;

/** A run in a few words. */
const briefRun = v.object({
  run: runNumber,
  started: v.nullable(v.string()),
  finished: v.nullable(v.string()),
  /** Seconds from start to finish by the wall clock. */
  length: v.nullable(v.number()),
  state: runState,
});
export type BriefRun = v.InferOutput<typeof briefRun>;

export const runCalls = {
  readRun: call(reading, v.object({ run: runNumber }), runDetail),
  /** What the conditions of a run were in the runs before it. */
  readRecentValues: call(reading, runAndRecent, recentValues),
  /** What the runs before a run had at the paths of its files. */
  readRecentFiles: call(reading, runAndRecent, recentFiles),
  /** A run, and up to `before` runs before it and `after` after it, ascending. */
  listRunsAround: call(reading, runsAround, v.array(runNumber)),
  /** The times and states of some runs. */
  describeRuns: call(
    reading,
    v.object({ runs: v.pipe(v.array(runNumber), v.maxLength(100)) }),
    v.array(briefRun),
  ),
  /** Of the runs before a run the last one that fits an expression; null where none does. */
  findRunBefore: call(
    readingLong,
    v.object({
      run: runNumber,
      expression: v.string(),
      /** Whether a run that has crashed does not count. */
      ended: v.optional(v.boolean(), false),
    }),
    v.nullable(runNumber),
  ),
  /** Two to twenty runs side by side. */
  compareRuns: call(
    reading,
    v.object({
      runs: v.pipe(
        v.array(runNumber),
        v.minLength(2, "Give two runs to compare."),
        v.maxLength(20, "At most 20 runs can be compared at once."),
      ),
      /** Whether what all of them have alike is left out. */
      differencesOnly: v.optional(v.boolean(), false),
    }),
    comparison,
  ),
  createRun: call(changingByWindow, v.object({ number: runNumber }), v.object({ created: v.boolean() })),
  setRunTimes: call(changing, v.object({ run: runNumber, ...runTimes }), nothing),
};
