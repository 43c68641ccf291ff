/** What the tests of writing share. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect } from "vitest";
import type { FailureCode, Outcome } from "../../../core/api/failure.ts";
import type { Database, WritableDatabase } from "../../../core/db/database.ts";
import { openWritableDatabase } from "../../../core/db/open.ts";
import { tableNames } from "../../../core/db/tables.ts";
import { openWritableForTest, type TestDatabase } from "../../support/database.ts";
import { writeClient, type WriteClient } from "./client.ts";
import type { Backend } from "../../support/backends.ts";

export interface Opened {
  readonly connection: string;
  readonly database: WritableDatabase;
  readonly client: WriteClient;
}

/** A database of that content, open for the time of the test. */
export async function open(backend: Backend, content: TestDatabase): Promise<Opened> {
  const connection = await backend.create(content);
  const database = await openWritableForTest(connection);
  return { connection, database, client: writeClient(database) };
}

/** The same for all tests of a group that leave it as it is. */
export function openForAll(backend: Backend, content: TestDatabase): () => Opened {
  let opened: Opened | undefined;
  beforeAll(async () => {
    const connection = await backend.create(content);
    const database = await openWritableDatabase(connection);
    opened = { connection, database, client: writeClient(database) };
  });
  afterAll(() => opened?.database.close());
  return () => {
    if (!opened) throw new Error("the database is opened before the tests, not before that");
    return opened;
  };
}

/** All rows of all tables, as texts. */
export async function dump({ read }: Database): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of tableNames) {
    const rows = await read.selectFrom(table).selectAll().execute();
    tables[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  const integers = await read
    .selectFrom("conditions")
    .select(["id", sql<string>`CAST(int_value AS CHAR)`.as("exact")])
    .orderBy("id")
    .execute();
  return { ...tables, integers: integers.map(({ id, exact }) => `${id} ${exact}`) };
}

/** The texts and the rows of the log, in order, without times. */
export async function logOf({ read }: Database): Promise<string[]> {
  const records = await read.selectFrom("logs").selectAll().orderBy("id").execute();
  return records.map(
    ({ table_ids, description, related_run, user_name }) =>
      `${user_name ?? "-"} ${table_ids ?? "-"} ${related_run ?? "-"} ${description ?? "-"}`,
  );
}

/** Checks that a call fails with this code and message, and leaves the database as it was. */
export async function expectRefused(
  database: Database,
  call: () => Promise<Outcome<unknown>>,
  code: FailureCode,
  message: RegExp,
): Promise<void> {
  const before = await dump(database);
  expect(await call()).toMatchObject({
    ok: false,
    error: { code, message: expect.stringMatching(message) as string },
  });
  expect(await dump(database)).toEqual(before);
}
