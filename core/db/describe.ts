import { escapeControls } from "../text/escapeControls.ts";
import { sql } from "kysely";
import type { DatabaseInfo, TableSize } from "../api/database.ts";
import { backendOf } from "./backends.ts";
import type { Database } from "./database.ts";
import { leftOutRows } from "./tableSource.ts";
import { missingParts, nameOfPart } from "./shape.ts";
import { tableNames } from "./tables.ts";

/** What the open database is; quick on any size. */
export async function describeDatabase(database: Database): Promise<DatabaseInfo> {
  const { connection, read, schemaVersion } = database;
  // Each by itself: SQLite goes through all runs for both ends together.
  const end = (which: "min" | "max"): Promise<{ number: number | null }> =>
    read
      .selectFrom("runs")
      .select(({ fn }) => fn[which]<number | null>("number").as("number"))
      .executeTakeFirstOrThrow();
  return {
    connection: connection.text,
    kind: connection.kind,
    kindName: backendOf(connection).name,
    isFile: connection.path !== null,
    // For people: they stand in titles, lists and lines.
    name: escapeControls(connection.name),
    location: escapeControls(connection.location),
    hostInUse: database.hostInUse(),
    access: database.access,
    schemaVersion,
    missing: missingParts(database.shape, schemaVersion).map(nameOfPart),
    unreadable: await countLeftOut(database),
    runs: await countOf(database, "runs"),
    firstRun: (await end("min")).number,
    lastRun: (await end("max")).number,
    conditionTypes: await countOf(database, "condition_types"),
    ...(await database.storage()),
  };
}

/** The rows of each table that are left out; only in tables that lack RCDB's keys there can be any. */
async function countLeftOut({ read, shape }: Database): Promise<DatabaseInfo["unreadable"]> {
  const found: DatabaseInfo["unreadable"] = [];
  for (const [table, stored] of shape.tables) {
    const left = leftOutRows(shape, table, stored);
    if (left === null) continue;
    const { rows } = await sql<{
      readonly count: number;
    }>`SELECT count(*) AS ${sql.id("count")} FROM ${left}`.execute(read);
    const count = rows[0]?.count ?? 0;
    if (count > 0) found.push({ table, rows: count });
  }
  return found;
}

/** The rows and bytes of every table: reads each of them once. */
export async function countRows(database: Database): Promise<TableSize[]> {
  const bytes = await bytesOfTables(database);
  const sizes: TableSize[] = [];
  // One that is missing has no rows either, and would look like an empty one.
  for (const table of tableNames.filter((name) => database.shape.tables.has(name))) {
    sizes.push({ table, rows: await countOf(database, table), bytes: bytes.get(table) ?? null });
  }
  return sizes;
}

async function bytesOfTables({ connection, read }: Database): Promise<ReadonlyMap<string, number>> {
  const { rows } = await backendOf(connection).upkeep.tableBytes.execute(read);
  return new Map(rows.map(({ name, bytes }) => [name.toLowerCase(), bytes]));
}

async function countOf({ read }: Database, table: (typeof tableNames)[number]): Promise<number> {
  const { count } = await read
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}
