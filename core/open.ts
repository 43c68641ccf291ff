import { parseConnection } from "./db/connection.ts";
import type { Database } from "./db/database.ts";
import { openSqlite } from "./db/sqlite.ts";

/**
 * Opens the database of a connection string for reading. Throws an `RcdbError` that says what is wrong
 * with the string or the database, and what to do.
 */
export function openDatabase(connection: string): Database {
  return openSqlite(parseConnection(connection));
}
