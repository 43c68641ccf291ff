/** What a database lacks of its own schema version, as steps that add it. */
import { RcdbError } from "../api/failure.ts";
import type { MigrationStep } from "../api/maintenance.ts";
import { backendOf } from "../db/backends.ts";
import { columnStatement, tableStatement } from "../db/schema.ts";
import { missingParts, nameOfPart, type MissingPart, type Shape } from "../db/shape.ts";
import type { TableName } from "../db/tables.ts";
import type { RawDatabase } from "../db/rawDatabase.ts";

/** The steps; none where nothing is missing. Throws `conflict` where something is in the way of one. */
export async function completionSteps(
  database: RawDatabase,
  shape: Shape,
  version: number,
): Promise<MigrationStep[]> {
  const parts = missingParts(shape, version);
  for (const part of parts) checkPart(database, shape, part);
  const steps = renamings(database, shape);
  for (const part of parts) steps.push(await stepFor(database, shape, part));
  return steps;
}

async function stepFor(database: RawDatabase, shape: Shape, part: MissingPart): Promise<MigrationStep> {
  const statement = statementFor(database, shape, part);
  if (part.column !== null) {
    return { description: `Add the column ${nameOfPart(part)}`, statements: [statement], done: false };
  }
  const description = `Add the table ${part.table}`;
  const lost = part.table === "files" ? await greatestLink(database, shape) : 0;
  if (lost === 0) return { description, statements: [statement], done: false };
  return {
    description: `${description}. The links of runs to the files that are lost stay, and new files get ids above ${lost}`,
    statements: [backendOf(database.connection).upkeep.withIdsAbove(statement, lost)],
    done: false,
  };
}

/** The greatest id of a file that runs are linked to; 0 where there is none. */
async function greatestLink(database: RawDatabase, { tables }: Shape): Promise<number> {
  const links = tables.get("files_have_runs");
  if (!links) return 0;
  const [row] = await database.query(
    `SELECT max(files_id) AS greatest FROM ${database.quoted(links.name)} WHERE files_id < 2147483647`,
  );
  return Number(row?.["greatest"] ?? 0);
}

/** Tables whose names have capitals, where those make them others. */
function renamings({ connection }: RawDatabase, { reading, tables }: Shape): MigrationStep[] {
  if (reading.ignoresCase) return [];
  return [...tables].flatMap(([table, { name }]) =>
    name === table
      ? []
      : {
          description: `Rename the table ${name} to ${table}`,
          statements: [backendOf(connection).upkeep.renameTable(name, table)],
          done: false,
        },
  );
}

function statementFor({ connection }: RawDatabase, shape: Shape, { table, column }: MissingPart): string {
  if (column !== null) return columnStatement(backendOf(connection).schema, table, column);
  return tableStatement(
    backendOf(connection).schema,
    table,
    canBeReferred(shape, "runs", "number") && canBeReferred(shape, "files", "id"),
  );
}

/** A table that is to be made has the right keys. */
function canBeReferred({ tables }: Shape, table: TableName, column: string): boolean {
  return tables.get(table)?.columns.get(column)?.canBeReferred ?? true;
}

function checkPart({ connection }: RawDatabase, shape: Shape, { table, column }: MissingPart): void {
  const reason = shape.unusable.get(table);
  if (reason !== undefined) {
    throw new RcdbError(
      "conflict",
      `“${connection.location}” has a table ${table} that cannot be used: ${reason}. Nothing was changed. Rename it, and try again: then RCDB's table is made.`,
    );
  }
  if (column !== null && shape.tables.get(table)?.isView) {
    throw new RcdbError(
      "conflict",
      `“${table}” of “${connection.location}” is a view without the column ${column}. Nothing was changed. Change the view's definition.`,
    );
  }
}
