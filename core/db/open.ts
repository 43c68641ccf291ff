import { backendOf, backends } from "./backends.ts";
import type { Connection } from "./connection.ts";
import type { Database, WritableDatabase } from "./database.ts";
import { parseConnection } from "./parseConnection.ts";
import type { RawAccess, RawDatabase } from "./rawDatabase.ts";

/**
 * Opens the database of a connection string for reading. Throws an `RcdbError` that says what is wrong
 * with the string or the database, and what to do.
 */
export async function openDatabase(text: string): Promise<Database> {
  const connection = parseConnection(text);
  return backendOf(connection).open.read(connection);
}

/** The same for writing. */
export async function openWritableDatabase(text: string): Promise<WritableDatabase> {
  const connection = parseConnection(text);
  return backendOf(connection).open.write(connection);
}

/** A new database in memory, which is gone when it is closed; null for a text that names none. */
export async function openInMemory(text: string): Promise<WritableDatabase | null> {
  const backend = backends.find(({ open }) => open.inMemory?.names.includes(text.trim()));
  return backend?.open.inMemory?.open() ?? null;
}

/** Opens whatever a connection leads to. Throws what opening a database throws, but for what its tables are. */
export async function openRaw(connection: Connection, access: RawAccess): Promise<RawDatabase> {
  return backendOf(connection).open.raw(connection, access);
}
