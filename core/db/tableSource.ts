/** RCDB's tables as statements read them: what a database lacks, or keeps in another form, is put in its place. */
import { sql } from "kysely";
import type { Sql } from "./dialect.ts";
import type { ColumnReading } from "./columnReading.ts";
import type { Shape } from "./shape.ts";
import type { StoredColumn, StoredTable } from "./storedTable.ts";
import { hasKey, keyOf, needsNoKey, soundRows, spanOfRun, standIn, standInKey } from "./soundRows.ts";
import { columnsOf, isNumber, type TableName } from "./tables.ts";

/**
 * A table for FROM or JOIN. Where the database has it as it should be that is its name; else a subselect that
 * gives what it should be, and that databases take apart again, so that it costs nothing. `hint` says how to read it.
 */
export function tableSource(
  { shape }: { readonly shape: Shape },
  table: TableName,
  { hint, as }: { readonly hint?: Sql; readonly as?: Sql } = {},
): Sql {
  const columns = completedColumns(shape, table);
  if (columns === null) return sql`${sql.raw(table)}${as ? sql` AS ${as}` : sql``}${hint ?? sql``}`;
  const stored = shape.tables.get(table);
  const rows = stored
    ? sql`${sql.id(stored.name)}${hint ?? shape.reading.hint(stored)}${soundRowsOf(shape, table, stored) ?? sql``}`
    : sql`${sql.id(shape.tables.get("runs")?.name ?? "runs")} WHERE 1 = 0`;
  return sql`(SELECT ${sql.join(columns)} FROM ${rows}) AS ${as ?? sql.id(table)}`;
}

/** Whether statements may name a table as RCDB has it. */
export function isAsExpected(shape: Shape, table: TableName): boolean {
  return completedColumns(shape, table) === null;
}

/**
 * The columns of a table that hold numbers and are of another type, as texts or bits, with that type: no index finds
 * them, and none can be written.
 */
export function otherNumberColumns(
  reading: ColumnReading,
  { columns }: StoredTable,
): readonly { readonly name: string; readonly type: string }[] {
  return [...columns].flatMap(([name, column]) =>
    numberOf(reading, name, column) === null
      ? []
      : [{ name, type: column.type.toUpperCase() || "no type, with texts in it" }],
  );
}

/** Whether an index of `conditions` helps: a view has none, and numbers in columns of another type are not found by one. */
export function findsByIndex({ reading, tables }: Shape): boolean {
  const table = tables.get("conditions");
  return table !== undefined && !table.isView && otherNumberColumns(reading, table).length === 0;
}

/** The columns of a table in a SELECT; null where the table is as expected. */
function completedColumns(shape: Shape, table: TableName): readonly Sql[] | null {
  const stored = shape.tables.get(table);
  const columns = columnsOf[table].map((name) => completedColumn(shape, table, name, stored));
  const isSame = stored?.name === table && columns.every((column) => column === null);
  if (isSame && soundRowsOf(shape, table, stored) === null) return null;
  return columnsOf[table].map((name, at) => columns[at] ?? sql.id(name));
}

/** Null where the column is as expected. */
function completedColumn(
  { reading }: Shape,
  table: TableName,
  name: string,
  stored: StoredTable | undefined,
): Sql | null {
  const column = stored?.columns.get(name);
  if (!stored || !column) return sql`${name === "importance" ? sql`0` : sql`NULL`} AS ${sql.id(name)}`;
  const changed = readable(reading, table, name, column);
  const value = changed ?? sql.id(column.name);
  const standing =
    standIn(reading, table, name, { column, value }) ??
    standInKey(reading, table, name, { stored, value }) ??
    spanOfRun(table, name, stored, value) ??
    changed;
  if (standing === null && column.name === name) return null;
  return sql`${standing ?? value} AS ${sql.id(name)}`;
}

/** What is read of a stored value, by the column's type; null for the value itself. */
function readable(reading: ColumnReading, table: TableName, name: string, column: StoredColumn): Sql | null {
  return numberOf(reading, name, column) ?? reading.value(table, name, column);
}

/** The number in a column of numbers that holds something else, which would be compared as that; null for other columns. */
function numberOf(reading: ColumnReading, name: string, column: StoredColumn): Sql | null {
  return isNumber(name) ? reading.number(name, column) : null;
}

function soundRowsOf(shape: Shape, table: TableName, stored: StoredTable): Sql | null {
  return soundRows(shape.reading, table, stored, keyValue(shape, table));
}

/** What rows of a table are found by, in a statement on the table itself; null where it has no such column. */
export function keyValue({ reading, tables }: Shape, table: TableName): Sql | null {
  const name = keyOf[table];
  const column = name === null ? undefined : tables.get(table)?.columns.get(name);
  if (name === null || !column) return null;
  return readable(reading, table, name, column) ?? sql.id(column.name);
}

/** The rows that `tableSource` leaves out, for FROM; null where there can be none. */
export function leftOutRows(shape: Shape, table: TableName, stored: StoredTable): Sql | null {
  const key = keyValue(shape, table);
  if (key === null || needsNoKey(table) || hasKey(table, stored)) return null;
  return sql`${sql.id(stored.name)} WHERE NOT ${shape.reading.isInteger(key)}`;
}
