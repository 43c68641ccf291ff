import { rm } from "node:fs/promises";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import type { Migration } from "../api/maintenance.ts";
import { copyBackend } from "../db/backends.ts";
import { copyRefusal } from "../db/copyRefusal.ts";
import { parseConnection } from "../db/parseConnection.ts";
import type { RawDatabase } from "../db/rawDatabase.ts";
import { openRaw } from "../db/open.ts";
import { planMigration, type MigrationPlan } from "./migrationSteps.ts";

/** What is to be updated. With `completeOnly` the database gets what it lacks of its own version, and stays at that. */
interface UpdateWanted {
  readonly connection: string;
  readonly execute: boolean;
  readonly completeOnly?: boolean;
}

/**
 * Brings a database of version 1 to version 2, and adds the tables and columns that it lacks; or without `execute` tells the steps only. An SQLite file is copied
 * first and then changed in one transaction: whatever happens, it is either as it was or new. On a server each step is
 * done when it is told; a migration that was interrupted goes on where it was. Throws `not_rcdb`, `wrong_schema`,
 * `conflict`, `locked`, `disk_full`, `damaged`, `cancelled`, and what opening throws.
 */
export async function updateDatabase(
  { connection, execute, completeOnly = false }: UpdateWanted,
  context: CallContext,
): Promise<Migration> {
  const database = await openRaw(parseConnection(connection), execute ? "write" : "read");
  try {
    const plan = await planMigration(database, completeOnly);
    if (execute && plan.steps.length > 0) await refuseCopy(database);
    return execute && plan.steps.length > 0
      ? await migrate(database, completeOnly, context)
      : answer(plan, null, false);
  } finally {
    await database.close();
  }
}

async function refuseCopy({ connection: { path } }: RawDatabase): Promise<void> {
  const copy = path === null ? null : await copyBackend().files.readState(path);
  if (path !== null && copy !== null) throw copyRefusal(path, copy);
}

async function migrate(
  database: RawDatabase,
  completeOnly: boolean,
  context: CallContext,
): Promise<Migration> {
  let backup = null as string | null;
  try {
    return await database.exclusively(async () => {
      // Another program may have done it before the lock was ours.
      const plan = await planMigration(database, completeOnly);
      if (plan.steps.length === 0) return answer(plan, null, false);
      const before = await countKept(database);
      backup = await database.backUp(`v${plan.from}-${timeStamp(new Date())}`, context);
      await takeSteps(database, plan, context);
      await database.checkIntegrity();
      checkCounts(before, await countKept(database));
      return answer(plan, backup, true);
    });
  } catch (thrown) {
    // The database is as it was: a copy of it would only take room.
    if (backup !== null) await rm(backup, { force: true });
    throw thrown;
  }
}

async function takeSteps(
  database: RawDatabase,
  { steps }: MigrationPlan,
  { signal, report }: CallContext,
): Promise<void> {
  const open = steps.filter(({ done }) => !done);
  for (const [at, { description, statements }] of open.entries()) {
    if (signal.aborted) throw new RcdbError("cancelled", "Cancelled. The update can be started again.");
    report({ done: at, total: open.length, label: description });
    for (const statement of statements) await database.query(statement);
  }
  report({ done: open.length, total: open.length, label: "Checking the new database" });
}

function answer({ from, to, steps }: MigrationPlan, backup: string | null, executed: boolean): Migration {
  return { from, to, steps: [...steps], backup, executed };
}

type Counts = ReadonlyMap<string, number>;

async function countKept(database: RawDatabase): Promise<Counts> {
  const counts = new Map<string, number>();
  for (const [table, { name }] of (await database.shape()).tables) {
    const [row] = await database.query(`SELECT count(*) AS number FROM ${database.quoted(name)}`);
    counts.set(table, Number(row?.["number"]));
  }
  return counts;
}

/** On a server others may have added rows meanwhile; nobody takes as much as a run away. */
function checkCounts(before: Counts, after: Counts): void {
  for (const [table, count] of before) {
    const now = after.get(table) ?? 0;
    if (now >= count) continue;
    throw new RcdbError(
      "conflict",
      `The table ${table} had ${count} rows before the update and has ${now} now. Find out who else changes the database.`,
    );
  }
}

/** `YYYYMMDD-HHMMSS` of the local wall clock. */
function timeStamp(now: Date): string {
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()];
  const digits = (parts: readonly number[]): string =>
    parts.map((part) => String(part).padStart(2, "0")).join("");
  return `${digits(date)}-${digits(time)}`;
}
