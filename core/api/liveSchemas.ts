/** The schemas of calls that tell what goes on in a database that others write to. */
import * as v from "valibot";
import { newest, runNumber } from "./schemas.ts";

/** How it is with a run: it ended well, it ended otherwise, it goes on, or nothing was heard of it for a while. */
export const runState = v.picklist(["finished", "crashed", "running", "stale"]);
export type RunState = v.InferOutput<typeof runState>;

/** A run without an end that was heard of no longer ago runs still; in seconds. */
export const mostSilence = 5 * 60;

/** `states[r]` is that of run `runs[r]`. */
export const runStates = v.object({ runs: v.array(runNumber), states: v.array(runState) });
export type RunStates = v.InferOutput<typeof runStates>;

export const newestRuns = v.object({
  newest,
  /** How many runs have a greater number than the one that was asked about. */
  added: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
