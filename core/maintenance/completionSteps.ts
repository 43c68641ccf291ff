/** What a database lacks of its own schema version, as steps that add it. */
import { RcdbError } from "../api/failure.ts";
import type { MigrationStep } from "../api/maintenanceSchemas.ts";
import { columnStatement, tableStatement } from "../db/schema.ts";
import { missingParts, nameOfPart, type MissingPart, type Shape } from "../db/shape.ts";
import type { TableName } from "../db/tables.ts";
import type { BareDatabase } from "./bareDatabase.ts";
import { quoted } from "./versions.ts";

/** The steps; none where nothing is missing. Throws `conflict` where something is in the way of one. */
export function completionSteps(database: BareDatabase, shape: Shape, version: number): MigrationStep[] {
  const parts = missingParts(shape, version);
  for (const part of parts) checkPart(database, shape, part);
  return [
    ...renamings(database, shape),
    ...parts.map((part) => ({
      description:
        part.column === null ? `Add the table ${part.table}` : `Add the column ${nameOfPart(part)}`,
      statements: [statementFor(database, shape, part)],
      done: false,
    })),
  ];
}

/** A server tells names in capitals from others; SQLite does not. */
function renamings(database: BareDatabase, { kind, tables }: Shape): MigrationStep[] {
  if (kind === "sqlite") return [];
  return [...tables].flatMap(([table, { name }]) =>
    name === table
      ? []
      : {
          description: `Rename the table ${name} to ${table}`,
          statements: [`RENAME TABLE ${quoted(database, name)} TO ${table}`],
          done: false,
        },
  );
}

function statementFor({ connection }: BareDatabase, shape: Shape, { table, column }: MissingPart): string {
  if (column !== null) return columnStatement(connection.kind, table, column);
  return tableStatement(
    connection.kind,
    table,
    canBeReferred(shape, "runs", "number") && canBeReferred(shape, "files", "id"),
  );
}

/** A table that is to be made has the right keys. */
function canBeReferred({ tables }: Shape, table: TableName, column: string): boolean {
  return tables.get(table)?.columns.get(column)?.canBeReferred ?? true;
}

function checkPart({ connection }: BareDatabase, shape: Shape, { table, column }: MissingPart): void {
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
