import { parseConnection } from "./parseConnection.ts";
import type { Database, WritableDatabase } from "./database.ts";
import { openSqlite, openWritableSqlite } from "./sqlite/open.ts";

// The driver for servers is loaded where one is named: that takes longer than a query on a file.

/**
 * Opens the database of a connection string for reading. Throws an `RcdbError` that says what is wrong
 * with the string or the database, and what to do.
 */
export async function openDatabase(text: string): Promise<Database> {
  const connection = parseConnection(text);
  if (connection.kind === "sqlite") return openSqlite(connection);
  const { openMysql } = await import("./mysql/open.ts");
  return openMysql(connection);
}

/** The same for writing. */
export async function openWritableDatabase(text: string): Promise<WritableDatabase> {
  const connection = parseConnection(text);
  if (connection.kind === "sqlite") return openWritableSqlite(connection);
  const { openWritableMysql } = await import("./mysql/open.ts");
  return openWritableMysql(connection);
}
