import type { Inspection } from "../api/maintenance.ts";
import { RcdbError, type FailureCode } from "../api/failure.ts";
import type { Connection } from "../db/connection.ts";
import { parseConnection } from "../db/parseConnection.ts";
import type { BareDatabase } from "../db/rawDatabase.ts";
import { openBare } from "../db/openRaw.ts";
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

/** What opening says where there is nothing: on a server the code for a file of another kind is that, too. */
const missingCodes: Readonly<Record<Inspection["kind"], FailureCode>> = {
  sqlite: "no_such_file",
  mysql: "not_a_database",
};

async function openIfThere(connection: Connection): Promise<BareDatabase | null> {
  try {
    return await openBare(connection, "read");
  } catch (thrown) {
    if (thrown instanceof RcdbError && thrown.code === missingCodes[connection.kind]) return null;
    throw thrown;
  }
}
