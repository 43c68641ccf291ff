import { RcdbError } from "../api/failure.ts";
import type { DatabaseInfo } from "../api/database.ts";
import { backendOf } from "../db/backends.ts";
import { parseConnection } from "../db/parseConnection.ts";
import { schemaStatements } from "../db/schema.ts";
import { describeDatabase } from "../db/describe.ts";
import { openDatabase, openRaw, openWritableDatabase } from "../db/open.ts";
import { defaultConditionTypes } from "../updates/coda/conditionTypes.ts";
import { createConditionType } from "../writing/conditionTypes.ts";
import { currentUser } from "../writing/user.ts";
import { inTransaction } from "../writing/writing.ts";
import type { RawDatabase } from "../db/rawDatabase.ts";

/**
 * Makes a database of our version without runs: a new file or one that is empty, on a server a new database or one
 * without tables. With `dropAll` its tables and views are removed first, with `defaults` the condition types that every
 * RCDB has are added. Throws `already_exists` where there are some, and
 * what opening throws.
 */
export async function initializeDatabase(input: {
  connection: string;
  dropAll: boolean;
  defaults: boolean;
}): Promise<DatabaseInfo> {
  const database = await openRaw(parseConnection(input.connection), "create");
  try {
    await database.exclusively(async () => {
      if (input.dropAll) await database.dropAll();
      await checkEmpty(database);
      const { schema } = backendOf(database.connection);
      for (const statement of schemaStatements(schema)) await database.query(statement);
    });
  } finally {
    await database.close();
  }
  if (input.defaults) await addDefaultTypes(input.connection);
  return describeMade(input.connection);
}

async function addDefaultTypes(connection: string): Promise<void> {
  const database = await openWritableDatabase(connection);
  try {
    await inTransaction(database, currentUser(), async (writing) => {
      for (const type of defaultConditionTypes) await createConditionType(writing, type);
    });
  } finally {
    await database.close();
  }
}

async function describeMade(connection: string): Promise<DatabaseInfo> {
  const database = await openDatabase(connection);
  try {
    return await describeDatabase(database);
  } finally {
    await database.close();
  }
}

const mostNames = 10;

async function checkEmpty(database: RawDatabase): Promise<void> {
  const { tables, views } = await database.contents();
  const names = [...tables, ...views];
  if (names.length === 0) return;
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  throw new RcdbError(
    "already_exists",
    `“${database.connection.location}” is not empty: it has ${names.slice(0, mostNames).join(", ")}${more}. Nothing was changed. Choose another name, or remove all of it with --drop-all.`,
    { tables: names },
  );
}
