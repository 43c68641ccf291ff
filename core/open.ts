import { RcdbError } from "./api/failure.ts";
import { parseConnection, type Connection } from "./db/connection.ts";
import type { Database, WritableDatabase } from "./db/database.ts";
import { openSqlite, openWritableSqlite } from "./db/sqlite.ts";

/**
 * Opens the database of a connection string for reading. Throws an `RcdbError` that says what is wrong
 * with the string or the database, and what to do.
 */
// eslint-disable-next-line @typescript-eslint/require-await -- servers take their time
export async function openDatabase(text: string): Promise<Database> {
  const connection = parseConnection(text);
  return connection.kind === "sqlite" ? openSqlite(connection) : serversAreNotThereYet(connection);
}

/** The same for writing. */
// eslint-disable-next-line @typescript-eslint/require-await -- servers take their time
export async function openWritableDatabase(text: string): Promise<WritableDatabase> {
  const connection = parseConnection(text);
  return connection.kind === "sqlite" ? openWritableSqlite(connection) : serversAreNotThereYet(connection);
}

function serversAreNotThereYet({ text }: Connection): never {
  throw new RcdbError("bad_connection", `“${text}” cannot be opened yet.`);
}
