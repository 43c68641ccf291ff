/** What tables and columns an SQLite file has, and its indexes of conditions. */
import SqliteFile from "better-sqlite3";
import type { TableIndex } from "../database.ts";
import { shapeOf, type FoundTable, type Shape } from "../shape.ts";
import type { StoredColumn } from "../storedTable.ts";
import { findsByIndex } from "../tableSource.ts";
import { isNumber, tableNames } from "../tables.ts";
import { binary, sqliteReading } from "./columnReading.ts";
import { quoted } from "./names.ts";

interface TableRow {
  readonly name: string;
  readonly type: string;
  /** 1 for a table WITHOUT ROWID. */
  readonly wr: number;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  /** Its place in the primary key; 0 where it is none of it. */
  readonly pk: number;
  /** 1 for those of virtual tables that SELECT * leaves out, 2 and 3 for those that are calculated. */
  readonly hidden: number;
}

/** Reads the definitions of the file. Throws what SQLite throws where it is none. */
export function readSqliteShape(file: SqliteFile.Database): Shape {
  const rows = file
    .prepare("SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name IS NOT NULL")
    .all() as TableRow[];
  const known = rows.filter(({ name }) => (tableNames as readonly string[]).includes(name.toLowerCase()));
  return shapeOf(
    sqliteReading,
    known.map((table) => readTable(file, table)),
  );
}

function readTable(file: SqliteFile.Database, table: TableRow): FoundTable {
  const { name } = table;
  const isView = table.type === "view";
  const rowNumber = table.type === "table" && table.wr === 0 ? "rowid" : null;
  try {
    return { name, isView, rowNumber, columns: readColumns(file, table) };
  } catch (thrown) {
    // A view of a table that is gone, or an order of rows by a collation that SQLite does not know.
    if (!(thrown instanceof SqliteFile.SqliteError) || !thrown.code.startsWith("SQLITE_ERROR")) throw thrown;
    return { name, isView, rowNumber, columns: [], fault: `SQLite says “${thrown.message}”` };
  }
}

function readColumns(file: SqliteFile.Database, { name, wr }: TableRow): StoredColumn[] {
  const rows = file
    .prepare(
      // In a damaged schema there may be neither.
      `SELECT name, coalesce(type, '') AS type, "notnull", pk, hidden FROM pragma_table_xinfo(?) WHERE name IS NOT NULL`,
    )
    .all(name) as ColumnRow[];
  // The statement fails where rows cannot be read at all.
  file.prepare(`SELECT * FROM ${quoted(name)}`);
  const keys = rows.filter(({ pk }) => pk > 0);
  const unique = uniqueColumns(file, name);
  // Another type than INTEGER, or a key of several columns, is not what the rows are kept by.
  const isRowId = ({ pk, type }: ColumnRow): boolean =>
    wr === 0 && pk === 1 && keys.length === 1 && type.toUpperCase() === "INTEGER";
  return rows
    .filter(({ hidden }) => hidden !== 1)
    .map((column) => {
      // NULL may be in a key that the rows are not kept by.
      const isFilled = column.notnull === 1 || isRowId(column) || (wr === 1 && column.pk > 0);
      const isUnique = (column.pk === 1 && keys.length === 1) || unique.includes(column.name.toLowerCase());
      // Millions of rows are not looked at one by one: a number with a fraction between integers is not noticed.
      const isTrusted = isRowId(column) || (isFilled && isUnique && hasManyRows(name));
      return {
        name: column.name,
        type: column.type.toLowerCase(),
        collation: collationOf(file, name, column.name),
        isComputed: column.hidden > 1,
        isKey: isRowId(column) || (wr === 1 && column.pk === 1),
        canBeReferred: column.pk === 1 && keys.length === 1,
        isFilled,
        isUnique,
        isInteger: isTrusted && endsInIntegers(file, name, column.name),
        hasTexts: hasTexts(file, name, column),
      };
    });
}

