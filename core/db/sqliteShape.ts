/** What tables and columns an SQLite file has, and its indexes of conditions. */
import SqliteFile from "better-sqlite3";
import type { TableIndex } from "./database.ts";
import { shapeOf, type FoundTable, type Shape, type StoredColumn } from "./shape.ts";
import { binary, findsByIndex } from "./tableSource.ts";
import { tableNames } from "./tables.ts";

interface TableRow {
  readonly name: string;
  readonly type: string;
  /** 1 for a table WITHOUT ROWID. */
  readonly wr: number;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  /** Its place in the primary key; 0 where it is none of it. */
  readonly pk: number;
  /** 1 for those of virtual tables that SELECT * leaves out, 2 and 3 for those that are calculated. */
  readonly hidden: number;
}

/** Reads the definitions of the file. Throws what SQLite throws where it is none. */
export function readSqliteShape(file: SqliteFile.Database): Shape {
  const rows = file
    .prepare("SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main'")
    .all() as TableRow[];
  const known = rows.filter(({ name }) => (tableNames as readonly string[]).includes(name.toLowerCase()));
  return shapeOf(
    "sqlite",
    known.map((table) => readTable(file, table)),
  );
}

function readTable(file: SqliteFile.Database, table: TableRow): FoundTable {
  const { name } = table;
  const isView = table.type === "view";
  try {
    return { name, isView, columns: readColumns(file, table) };
  } catch (thrown) {
    // A view of a table that is gone, or an order of rows by a collation that SQLite does not know.
    if (!(thrown instanceof SqliteFile.SqliteError) || !thrown.code.startsWith("SQLITE_ERROR")) throw thrown;
    return { name, isView, columns: [], fault: `SQLite says “${thrown.message}”` };
  }
}

function readColumns(file: SqliteFile.Database, { name, wr }: TableRow): StoredColumn[] {
  const rows = file
    .prepare("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)")
    .all(name) as ColumnRow[];
  // The statement fails where rows cannot be read at all.
  file.prepare(`SELECT * FROM ${quoted(name)}`);
  const keys = rows.filter(({ pk }) => pk > 0);
  return rows
    .filter(({ hidden }) => hidden !== 1)
    .map((column) => ({
      name: column.name,
      type: column.type.toLowerCase(),
      collation: collationOf(file, name, column.name),
      isComputed: column.hidden > 1,
      // Another type than INTEGER, or a key of several columns, is not what the rows are kept by.
      isKey: column.pk === 1 && (wr === 1 || (keys.length === 1 && column.type.toUpperCase() === "INTEGER")),
      canBeReferred: column.pk === 1 && keys.length === 1,
    }));
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
}

/**
 * The indexes of `conditions` that find rows by the columns they begin with: not those of some rows only, and not those
 * that have another order than statements ask for.
 */
export function readConditionIndexes(file: SqliteFile.Database, shape: Shape): TableIndex[] {
  if (!findsByIndex(shape)) return [];
  const rows = file
    .prepare(
      `SELECT list.name AS name, lower(info.name) AS "column", info.coll AS collation
FROM pragma_index_list('conditions') AS list, pragma_index_xinfo(list.name) AS info
WHERE NOT list.partial AND info.key ORDER BY list.seq, info.seqno`,
    )
    .all() as IndexRow[];
  return [...new Set(rows.map(({ name }) => name))]
    .map((name) => ({ name, columns: rows.filter((row) => row.name === name) }))
    .filter(({ columns }) => columns.slice(0, 2).every(({ collation }) => collation === binary))
    .map(({ name, columns }) => ({ name, columns: columns.map(({ column }) => column) }));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
