import { neededTables, schemaVersionOf } from "../db/checkSchema.ts";
import type { Shape } from "../db/shape.ts";
import type { RawDatabase } from "../db/rawDatabase.ts";

/** Tables of version 1 that version 2 drops, in the order of the Python client's migration. */
export const legacyTables: readonly string[] = [
  "trigger_thresholds",
  "trigger_masks",
  "readout_thresholds",
  "readout_masks",
  "dac_presets",
  "crates",
  "boards",
  "board_installations_have_runs",
  "board_installations",
  "board_configurations_have_runs",
  "board_configurations",
  "alembic_version",
];

/**
 * The version of the schema that a database of this shape has; null where it is none of RCDB. The highest in
 * `schema_versions` counts; without that table, or with none in it, it is version 1.
 */
export async function versionOf(database: RawDatabase, { tables }: Shape): Promise<number | null> {
  if (neededTables.some((name) => !tables.has(name))) return null;
  const versions = tables.get("schema_versions");
  if (!versions) return 1;
  const [row] = await database.query(`SELECT max(version) AS version FROM ${database.quoted(versions.name)}`);
  return schemaVersionOf(row?.["version"]);
}
