import type { Inspection } from "../api/maintenance.ts";
import { RcdbError } from "../api/failure.ts";
import { backendOf } from "../db/backends.ts";
import type { Connection } from "../db/connection.ts";
import { parseConnection } from "../db/parseConnection.ts";
import type { RawDatabase } from "../db/rawDatabase.ts";
import { openRaw } from "../db/open.ts";
import { versionOf } from "./versions.ts";

/**
 * Looks at what a connection leads to: nothing yet, an empty database, one of RCDB of any version, or another
 * program's. Throws what opening throws, but for what its tables are and that it does not exist.
 */
export async function inspectDatabase(input: { connection: string }): Promise<Inspection> {
  const connection = parseConnection(input.connection);
  const { kind, location } = connection;
  const database = await openIfThere(connection);
  if (database === null) return { kind, location, exists: false, tables: [], schemaVersion: null };
  try {
    const { tables } = await database.contents();
    const schemaVersion = await versionOf(database, await database.shape());
    return { kind, location, exists: true, tables: [...tables], schemaVersion };
  } finally {
    await database.close();
  }
}

async function openIfThere(connection: Connection): Promise<RawDatabase | null> {
  try {
    return await openRaw(connection, "read");
  } catch (thrown) {
    if (thrown instanceof RcdbError && thrown.code === backendOf(connection).upkeep.absent) return null;
    throw thrown;
  }
}
