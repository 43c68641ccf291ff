/** The schemas of calls about one run beside those around it. */
import * as v from "valibot";
import { runState } from "./liveSchemas.ts";
import { cell, runNumber } from "./schemas.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A run, and how many of the runs before it are looked at. */
export const runAndRecent = v.object({
  run: runNumber,
  runs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 30),
});
export type RunAndRecent = v.InferOutput<typeof runAndRecent>;

export const recentValues = v.object({
  /** The runs before the run that was asked for, ascending. */
  runs: v.array(runNumber),
  /** Those that the run itself has. */
  conditions: v.array(
    v.object({
      name: v.string(),
      /** That of `runs[r]`, null where it has none; texts are cut. */
      values: v.array(cell),
      /** Whether it is the same as that of the run itself. */
      same: v.array(v.boolean()),
    }),
  ),
});
export type RecentValues = v.InferOutput<typeof recentValues>;

/** What the runs before a run had at the path of each of its files. */
export const recentFiles = v.object({
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

/** Of each file of a run whether its content is that which was hashed when it was stored. */
export const checkedFiles = v.array(v.object({ id: v.number(), intact: v.boolean() }));
export type CheckedFiles = v.InferOutput<typeof checkedFiles>;

const fewRuns = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50));
export const runsAround = v.object({ run: runNumber, before: fewRuns, after: fewRuns });
export type RunsAround = v.InferOutput<typeof runsAround>;

/** A run in a few words. */
export const briefRun = v.object({
  run: runNumber,
  started: v.nullable(v.string()),
  finished: v.nullable(v.string()),
  /** Seconds from start to finish by the wall clock. */
  length: v.nullable(v.number()),
  state: runState,
});
export type BriefRun = v.InferOutput<typeof briefRun>;
