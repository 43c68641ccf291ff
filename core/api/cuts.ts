/** What each part of an expression removes from a result, and why a run is not in it. */
import * as v from "valibot";
import { call, readingLong } from "./call.ts";
import { meantDates, runRange, selection, wantedColumn } from "./search.ts";
import { cell, count, runNumber } from "./values.ts";

/** Sums that every run can be added to beside its numeric conditions: its length in hours, and in seconds. A condition of that name wins. */
export const ownSums = { hours: 1 / 3600, length: 1 } as const;

/** Which parts: those of the outermost chain of `and`. */
const cuts = {
  ...selection.entries,
  /** Whether an alias is taken as the parts of its text. */
  unfold: v.optional(v.boolean(), false),
};

/** Some runs: how many, and the sums over them, in the order in which they were asked for. Runs without a value, and infinite values, add nothing; null for a sum beyond the greatest float. */
const tally = v.object({ runs: count, sums: v.array(v.nullable(v.number())) });
export type Tally = v.InferOutput<typeof tally>;

const cut = v.object({
  text: v.string(),
  /** Its place in the expression, or that of the alias that it comes from. */
  from: count,
  to: count,
  /** The aliases that it comes from, the outermost first. */
  aliases: v.array(v.string()),
  /** Runs for which all parts up to this one are true. */
  left: tally,
  /** Of the runs that the parts before it leave, those that it removes: it is false, or its evaluation fails. */
  removed: tally,
  /** Runs for which it is true, whatever the others are. */
  alone: tally,
  /** Runs for which it is not true while all others are. */
  only: tally,
  /** Runs for which its evaluation fails, mostly for a missing value, whatever the others are. */
  missing: tally,
});
export type Cut = v.InferOutput<typeof cut>;

const cutCounts = v.object({
  /** All runs within the bounds. */
  all: tally,
  /** Those that the expression selects. */
  selected: tally,
  sums: v.array(v.string()),
  parts: v.array(cut),
  dates: meantDates,
  /** Wall time in the database process. */
  milliseconds: v.number(),
});
export type CutCounts = v.InferOutput<typeof cutCounts>;

/** Which runs of a part: those of one of its tallies. */
export const cutTallies = ["left", "removed", "alone", "only", "missing"] as const;
export type CutTally = (typeof cutTallies)[number];

const cutRuns = v.object({
  count,
  /** The first of them, ascending. */
  runs: v.array(runNumber),
  /** All of them as ranges, of which each lies between runs that are none of them; null where these are too many. */
  ranges: v.nullable(v.array(runRange)),
});
export type CutRuns = v.InferOutput<typeof cutRuns>;

/** What a part of an expression is for a run: it is not evaluated where a part before it decides. */
const outcome = v.picklist(["true", "false", "fails"]);

const reasonNode = v.object({
  text: v.string(),
  /** How many nodes it lies below the whole expression. */
  depth: count,
  outcome,
  /** Whether Python's evaluation comes to it; where not, the outcome is what it would be. */
  evaluated: v.boolean(),
  /** Of a part that fails why: “beam_current is missing”. */
  reason: v.nullable(v.string()),
  /** Of a part that is no combination of others: the values of the run that it names. */
  values: v.array(v.object({ name: v.string(), value: cell })),
});
export type ReasonNode = v.InferOutput<typeof reasonNode>;

const reasons = v.object({
  run: runNumber,
  /** Whether the expression selects it, within the bounds. */
  selected: v.boolean(),
  /** Whether it lies within the bounds. */
  within: v.boolean(),
  /** The expression as a tree, each node before those below it; empty for an empty expression. */
  nodes: v.array(reasonNode),
  /** What it takes to select it, or that it is selected, in a sentence. */
  sentence: v.string(),
  dates: meantDates,
});
export type Reasons = v.InferOutput<typeof reasons>;

export const cutCalls = {
  /** How many runs each part of an expression leaves and removes, and sums over them. */
  countCuts: call(
    readingLong,
    v.object({
      ...cuts,
      /** Numeric conditions, `ownSums` and computed columns. */
      sums: v.optional(v.pipe(v.array(wantedColumn), v.maxLength(20)), []),
      /**
       * For counts as one types: what was read for the calls before may be used where no condition was added since, and
       * `too_long` is answered where for others all rows of a large table would have to be read.
       */
      recent: v.optional(v.boolean(), false),
    }),
    cutCounts,
  ),
  /** The runs of one of the tallies of a part. */
  listCutRuns: call(readingLong, v.object({ ...cuts, part: count, tally: v.picklist(cutTallies) }), cutRuns),
  /** Why an expression selects a run, or does not. */
  explainRun: call(readingLong, v.object({ ...selection.entries, run: runNumber }), reasons),
};
