import { addedInV2 } from "../db/checkSchema.ts";
import { tableNames, type TableName } from "../db/tables.ts";
import type { BareDatabase } from "./bareDatabase.ts";

/** Tables that both versions have. */
export const keptTables: readonly TableName[] = tableNames.filter((name) => !addedInV2.includes(name));

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
 * The version of the schema that a database of these tables has; null where it is none of RCDB. The highest in
 * `schema_versions` counts; without that table, or with none in it, it is version 1.
 */
export async function schemaVersionOf(
  database: BareDatabase,
  tables: readonly string[],
): Promise<number | null> {
  if (keptTables.some((name) => !tables.includes(name))) return null;
  if (!tables.includes("schema_versions")) return 1;
  const [row] = await database.query("SELECT max(version) AS version FROM schema_versions");
  const version = row?.["version"];
  return typeof version === "number" ? version : 1;
}
