import { RcdbError } from "../api/failure.ts";
import type { Connection } from "./connection.ts";
import { tableNames, type TableName } from "./tables.ts";

/** The schema version this program works on. */
export const knownSchemaVersion = 2;

/** Tables that v2 added to v1, which may have the last one already. */
export const addedInV2: readonly TableName[] = ["run_periods", "aliases", "schema_versions"];

/** What to do, by the kind of database. */
const wordsFor: Readonly<
  Record<
    Connection["kind"],
    { readonly another: string; readonly migrate: string; readonly complete: string }
  >
> = {
  sqlite: {
    another: "Choose another file.",
    migrate: "Have it migrated by “rcdb db update”, which keeps a copy of the file as it is.",
    complete: "Get a complete copy.",
  },
  mysql: {
    another: "Check the database's name in the connection string, and that its user may read the tables.",
    migrate: "Have it migrated by “rcdb db update”, after a backup and by a user that may change tables.",
    complete: "Check that the connection's user may read all tables; else ask the server's administrator.",
  },
};

/**
 * The schema version of a database, from the RCDB tables that it has and the highest number in
 * `schema_versions`, null where there is none. Throws `not_rcdb` or `wrong_schema` unless it is the
 * version this program knows.
 */
export function checkSchema(
  connection: Connection,
  existing: readonly string[],
  highestVersion: number | null,
): number {
  const words = wordsFor[connection.kind];
  const missing = tableNames.filter((name) => !existing.includes(name));
  const missingOfV1 = missing.filter((name) => !addedInV2.includes(name));
  if (missingOfV1.length > 0) {
    throw new RcdbError(
      "not_rcdb",
      `“${connection.location}” is no RCDB database: it has no table ${missingOfV1.join(", ")}. ${words.another}`,
      { missing: missingOfV1 },
    );
  }
  const version = highestVersion ?? 1;
  if (version < knownSchemaVersion) {
    throw new RcdbError(
      "wrong_schema",
      `“${connection.location}” has RCDB schema version ${version}, this program needs version ${knownSchemaVersion}. ` +
        words.migrate,
      { version },
    );
  }
  if (version > knownSchemaVersion) {
    throw new RcdbError(
      "wrong_schema",
      `“${connection.location}” has RCDB schema version ${version}, newer than the version ${knownSchemaVersion} that this program knows. Get a newer RCDB Desktop.`,
      { version },
    );
  }
  if (missing.length > 0) {
    throw new RcdbError(
      "not_rcdb",
      `“${connection.location}” says schema version 2 but has no table ${missing.join(", ")}. ${words.complete}`,
      { missing },
    );
  }
  return version;
}
