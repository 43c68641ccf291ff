/**
 * What RCDB's tables never hold, and what is read in its place. Tables that were copied by CREATE TABLE … AS SELECT have
 * neither keys nor NOT NULL, so that anything is in them.
 */
import { sql } from "kysely";
import type { Sql } from "./dialect.ts";
import type { ColumnReading } from "./columnReading.ts";
import type { StoredColumn, StoredTable } from "./storedTable.ts";
import type { TableName } from "./tables.ts";

/** Columns that are never NULL, and what kind of value stands for a NULL all the same. */
const neverNull: Readonly<Partial<Record<TableName, Readonly<Record<string, "text" | "integer" | "zero">>>>> =
  {
    condition_types: { name: "text", value_type: "text" },
    files: { path: "text", sha256: "text", content: "text", importance: "zero" },
    run_periods: { name: "text", run_min: "integer", run_max: "integer" },
    aliases: { name: "text", code: "text" },
  };

/** Twice as much is still an integer that is exact as a double. */
const standInsFrom = sql.raw(String(2 ** 52));

/** The column by which rows are found, where there is one. */
export const keyOf: Readonly<Record<TableName, "number" | "id" | "version" | null>> = {
  runs: "number",
  condition_types: "id",
  conditions: "id",
  files: "id",
  files_have_runs: null,
  run_periods: "id",
  aliases: "id",
  logs: "id",
  schema_versions: "version",
};

/** Whether rows of a table say something without a key, for nothing refers to them. */
export function needsNoKey(table: TableName): boolean {
  return table === "conditions" || table === "logs";
}

/** The columns of a table that may be NULL here and never are in RCDB's, its key left aside. */
export function columnsWithNulls(table: TableName, { columns }: StoredTable): string[] {
  return Object.keys(neverNull[table] ?? {}).filter((name) => columns.get(name)?.isFilled === false);
}

/** A column's value with a stand-in for NULL; null where it needs none. */
export function standIn(
  reading: ColumnReading,
  table: TableName,
  name: string,
  { column, value }: { readonly column: StoredColumn; readonly value: Sql },
): Sql | null {
  if (column.isFilled) return null;
  const wanted = neverNull[table]?.[name];
  if (wanted === undefined) return null;
  const standIns = { text: sql`''`, integer: reading.noInteger, zero: sql`0` };
  return sql`coalesce(${value}, ${standIns[wanted]})`;
}

/**
 * A number for a row that has none, where one is needed; null where there is no need. It is so high that it
 * is no other row's, and no statement that changes rows finds one by it.
 */
export function standInKey(
  reading: ColumnReading,
  table: TableName,
  name: string,
  { stored, value }: { readonly stored: StoredTable; readonly value: Sql },
): Sql | null {
  if (name !== keyOf[table] || !needsNoKey(table)) return null;
  if (stored.rowNumber === null || hasKey(table, stored)) return null;
  return sql`CASE WHEN ${reading.isInteger(value)} THEN ${value} ELSE ${sql.raw(stored.rowNumber)} + ${standInsFrom} END`;
}

/**
 * The rows that have a key, once each, as what follows FROM; null where all have. Of a run that stands there several times
 * it is one row: `spanOfRun` tells its times.
 */
export function soundRows(
  reading: ColumnReading,
  table: TableName,
  stored: StoredTable,
  key: Sql | null,
): Sql | null {
  if (key === null || needsNoKey(table)) return null;
  const filter = hasKey(table, stored) ? null : sql` WHERE ${reading.isInteger(key)}`;
  const group = mayRepeatRuns(table, stored) ? sql` GROUP BY ${key}` : null;
  return filter || group ? sql`${filter ?? sql``}${group ?? sql``}` : null;
}

/** The column in a row that stands for all rows of a run; null where each run has one row. */
export function spanOfRun(table: TableName, name: string, stored: StoredTable, value: Sql): Sql | null {
  if (!mayRepeatRuns(table, stored) || name === "number") return null;
  return name === "started" ? sql`min(${value})` : sql`max(${value})`;
}

/** Whether a run may stand in the table several times. A view is made of tables that have keys. */
export function mayRepeatRuns(table: TableName, { columns, isView }: StoredTable): boolean {
  return table === "runs" && !isView && columns.get("number")?.isUnique === false;
}

/** Whether each row of a table has a key: an integer that the program can keep. */
export function hasKey(table: TableName, { columns }: StoredTable): boolean {
  const column = columns.get(keyOf[table] ?? "");
  if (!column) return true;
  return column.isInteger;
}