/** By SQLite's rules of affinity: a column of numbers makes numbers of texts, one of texts texts of numbers, one of nothing neither. */
function hasTexts(file: SqliteFile.Database, table: string, { name, type }: ColumnRow): boolean {
  const declared = type.toLowerCase();
  if (declared.includes("int")) return false;
  if (/char|clob|text/.test(declared)) return true;
  if (declared !== "" && !declared.includes("blob")) return false;
  const texts = `SELECT 1 FROM ${quoted(table)} WHERE typeof(${quoted(name)}) = 'text' LIMIT 1`;
  return isNumber(name) && file.prepare(texts).get() !== undefined;
}

function hasManyRows(table: string): boolean {
  return ["conditions", "logs"].includes(table.toLowerCase());
}

/** Whether the least and the greatest value of an indexed column are integers that the program can keep; texts are greater than numbers. */
function endsInIntegers(file: SqliteFile.Database, table: string, column: string): boolean {
  // Each as a statement of its own: with both, or with a test of the value, SQLite reads all rows.
  const end = (which: "min" | "max"): unknown =>
    file
      .prepare(`SELECT ${which}(${quoted(column)}) FROM ${quoted(table)}`)
      .pluck()
      .safeIntegers()
      .get();
  const isKept = (value: unknown): boolean =>
    value === null || (typeof value === "bigint" && Number.isSafeInteger(Number(value)));
  try {
    return isKept(end("min")) && isKept(end("max"));
  } catch (thrown) {
    // What is damaged is told where it is read.
    if (thrown instanceof SqliteFile.SqliteError) return true;
    throw thrown;
  }
}

/** The columns of a table that have a unique index for themselves, in lower case. */
function uniqueColumns(file: SqliteFile.Database, table: string): string[] {
  return file
    .prepare(
      `SELECT lower(max(info.name)) FROM pragma_index_list(?) AS list, pragma_index_info(list.name) AS info
WHERE list."unique" AND NOT list.partial GROUP BY list.name HAVING count(*) = 1 AND max(info.name) IS NOT NULL`,
    )
    .pluck()
    .all(table) as string[];
}

/**
 * The collation by which SQLite compares a column where a statement names none. No pragma tells it; the program that
 * SQLite makes of a comparison does, and where SQLite does not know the collation its error does.
 */
function collationOf(file: SqliteFile.Database, table: string, column: string): string | null {
  try {
    const steps = file.prepare(`EXPLAIN SELECT ${quoted(column)} = '' FROM ${quoted(table)}`).all() as {
      readonly opcode: string;
      readonly p4: string | null;
    }[];
    const comparison = steps.find(({ opcode, p4 }) => opcode === "Eq" && p4 !== null);
    // As in “NOCASE-8”: its name, and that texts are UTF-8. The rows' own numbers are compared without one.
    return comparison?.p4?.replace(/-[^-]*$/, "") ?? binary;
  } catch (thrown) {
    const unknown = /^no such collation sequence: (.*)$/s.exec(thrown instanceof Error ? thrown.message : "");
    if (!unknown) throw thrown;
    return unknown[1] ?? null;
  }
}

interface IndexRow {
  readonly name: string;
  readonly column: string | null;
  readonly collation: string;
  readonly isUnique: 0 | 1;
}

/**
 * The indexes of `conditions` that find rows by the columns they begin with: not those of some rows only, and not those
 * that have another order than statements ask for.
 */
export function readConditionIndexes(file: SqliteFile.Database, shape: Shape): TableIndex[] {
  if (!findsByIndex(shape)) return [];
  const rows = file
    .prepare(
      `SELECT list.name AS name, lower(info.name) AS "column", info.coll AS collation, list."unique" AS isUnique
FROM pragma_index_list('conditions') AS list, pragma_index_xinfo(list.name) AS info
WHERE NOT list.partial AND info.key ORDER BY list.seq, info.seqno`,
    )
    .all() as IndexRow[];
  return [...new Set(rows.map(({ name }) => name))]
    .map((name) => ({ name, columns: rows.filter((row) => row.name === name) }))
    .filter(({ columns }) => columns.slice(0, 2).every(({ collation }) => collation === binary))
    .map(({ name, columns }) => ({
      name,
      isUnique: columns[0]?.isUnique === 1,
      columns: columns.map(({ column }) => column),
    }));
}
