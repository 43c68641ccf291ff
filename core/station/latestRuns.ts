/** The last runs in a line each: beside the one that is being taken, and for handing over a shift. */
import { RcdbError } from "../api/failure.ts";
import type { LatestRun, LatestRuns, LatestRunsWanted } from "../api/station.ts";
import type { ConditionType } from "../api/catalogue.ts";
import type { Cell } from "../api/values.ts";
import { secondsBetween, storedTimeOf, wallClock } from "../time/wallClock.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { newestByKey } from "../conditions/newest.ts";
import type { Database } from "../db/database.ts";
import { columnsOf } from "../db/tables.ts";
import { newestRun } from "../db/newest.ts";
import { endCondition } from "../runs/runEndings.ts";
import { fitsType } from "../query/fitsType.ts";
import { normalizeTime } from "../query/time.ts";
import { runState, signsOf, type StoredRun } from "../runs/runState.ts";
import { compileSelection } from "../search/search.ts";
import { shownTime, wallClockTime } from "../time/times.ts";
import { Yielding } from "../db/yielding.ts";
import { readRecentConditions } from "./recentConditions.ts";

/** What is told of each run, by the names that every RCDB has. */
const told = ["run_type", "event_count", "user_comment", "beam_current", endCondition];
/** Runs read by one statement. */
const runsAtOnce = 200;

/** The last runs, the newest first. Throws `cancelled`. */
export async function readLatestRuns(
  database: Database,
  { count, hours, production, until: end = null }: LatestRunsWanted,
  signal: AbortSignal,
): Promise<LatestRuns> {
  const yielding = new Yielding(signal, "Reading the last runs was cancelled.");
  const now = wallClockTime(new Date());
  const until = end === null ? now : endOf(end);
  const since = hours === null ? null : storedTimeOf(wallClock(until) - hours * 3_600_000);
  const below = end === null ? null : await firstRunAfter(database, until);
  const found = await runsSince(database, since, below, count + 1, yielding);
  const runs = found.slice(0, count);
  const types = await listConditionTypes(database);
  const valueOf = await readValues(database, types, runs, yielding);
  const inProduction = await runsThatFit(database, types, runs, production, signal);
  const newest = await newestRun(database);
  return {
    since,
    until,
    more: found.length > count,
    runs: runs.map((run) => describe(run, (name) => valueOf.get(`${run.number} ${name}`) ?? null)),
  };

  function describe(run: StoredRun, value: (name: string) => Cell): LatestRun {
    const { number, started, finished } = run;
    return {
      run: number,
      started: started && shownTime(started),
      finished: finished && shownTime(finished),
      length: secondsBetween(started, finished),
      state: runState(signsOf(run, value(endCondition), newest), now),
      type: textOf(value("run_type")),
      events: numberOf(value("event_count")),
      comment: textOf(value("user_comment")),
      beamCurrent: numberOf(value("beam_current")),
      isProduction: inProduction?.has(number) ?? null,
    };
  }
}

/** A time as the wall clock shows it. Throws `bad_input`. */
function endOf(given: string): string {
  const time = normalizeTime(given.trim());
  if (time !== null) return shownTime(time);
  throw new RcdbError("bad_input", `“${given}” is not a time. Write 2016-02-17 16:00.`);
}

/** The number after that of the last run which began before a time: runs are numbered as they begin. */
async function firstRunAfter({ read }: Database, time: string): Promise<number> {
  const last = await read
    .selectFrom("runs")
    .select("number")
    .where("started", "<", time)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return (last?.number ?? Number.MIN_SAFE_INTEGER) + 1;
}

/** The last runs that began, or went on, since then, the newest first; those below `end` where it is given. */
async function runsSince(
  { read }: Database,
  since: string | null,
  end: number | null,
  count: number,
  yielding: Yielding,
): Promise<StoredRun[]> {
  const found: StoredRun[] = [];
  let below = end;
  for (;;) {
    const all = read
      .selectFrom("runs")
      .select(columnsOf.runs)
      .orderBy("number", "desc")
      .limit(Math.min(runsAtOnce, count));
    const part: StoredRun[] = await (below === null ? all : all.where("number", "<", below)).execute();
    const within = part.filter(
      ({ started, finished }) => since === null || isSince(started, finished, since),
    );
    found.push(...within);
    const last = part.at(-1);
    if (!last || within.length === 0 || found.length >= count) return found.slice(0, count);
    below = last.number;
    await yielding.pause();
  }
}

/** By the first of the times that can be read as one. A run that took time and ended just then is of the hours before. */
function isSince(started: string | null, finished: string | null, since: string): boolean {
  const [start, end] = [readable(started), readable(finished)];
  if (end === null) return start !== null && start >= since;
  return end > since || (end === since && (start === null || start >= since));
}

function readable(time: string | null): string | null {
  return time !== null && fitsType("time", time) ? shownTime(time) : null;
}

/** By run and name of the condition. */
async function readValues(
  database: Database,
  types: readonly ConditionType[],
  runs: readonly StoredRun[],
  yielding: Yielding,
): Promise<ReadonlyMap<string, Cell>> {
  const starts = runs.map(({ started }) => started);
  const since = starts.reduce(
    (first, start) => (first === null || start === null || start < first ? start : first),
    starts[0] ?? null,
  );
  const wanted = {
    types: types.filter(({ name }) => told.includes(name)),
    runs: runs.map(({ number }) => number),
    mostParts: Infinity,
  };
  const recent = await readRecentConditions(database, { ...wanted, since }, yielding);
  // Where there are none they may have been copied with other times: all of the table is gone through.
  const conditions =
    recent.length > 0 ? recent : await readRecentConditions(database, { ...wanted, since: null }, yielding);
  const newest = newestByKey(conditions, ({ run, type }) => `${run} ${type.name}`);
  return new Map([...newest].map(([key, { value }]) => [key, value]));
}

/** Null where the database has not what the expression asks for. Throws `cancelled`. */
async function runsThatFit(
  database: Database,
  types: readonly ConditionType[],
  runs: readonly StoredRun[],
  expression: string,
  signal: AbortSignal,
): Promise<ReadonlySet<number> | null> {
  const [newest, oldest] = [runs[0], runs.at(-1)];
  if (!newest || !oldest || expression.trim() === "") return null;
  const bounds = { expression, runMin: oldest.number, runMax: newest.number, ranges: [] };
  try {
    const { query } = await compileSelection(database, bounds, types);
    const fitting = new Set<number>();
    for await (const batch of database.stream(query, ["key"], signal)) {
      for (const [run] of batch) fitting.add(run);
    }
    return fitting;
  } catch (thrown) {
    if (thrown instanceof RcdbError && thrown.code === "expression") return null;
    throw thrown;
  }
}

function textOf(value: Cell): string | null {
  return typeof value === "string" ? value : null;
}

function numberOf(value: Cell): number | null {
  return typeof value === "number" ? value : null;
}
