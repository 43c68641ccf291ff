/** RCDB's tables as statements read them: what a database lacks, or keeps in another form, is put in its place. */
import { sql } from "kysely";
import type { Sql } from "./dialect.ts";
import type { Shape, StoredColumn, StoredTable } from "./shape.ts";
import {
  hasKey,
  isInteger,
  keyOf,
  needsNoKey,
  soundRows,
  spanOfRun,
  standIn,
  standInKey,
} from "./soundRows.ts";
import { columnsOf, type TableName } from "./tables.ts";

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
    ? sql`${sql.id(stored.name)}${hint ?? defaultHint(shape, stored)}${soundRowsOf(shape, table, stored) ?? sql``}`
    : sql`${sql.id(shape.tables.get("runs")?.name ?? "runs")} WHERE 1 = 0`;
  return sql`(SELECT ${sql.join(columns)} FROM ${rows}) AS ${as ?? sql.id(table)}`;
}

/** SQLite counts rows by the smallest index, also where it does not know its order: then it refuses to. */
function defaultHint({ kind }: Shape, { columns, isView }: StoredTable): Sql {
  const isRefused = kind === "sqlite" && !isView && [...columns.values()].some((column) => !isKnown(column));
  return isRefused ? sql` NOT INDEXED` : sql``;
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
  kind: Shape["kind"],
  { columns }: StoredTable,
): readonly { readonly name: string; readonly type: string }[] {
  return [...columns].flatMap(([name, column]) =>
    numberOf(kind, name, column) === null
      ? []
      : [{ name, type: column.type.toUpperCase() || "no type, with texts in it" }],
  );
}

/** Whether an index of `conditions` helps: a view has none, and numbers in columns of another type are not found by one. */
export function findsByIndex({ kind, tables }: Shape): boolean {
  const table = tables.get("conditions");
  return table !== undefined && !table.isView && otherNumberColumns(kind, table).length === 0;
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
  { kind }: Shape,
  table: TableName,
  name: string,
  stored: StoredTable | undefined,
): Sql | null {
  const column = stored?.columns.get(name);
  if (!stored || !column) return sql`${name === "importance" ? sql`0` : sql`NULL`} AS ${sql.id(name)}`;
  const changed = readable(kind, table, name, column);
  const value = changed ?? sql.id(column.name);
  const standing =
    standIn(kind, table, name, { column, value }) ??
    standInKey(kind, table, name, { stored, value }) ??
    spanOfRun(table, name, stored, value) ??
    changed;
  if (standing === null && column.name === name) return null;
  return sql`${standing ?? value} AS ${sql.id(name)}`;
}

/** What is read of a stored value, by the column's type; null for the value itself. */
function readable(kind: Shape["kind"], table: TableName, name: string, column: StoredColumn): Sql | null {
  return (
    numberOf(kind, name, column) ?? integerOf(kind, name, column) ?? binaryText(kind, table, name, column)
  );
}

function soundRowsOf(shape: Shape, table: TableName, stored: StoredTable): Sql | null {
  return soundRows(shape.kind, table, stored, keyValue(shape, table));
}

/** What rows of a table are found by, in a statement on the table itself; null where it has no such column. */
export function keyValue({ kind, tables }: Shape, table: TableName): Sql | null {
  const name = keyOf[table];
  const column = name === null ? undefined : tables.get(table)?.columns.get(name);
  if (name === null || !column) return null;
  return readable(kind, table, name, column) ?? sql.id(column.name);
}

/** The rows that `tableSource` leaves out, for FROM; null where there can be none. */
export function leftOutRows(shape: Shape, table: TableName, stored: StoredTable): Sql | null {
  const key = keyValue(shape, table);
  if (key === null || needsNoKey(table) || hasKey(table, stored)) return null;
  return sql`${sql.id(stored.name)} WHERE NOT ${isInteger(shape.kind, key)}`;
}

/** Columns that hold numbers. */
const numbers: readonly string[] = [
  "number",
  "id",
  "run_number",
  "condition_type_id",
  "files_id",
  "run_min",
  "run_max",
  "related_run",
  "importance",
  "version",
  "int_value",
  "float_value",
  "bool_value",
];

/** Whether a column of RCDB's tables, by its name, holds numbers. */
export function isNumber(column: string): boolean {
  return numbers.includes(column.toLowerCase());
}

/** The number in a column that has texts, which would be compared as one; null where it is a number's. */
function numberOf(
  kind: Shape["kind"],
  name: string,
  { name: stored, type, hasTexts }: StoredColumn,
): Sql | null {
  if (!isNumber(name)) return null;
  const column = sql.id(stored);
  if (kind === "sqlite") {
    if (!hasTexts) return null;
    return sql`CASE WHEN ${column} GLOB '*[0-9]*' AND ${column} NOT GLOB '*[^-+.0-9eE]*' THEN CAST(${column} AS NUMERIC) ELSE ${column} END`;
  }
  if (type.startsWith("bit")) return sql`CAST(${column} AS UNSIGNED)`;
  if (!hasTexts) return null;
  return name === "float_value" ? sql`(${column} + 0e0)` : sql`CAST(${column} AS SIGNED)`;
}

/** The integer in a server's column of decimals, of which the driver would make a double; null for other columns. */
function integerOf(kind: Shape["kind"], name: string, { name: stored, type }: StoredColumn): Sql | null {
  const isDecimal = kind === "mysql" && type.startsWith("decimal");
  return isDecimal && name !== "float_value" && isNumber(name)
    ? sql`CAST(${sql.id(stored)} AS SIGNED)`
    : null;
}

/**
 * A text that SQLite would compare by another collation than BINARY. Servers' collations are seen to where texts are
 * compared (`Dialect.storedText`), and so is the text of a condition, for our own index would not be used otherwise;
 * but SQLite refuses a subselect that gives a column of a collation that it does not know.
 */
function binaryText(kind: Shape["kind"], table: TableName, name: string, column: StoredColumn): Sql | null {
  if (kind !== "sqlite" || isBinary(column)) return null;
  if (table === "conditions" && name === "text_value" && isKnown(column)) return null;
  return sql`${sql.id(column.name)} COLLATE BINARY`;
}

function isKnown({ collation }: StoredColumn): boolean {
  return [binary, "NOCASE", "RTRIM"].includes(collation?.toUpperCase() ?? "");
}

/** The collation by which SQLite compares texts by code point. */
export const binary = "BINARY";

/** Whether SQLite compares the texts of a column by code point. */
export function isBinary({ collation }: StoredColumn): boolean {
  return collation?.toUpperCase() === binary;
}
