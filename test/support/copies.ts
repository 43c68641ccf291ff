/** Copies for tests: taken, and held against their source row by row. */
import SqliteFile from "better-sqlite3";
import { createConnection } from "mysql2/promise";
import type { Copied, CopyChoice } from "../../core/api/copies.ts";
import type { CallContext } from "../../core/api/dispatch.ts";
import { takeCopy } from "../../core/copies/takeCopy.ts";
import { openDatabase } from "../../core/db/open.ts";
import { columnsOf, tableNames, type TableName } from "../../core/db/tables.ts";

export const quietly: CallContext = {
  signal: new AbortController().signal,
  report: () => undefined,
};
export const everything: CopyChoice = { runs: null, conditions: null, files: "all" };

/** Takes a copy of a database, or brings the one at the path up to date. */
export async function copyTo(
  source: string,
  path: string,
  choice: Partial<CopyChoice> = {},
  context: CallContext = quietly,
): Promise<Copied> {
  const database = await openDatabase(source);
  try {
    return await takeCopy(database, { path, choice: { ...everything, ...choice }, replace: false }, context);
  } finally {
    await database.close();
  }
}

export type Rows = Readonly<Partial<Record<TableName, readonly string[]>>>;

/** All rows of RCDB's tables as texts that tell storage classes and bytes apart, in an order of their own. */
export async function exactRows(connection: string): Promise<Rows> {
  const read = connection.startsWith("mysql://") ? await serverRows(connection) : fileRows(connection);
  return Object.fromEntries(
    Object.entries(read).map(([table, rows]) => [table, rows.map((row) => row.join(" | ")).sort()]),
  );
}

function fileRows(path: string): Record<string, string[][]> {
  const file = new SqliteFile(path, { readonly: true });
  const present = file
    .prepare("SELECT name FROM pragma_table_list")
    .pluck()
    .all()
    .map((name) => String(name).toLowerCase());
  const found = tableNames
    .filter((table) => present.includes(table))
    .map((table) => {
      const stored = file.prepare("SELECT lower(name) FROM pragma_table_xinfo(?)").pluck().all(table);
      const columns = columnsOf[table].filter((name) => stored.includes(name));
      const values = columns.map(
        (name) => `typeof(${name}) || ' ' || coalesce(hex(CAST(${name} AS BLOB)), '')`,
      );
      return [
        table,
        file
          .prepare(`SELECT ${values.join(", ")} FROM ${table}`)
          .raw()
          .all() as string[][],
      ] as const;
    });
  file.close();
  return Object.fromEntries(found);
}

/** As the rows of a file that has them as SQLAlchemy writes them. */
async function serverRows(url: string): Promise<Record<string, string[][]>> {
  const { hostname, port, pathname } = new URL(url);
  const connection = await createConnection({
    host: hostname,
    port: Number(port),
    user: "root",
    database: pathname.slice(1),
    charset: "UTF8MB4_GENERAL_CI",
    dateStrings: true,
    supportBigNumbers: true,
    rowsAsArray: true,
  });
  try {
    const found: Record<string, string[][]> = {};
    const [tables] = await connection.query("SHOW TABLES");
    const present = (tables as string[][]).map(([name]) => name);
    for (const table of tableNames.filter((name) => present.includes(name))) {
      const [described] = await connection.query(`SHOW COLUMNS FROM ${table}`);
      const types = new Map((described as string[][]).map(([name = "", type = ""]) => [name, type]));
      const columns = columnsOf[table].filter((name) => types.has(name));
      const [rows] = await connection.query(`SELECT ${columns.join(", ")} FROM ${table}`);
      found[table] = (rows as (string | number | Buffer | null)[][]).map((row) =>
        row.map((value, at) => asInFile(value, types.get(columns[at] ?? "") ?? "")),
      );
    }
    return found;
  } finally {
    await connection.end();
  }
}

/** As SQLite writes a float. */
const floatText = new SqliteFile(":memory:").prepare("SELECT CAST(? + 0.0 AS TEXT)").pluck();

function asInFile(value: string | number | Buffer | null, type: string): string {
  if (value === null) return "null ";
  if (Buffer.isBuffer(value) && type.startsWith("bit")) return `integer ${hex(String(value[0]))}`;
  if (Buffer.isBuffer(value)) return `blob ${hex(value)}`;
  if (/^(datetime|timestamp)/.test(type)) {
    const time = String(value);
    return `text ${hex(time.includes(".") ? time.padEnd(26, "0") : `${time}.000000`)}`;
  }
  if (type.startsWith("decimal")) return asInFile(Number(value), "double");
  if (typeof value === "string" && /^(big)?int/.test(type)) return `integer ${hex(value)}`;
  if (typeof value !== "number") return `text ${hex(value)}`;
  if (!/^(float|double)/.test(type)) return `integer ${hex(String(value))}`;
  const text = String(floatText.get(value));
  return `real ${hex(text)}`;
}

function hex(value: string | Buffer): string {
  return Buffer.from(value as string)
    .toString("hex")
    .toUpperCase();
}
