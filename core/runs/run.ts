import { noSuchRun } from "../api/missing.ts";
import type { RunDetail } from "../api/runs.ts";
import type { Database } from "../db/database.ts";
import { columnsOf } from "../db/tables.ts";
import { listFilesOfRun } from "../files/files.ts";
import { listLogOfRun } from "../log/log.ts";
import { readConditions } from "../conditions/runConditions.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import { secondsBetween } from "../time/wallClock.ts";
import { shownTime } from "../time/times.ts";

/** All there is about a run. Throws `no_such_run` and `cancelled`. */
export async function readRun(database: Database, number: number, signal?: AbortSignal): Promise<RunDetail> {
  const row = await database.read
    .selectFrom("runs")
    .select(columnsOf.runs)
    .where("number", "=", number)
    .executeTakeFirst();
  if (!row) throw noSuchRun(number);
  const periods = await listRunPeriods(database);
  const conditions = await readConditions(database, [number], signal);
  return {
    run: number,
    started: row.started && shownTime(row.started),
    finished: row.finished && shownTime(row.finished),
    length: secondsBetween(row.started, row.finished),
    period: periods.find(({ runMin, runMax }) => runMin <= number && number <= runMax) ?? null,
    ...(await neighboursOf(database, number)),
    conditions: conditions.map(({ type: { name, type, description }, value, created }) => ({
      name,
      type,
      description,
      value,
      created,
    })),
    files: await listFilesOfRun(database, number),
    log: await listLogOfRun(database, number),
  };
}

async function neighboursOf(
  { read }: Database,
  number: number,
): Promise<{ previous: number | null; next: number | null }> {
  const before = read
    .selectFrom("runs")
    .select("number")
    .where("number", "<", number)
    .orderBy("number", "desc");
  const after = read.selectFrom("runs").select("number").where("number", ">", number).orderBy("number");
  const previous = await before.limit(1).executeTakeFirst();
  const next = await after.limit(1).executeTakeFirst();
  return { previous: previous?.number ?? null, next: next?.number ?? null };
}
