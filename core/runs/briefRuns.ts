/** Runs in a few words, for those around another one. */
import type { BriefRun, RunsAround } from "../api/runs.ts";
import { secondsBetween } from "../time/wallClock.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { columnsOf } from "../db/tables.ts";
import { newestRun } from "../db/newest.ts";
import { endCondition } from "./runEndings.ts";
import { conditionsOfRuns } from "../conditions/runConditions.ts";
import { runState, signsOf } from "./runState.ts";
import { shownTime, wallClockTime } from "../time/times.ts";

/** A run if there is one, and up to `before` runs before it and `after` after it, ascending. */
export async function listRunsAround(
  { read }: Database,
  { run, before, after }: RunsAround,
): Promise<number[]> {
  const numbers = read.selectFrom("runs").select("number");
  const below = await numbers.where("number", "<", run).orderBy("number", "desc").limit(before).execute();
  const from = await numbers
    .where("number", ">=", run)
    .orderBy("number")
    .limit(after + 1)
    .execute();
  const exists = from[0]?.number === run;
  const above = exists ? from : from.slice(0, after);
  return [...below.reverse(), ...above].map(({ number }) => number);
}

/** Times and states of some runs, ascending; runs that do not exist are left out. Throws `cancelled`. */
export async function describeRuns(
  database: Database,
  runs: readonly number[],
  signal?: AbortSignal,
): Promise<BriefRun[]> {
  if (runs.length === 0) return [];
  const rows = await database.read
    .selectFrom("runs")
    .select(columnsOf.runs)
    .where("number", "in", runs)
    .orderBy("number")
    .execute();
  const newest = await newestRun(database);
  const validEnds = await readValidEnds(database, runs, signal);
  const now = wallClockTime(new Date());
  return rows.map((row) => ({
    run: row.number,
    started: row.started && shownTime(row.started),
    finished: row.finished && shownTime(row.finished),
    length: secondsBetween(row.started, row.finished),
    state: runState(signsOf(row, validEnds.get(row.number) ?? null, newest), now),
  }));
}

/** Whether the runs have ended well, of those of which it is known. */
async function readValidEnds(
  database: Database,
  runs: readonly number[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, boolean>> {
  const types = await listConditionTypes(database);
  const ofEnd = types.filter(({ name, type }) => name === endCondition && type === "bool");
  const ends = new Map<number, boolean>();
  if (ofEnd.length === 0) return ends;
  for await (const conditions of conditionsOfRuns(database, ofEnd, runs, signal)) {
    for (const { run, value } of conditions) {
      if (typeof value === "boolean") ends.set(run, value);
    }
  }
  return ends;
}
