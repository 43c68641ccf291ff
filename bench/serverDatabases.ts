/** Fills a server with what SQLite files hold. */
import { Readable } from "node:stream";
import SqliteFile from "better-sqlite3";
import type { Connection } from "mysql2/promise";
import { mysqlSchema } from "../core/db/mysql/schema.ts";
import { schemaStatements } from "../core/db/schema.ts";
import type { Server } from "./server.ts";

/** Those that a query reads, in an order that respects their foreign keys. */
const tables = ["condition_types", "run_periods", "aliases", "runs", "conditions"];

/** Makes a database of each file, by name; `others` are tables that are copied besides those that queries read. */
export async function fillServer(
  server: Pick<Server, "connect">,
  files: Readonly<Record<string, string>>,
  others: readonly string[] = [],
): Promise<void> {
  for (const [name, path] of Object.entries(files)) {
    const admin = await server.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    await admin.end();
    const connection = await server.connect(name);
    const file = new SqliteFile(path, { readonly: true });
    try {
      for (const statement of schemaStatements(mysqlSchema)) await connection.query(statement);
      // The rows are those of a database that has checked them.
      await connection.query("SET foreign_key_checks = 0, unique_checks = 0");
      for (const table of [...tables, ...others]) await load(connection, file, table);
      await connection.query(`ANALYZE TABLE ${tables.join(", ")}`);
    } finally {
      file.close();
      await connection.end();
    }
  }
}

async function load(connection: Connection, file: SqliteFile.Database, table: string): Promise<void> {
  const rows = file.prepare(`SELECT * FROM ${table} ORDER BY 1`).raw();
  const columns = rows.columns().map(({ name }) => name);
  await connection.query({
    sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${table} CHARACTER SET utf8mb4 (${columns.join(", ")})`,
    infileStreamFactory: () => Readable.from(lines(rows.iterate() as Iterable<Row>)),
  });
}

type Row = readonly (string | number | null)[];

const bytesAtOnce = 1_000_000;

function* lines(rows: Iterable<Row>): Generator<Buffer> {
  let text = "";
  for (const row of rows) {
    text += `${row.map(field).join("\t")}\n`;
    if (text.length < bytesAtOnce) continue;
    yield Buffer.from(text);
    text = "";
  }
  // Nothing at all would mean the end, twice.
  if (text !== "") yield Buffer.from(text);
}

const escapes = new Map([
  ["\\", "\\\\"],
  ["\t", "\\t"],
  ["\n", "\\n"],
]);

function field(value: string | number | null): string {
  return value === null ? "\\N" : String(value).replace(/[\\\t\n]/g, (found) => escapes.get(found) ?? found);
}
