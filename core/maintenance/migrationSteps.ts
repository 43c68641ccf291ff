import { RcdbError } from "../api/failure.ts";
import type { MigrationStep } from "../api/maintenanceSchemas.ts";
import { addedInV2, knownSchemaVersion } from "../db/checkSchema.ts";
import { schemaV2Row, tableStatement } from "../db/schema.ts";
import type { BareDatabase } from "./bareDatabase.ts";
import { legacyTables, schemaVersionOf } from "./versions.ts";

/** How a database comes to our version: no steps where it has it already. */
export interface MigrationPlan {
  readonly from: number;
  readonly steps: readonly MigrationStep[];
}

/**
 * Looks what there is to do, and what an interrupted migration has done already. The row that says version 2 is the last
 * step: until then the database is one of version 1. Throws `not_rcdb`, `wrong_schema`, `conflict` where a
 * table that stays refers to one that would be dropped.
 */
export async function planMigration(database: BareDatabase): Promise<MigrationPlan> {
  const { tables } = await database.contents();
  const from = await schemaVersionOf(database, tables);
  const { location } = database.connection;
  if (from === null) {
    throw new RcdbError(
      "not_rcdb",
      `“${location}” is no RCDB database, so there is nothing to update. Check its name.`,
    );
  }
  if (from > knownSchemaVersion) {
    throw new RcdbError(
      "wrong_schema",
      `“${location}” has RCDB schema version ${from}, newer than the version ${knownSchemaVersion} that this program knows. Get a newer RCDB Desktop.`,
      { version: from },
    );
  }
  if (from === knownSchemaVersion) return { from, steps: [] };
  await checkReferences(database);
  return { from, steps: stepsFor(database, tables) };
}

function stepsFor({ connection }: BareDatabase, tables: readonly string[]): readonly MigrationStep[] {
  const additions = addedInV2.map((name) => ({
    description: `Add the table ${name}`,
    statements: [tableStatement(connection.kind, name)],
    done: tables.includes(name),
  }));
  const removals = legacyTables.map((name) => ({
    description: `Drop the table ${name}, which version 2 does not have`,
    statements: [`DROP TABLE ${name}`],
    done: !tables.includes(name),
  }));
  const version = { description: "Say that it is version 2", statements: [schemaV2Row], done: false };
  return [...additions, ...removals, version];
}

async function checkReferences(database: BareDatabase): Promise<void> {
  const references = await database.references();
  const kept = references.find(({ from, to }) => legacyTables.includes(to) && !legacyTables.includes(from));
  if (!kept) return;
  throw new RcdbError(
    "conflict",
    `The table ${kept.from} refers to ${kept.to}, which version 2 does not have. Nothing was changed. Drop ${kept.from}, or its foreign key, and try again.`,
  );
}
