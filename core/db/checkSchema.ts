import { RcdbError } from "../api/failure.ts";
import type { Connection } from "./connection.ts";
import type { Database } from "./database.ts";
import type { SchemaDialect } from "./schema.ts";
import type { Shape } from "./shape.ts";
import type { TableName } from "./tables.ts";

/** The schema version this program works on. */
export const knownSchemaVersion = 2;

/** Tables without which there is nothing to show. All others may be missing where a database is read. */
export const neededTables: readonly TableName[] = ["runs", "condition_types", "conditions"];

/**
 * The schema version of a database, from its tables and the highest number in `schema_versions`, null where there is
 * none. Throws `not_rcdb` where it has no runs or conditions, and `wrong_schema` where it is newer than the version this
 * program knows, or where an older one is to be changed.
 */
export function checkSchema(
  connection: Connection,
  shape: Shape,
  highestVersion: unknown,
  access: Database["access"],
  { advice }: SchemaDialect,
): number {
  checkTables(connection, shape, advice.choose);
  const version = schemaVersionOf(highestVersion);
  if (version < knownSchemaVersion && access === "write") {
    throw new RcdbError(
      "wrong_schema",
      `“${connection.location}” has RCDB schema version ${version}, which can only be read: to change it takes version ${knownSchemaVersion}. ` +
        advice.migrate,
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
  return version;
}

/** The version that the highest number in `schema_versions` means: without one it is version 1. */
export function schemaVersionOf(highest: unknown): number {
  const version = Number(highest ?? 1);
  return Number.isInteger(version) && version > 0 ? version : 1;
}

function checkTables(connection: Connection, { tables, unusable }: Shape, fix: string): void {
  const missing = neededTables.filter((name) => !tables.has(name) && !unusable.has(name));
  if (missing.length > 0) {
    throw new RcdbError(
      "not_rcdb",
      `“${connection.location}” is not an RCDB database: ${missing.length === 1 ? "table" : "tables"} ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing. ${fix}`,
      { missing },
    );
  }
  const reasons = neededTables.flatMap((name) => {
    const reason = unusable.get(name);
    return reason === undefined ? [] : [`of its table ${name}: ${reason}`];
  });
  if (reasons.length > 0) {
    throw new RcdbError(
      "not_rcdb",
      `“${connection.location}” cannot be read as an RCDB database because ${reasons.join(", and ")}. ${fix}`,
    );
  }
}
