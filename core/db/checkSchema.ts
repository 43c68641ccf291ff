import { RcdbError } from "../api/failure.ts";
import type { Connection } from "./connection.ts";
import { tableNames } from "./tables.ts";

/** The schema version this program works on. */
export const knownSchemaVersion = 2;

/** Tables that v2 added to v1. */
const addedInV2 = ["run_periods", "aliases", "schema_versions"];

/**
 * The schema version of a database, from the RCDB tables that it has and, where it has
 * `schema_versions`, the highest number in there. Throws `not_rcdb` or `wrong_schema` unless it is the
 * version this program knows.
 */
export function checkSchema(
  connection: Connection,
  existing: readonly string[],
  highestVersion: () => number | null,
): number {
  const missing = tableNames.filter((name) => !existing.includes(name));
  const missingOfV1 = missing.filter((name) => !addedInV2.includes(name));
  if (missingOfV1.length > 0) {
    throw new RcdbError(
      "not_rcdb",
      `“${connection.location}” is no RCDB database: it has no table ${missingOfV1.join(", ")}. Choose another file.`,
      { missing: missingOfV1 },
    );
  }
  const version = (existing.includes("schema_versions") ? highestVersion() : null) ?? 1;
  if (version < knownSchemaVersion) {
    throw new RcdbError(
      "wrong_schema",
      `“${connection.location}” has RCDB schema version ${version}, this program needs version ${knownSchemaVersion}. ` +
        "Make a copy of the file and migrate the copy with “rcdb db update” of the Python client.",
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
      `“${connection.location}” says schema version 2 but has no table ${missing.join(", ")}. Get a complete copy.`,
      { missing },
    );
  }
  return version;
}
