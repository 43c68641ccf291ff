/** The kinds of databases, for tests that hold on each of them: `describe.each(backends)("… on $name", …)`. */
import { escape, escapeId } from "mysql2";
import { inject, onTestFinished } from "vitest";
import { mysqlSchema } from "../../core/db/mysql/schema.ts";
import { schemaStatements } from "../../core/db/schema.ts";
import { tablesOf, writeDatabase, type TableRows, type TestDatabase } from "./database.ts";
import { execute } from "./mariadb.ts";
import { isInTest } from "./temporary.ts";

export interface Backend {
  readonly name: "sqlite" | "mariadb";
  /**
   * Makes an RCDB database of schema v2 with that content and answers its connection string. It is gone when
   * the test is over; made in `beforeAll`, when all tests are.
   */
  readonly create: (content?: TestDatabase) => Promise<string>;
  /** What it keeps of a float, and of a time. */
  readonly keptFloat: (value: number) => number;
  readonly keptTime: (text: string) => string;
}

export const sqlite: Backend = {
  name: "sqlite",
  create: (content = {}) => Promise.resolve(writeDatabase(content)),
  keptFloat: (value) => value,
  keptTime: (text) => text,
};

export const mariadb: Backend = {
  name: "mariadb",
  create: (content = {}) => createOnMariadb(tablesOf(content), content.statements),
  // Single precision, and in the server's text form six significant digits.
  keptFloat: (value) => Number(Math.fround(value).toPrecision(6)),
  keptTime: (text) => text.slice(0, "2016-02-17 13:26:01".length),
};

export const backends: readonly Backend[] = [sqlite, mariadb];

interface Where {
  /** The server of a test's own, on which nothing need be dropped; else the one that all share. */
  readonly port?: number;
  readonly collation?: string;
  /** The statements that make the tables: RCDB's. */
  readonly schema?: readonly string[];
}

let made = 0;

/** A database on a server as `mariadb.create` makes it, of those rows, and where and how else it is asked for. */
export async function createOnMariadb(
  tables: readonly TableRows[] = [],
  statements: readonly string[] = [],
  { port: own, collation = "utf8mb4_general_ci", schema = schemaStatements(mysqlSchema) }: Where = {},
): Promise<string> {
  const port = own ?? mariadbPort();
  const name = `rcdb_${process.pid}_${++made}`;
  const charset = collation.slice(0, collation.indexOf("_"));
  if (own === undefined && isInTest()) {
    onTestFinished(() => execute({ port }, [`DROP DATABASE IF EXISTS ${name}`]));
  }
  await execute({ port }, [
    `CREATE DATABASE ${name} CHARACTER SET ${charset} COLLATE ${collation}`,
    `USE ${name}`,
    ...schema,
    "BEGIN",
    ...tables.flatMap(insertStatement),
    ...statements,
    "COMMIT",
  ]);
  return `mysql://root@127.0.0.1:${port}/${name}`;
}

/** The port of the server that the whole run shares. */
export function mariadbPort(): number {
  const port = inject("mariadbPort");
  if (port === null) throw new Error("MariaDB is not installed; “npm test -- unit” installs it");
  return port;
}

function insertStatement({ table, columns, rows }: TableRows): string[] {
  if (rows.length === 0) return [];
  const names = columns.map((column) => escapeId(column)).join(", ");
  const values = rows.map((row) => `(${row.map((value) => escape(value)).join(", ")})`);
  return [`INSERT INTO ${table} (${names}) VALUES ${values.join(", ")}`];
}
