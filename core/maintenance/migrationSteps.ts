import { RcdbError } from "../api/failure.ts";
import type { MigrationStep } from "../api/maintenance.ts";
import { backendOf } from "../db/backends.ts";
import { knownSchemaVersion } from "../db/checkSchema.ts";
import { schemaV2Row, tableStatement } from "../db/schema.ts";
import { addedInV2, type Shape } from "../db/shape.ts";
import type { RawDatabase } from "../db/rawDatabase.ts";
import { completionSteps } from "./completionSteps.ts";
import { legacyTables, versionOf } from "./versions.ts";

/** How a database comes to our version, and to all that its version has: no steps where it is so already. */
export interface MigrationPlan {
  readonly from: number;
  readonly to: number;
  readonly steps: readonly MigrationStep[];
}

/**
 * Looks what there is to do, and what an interrupted migration has done already. The row that says version 2 is the last
 * step: until then the database is one of version 1. With `completeOnly` it stays at its version. Throws `not_rcdb`,
 * `wrong_schema`, `conflict` where a table that stays refers to one that would be dropped, and where a part cannot be added.
 */
export async function planMigration(database: RawDatabase, completeOnly: boolean): Promise<MigrationPlan> {
  const shape = await database.shape();
  const from = await versionOf(database, shape);
  const { location } = database.connection;
  if (from === null) {
    throw new RcdbError(
      "not_rcdb",
      `“${location}” is not an RCDB database, so there is nothing to update. Check its name.`,
    );
  }
  if (from > knownSchemaVersion) {
    throw new RcdbError(
      "wrong_schema",
      `“${location}” has RCDB schema version ${from}, newer than the version ${knownSchemaVersion} that this program knows. Get a newer RCDB Desktop.`,
      { version: from },
    );
  }
  const completion = await completionSteps(database, shape, from);
  if (from === knownSchemaVersion || completeOnly) return { from, to: from, steps: completion };
  await checkReferences(database);
  const { tables } = await database.contents();
  const migration = stepsToV2(database, shape, tables);
  return { from, to: knownSchemaVersion, steps: [...completion, ...migration] };
}

function stepsToV2(
  { connection }: RawDatabase,
  shape: Shape,
  tables: readonly string[],
): readonly MigrationStep[] {
  const additions = addedInV2.map((name) => ({
    description: `Add the table ${name}`,
    statements: [tableStatement(backendOf(connection).schema, name)],
    done: shape.tables.has(name),
  }));
  const removals = legacyTables.map((name) => ({
    description: `Drop the table ${name}, which version 2 does not have`,
    statements: [`DROP TABLE ${name}`],
    done: !tables.includes(name),
  }));
  const version = { description: "Say that it is version 2", statements: [schemaV2Row], done: false };
  return [...additions, ...removals, version];
}

async function checkReferences(database: RawDatabase): Promise<void> {
  const references = await database.references();
  const kept = references.find(({ from, to }) => legacyTables.includes(to) && !legacyTables.includes(from));
  if (!kept) return;
  throw new RcdbError(
    "conflict",
    `The table ${kept.from} refers to ${kept.to}, which version 2 does not have. Nothing was changed. Drop ${kept.from}, or its foreign key, and try again.`,
  );
}
