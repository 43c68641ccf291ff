/** The conditions of runs, as they are given. */
import * as v from "valibot";
import { call, changing } from "./call.ts";
import { runTimes } from "./runs.ts";
import { runNumber } from "./values.ts";

/**
 * A value to store. Integers beyond 2^53 are given as text; times as `YYYY-MM-DD HH:MM[:SS[.ffffff]]`, with a blank or a T. A list, an
 * object or a number that stands in JSON is given as `{ json }` with its text: unlike a text it fits no condition of texts.
 */
const givenValue = v.union([v.number(), v.string(), v.boolean(), v.object({ json: v.string() })]);

/** Conditions of a run; a list, for the same name twice with different values is an error to be told. */
export const givenConditions = v.array(v.object({ name: v.string(), value: givenValue }));
export type GivenConditions = v.InferOutput<typeof givenConditions>;

const givenRun = v.object({
  number: runNumber,
  ...runTimes,
  conditions: v.optional(givenConditions, []),
});
export type GivenRun = v.InferOutput<typeof givenRun>;

/** How many runs were new, and how many values were new, overwritten, and there already. */
const written = v.object({
  runs: v.number(),
  added: v.number(),
  replaced: v.number(),
  unchanged: v.number(),
});
export type Written = v.InferOutput<typeof written>;

export const conditionCalls = {
  addConditions: call(
    changing,
    v.object({ run: runNumber, values: givenConditions, replace: v.optional(v.boolean(), false) }),
    written,
  ),
  /** Adds the conditions of runs: thousands at once. */
  addRuns: call(
    { ...changing, isLong: true },
    v.object({
      runs: v.array(givenRun),
      replace: v.optional(v.boolean(), false),
      /** Whether runs that are missing are created; else they are an error. */
      create: v.optional(v.boolean(), true),
    }),
    written,
  ),
  /** Removes conditions of a run, by the names or the ids of their types. */
  deleteConditions: call(
    changing,
    v.object({ run: runNumber, names: v.array(v.string()), ids: v.optional(v.array(v.number()), []) }),
    v.object({ deleted: v.number() }),
  ),
};
