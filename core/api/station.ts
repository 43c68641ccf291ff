/** The schemas of the shift station: the run that is being taken, and what the last hours brought. */
import * as v from "valibot";
import { call, changingByWindow, reading } from "./call.ts";
import { runState } from "./runs.ts";
import { cell, runNumber, valueType } from "./values.ts";

/** Milliseconds since 1970 UTC, by the clock of the host: it does not jump when the clocks are changed. */
const moment = v.number();

/** What the one who asks knows: the `digest` of the last answer; null at first. */
const stationPoll = v.object({ known: v.nullable(v.string()) });
export type StationPoll = v.InferOutput<typeof stationPoll>;

const stationRun = v.object({
  run: runNumber,
  /** As they are stored; while the run goes on updates move `finished` on. */
  started: v.nullable(v.string()),
  finished: v.nullable(v.string()),
  /** When the clock on the wall showed these times; null where there is none. In autumn one hour comes twice: of both the later one that has been. */
  startedAt: v.nullable(moment),
  finishedAt: v.nullable(moment),
  /** Whether it has ended, as `runState` tells it. */
  isEnded: v.boolean(),
});
export type StationRun = v.InferOutput<typeof stationRun>;

const stationValue = v.object({
  name: v.string(),
  type: valueType,
  /** Texts are cut. */
  value: cell,
});
export type StationValue = v.InferOutput<typeof stationValue>;

const stationNews = v.object({
  /** The host's clock, and what it shows on the wall. */
  clock: v.object({ moment, wall: v.string() }),
  /** The run with the greatest number; null where there is none. */
  run: v.nullable(stationRun),
  /** The conditions of the run, as far as they were written lately; null where nothing changed since `known`. */
  values: v.nullable(v.array(stationValue)),
  digest: v.string(),
});
export type StationNews = v.InferOutput<typeof stationNews>;

/** The latest runs, at most `count`, of these only those of the last hours. */
const latestRunsWanted = v.object({
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2000)),
  hours: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(24 * 31))),
  /** The end of the hours, by the wall clock; now where none is given. */
  until: v.optional(v.nullable(v.string())),
  /** An expression that production runs fit; empty where that is not asked for. */
  production: v.string(),
});
export type LatestRunsWanted = v.InferOutput<typeof latestRunsWanted>;

const latestRun = v.object({
  run: runNumber,
  started: v.nullable(v.string()),
  finished: v.nullable(v.string()),
  /** Seconds from start to finish by the wall clock, as everywhere. */
  length: v.nullable(v.number()),
  state: runState,
  type: v.nullable(v.string()),
  events: v.nullable(v.number()),
  comment: v.nullable(v.string()),
  /** Mean beam current; null where it is not known. */
  beamCurrent: v.nullable(v.number()),
  /** Null where the database cannot tell. */
  isProduction: v.nullable(v.boolean()),
});
export type LatestRun = v.InferOutput<typeof latestRun>;

const latestRuns = v.object({
  /** Wall-clock times that were looked at; `since` is null where no hours were given. */
  since: v.nullable(v.string()),
  until: v.string(),
  /** The newest first. */
  runs: v.array(latestRun),
  /** Whether `count` has cut them. */
  more: v.boolean(),
});
export type LatestRuns = v.InferOutput<typeof latestRuns>;

const givenComment = v.object({ run: runNumber, text: v.string() });
export type GivenComment = v.InferOutput<typeof givenComment>;

/** The whole comment of the run, as it is stored now. */
const storedComment = v.object({ comment: v.string() });
export type StoredComment = v.InferOutput<typeof storedComment>;

export const stationCalls = {
  /** The run that is being taken, with what changed of it: to be asked every few seconds. */
  pollStation: call(reading, stationPoll, stationNews),
  /** The last runs, in a line each. */
  readLatestRuns: call(reading, latestRunsWanted, latestRuns),
  /** Puts a comment on a run, on a new line where it has one. */
  addComment: call(changingByWindow, givenComment, storedComment),
};
