/** What the shift station asks every few seconds. */
import { createHash } from "node:crypto";
import { cutLength } from "../api/values.ts";
import type { StationNews, StationPoll, StationRun, StationValue } from "../api/station.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { newestByKey } from "../conditions/newest.ts";
import { newestRun } from "../db/newest.ts";
import { endCondition } from "../runs/runEndings.ts";
import { runState, signsOf } from "../runs/runState.ts";
import { shownTime, wallClockTime } from "../time/times.ts";
import { lastMomentOf } from "./moments.ts";
import { readRecentConditions } from "./recentConditions.ts";

/** A poll is to take milliseconds: values of the newest run that are older than this many parts of the table are left out. */
const mostParts = 4;

/** The newest run with its newest values: a few rows by keys, so that it can be asked every few seconds. */
export async function pollStation(database: Database, { known }: StationPoll): Promise<StationNews> {
  const newest = await newestRun(database);
  const moment = Date.now();
  const clock = { moment, wall: wallClockTime(new Date(moment)) };
  if (!newest) return { clock, run: null, values: known === nothing ? null : [], digest: nothing };
  const { number, started, finished } = newest;
  const stored = await readRecentConditions(
    database,
    { types: await listConditionTypes(database), runs: [number], since: started, mostParts },
    null,
  );
  const ofType = newestByKey(stored, ({ type }) => type.id);
  const values = [...ofType.values()].map(({ type, value }): StationValue => {
    return {
      name: type.name,
      type: type.type,
      value: typeof value === "string" ? value.slice(0, cutLength) : value,
    };
  });
  const endValue = values.find(({ name }) => name === endCondition)?.value ?? null;
  const run: StationRun = {
    run: number,
    started: started && shownTime(started),
    finished: finished && shownTime(finished),
    startedAt: lastMomentOf(started, moment),
    finishedAt: lastMomentOf(finished, moment),
    isEnded: runState(signsOf(newest, endValue, newest), clock.wall) === "finished",
  };
  // The whole texts, and when they were written: what was replaced by something alike is news, too.
  const digest = digestOf([number, stored.map(({ type, value, created }) => [type.id, value, created])]);
  return { clock, run, values: digest === known ? null : values, digest };
}

const nothing = "none";

function digestOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("base64");
}
