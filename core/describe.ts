import type { DatabaseInfo, TableSize } from "./api/schemas.ts";
import type { Database } from "./db/database.ts";
import { tableNames } from "./db/tables.ts";

/** What the open database is; quick on any size. */
export async function describeDatabase(database: Database): Promise<DatabaseInfo> {
  const { connection, read, schemaVersion } = database;
  const runs = await read
    .selectFrom("runs")
    .select(({ fn }) => [
      fn.countAll<number>().as("count"),
      fn.min<number | null>("number").as("first"),
      fn.max<number | null>("number").as("last"),
    ])
    .executeTakeFirstOrThrow();
  return {
    connection: connection.text,
    kind: connection.kind,
    name: connection.name,
    location: connection.location,
    access: database.access,
    schemaVersion,
    runs: runs.count,
    firstRun: runs.first,
    lastRun: runs.last,
    conditionTypes: await countOf(database, "condition_types"),
    ...(await database.storage()),
  };
}

/** The number of rows of every table: reads each of them once. */
export async function countRows(database: Database): Promise<TableSize[]> {
  const sizes: TableSize[] = [];
  for (const table of tableNames) sizes.push({ table, rows: await countOf(database, table) });
  return sizes;
}

async function countOf({ read }: Database, table: (typeof tableNames)[number]): Promise<number> {
  const { count } = await read
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}
