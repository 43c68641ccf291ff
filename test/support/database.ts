/** Small RCDB databases for tests: their content, and the statements that put it into any database. */
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { beforeAll, onTestFinished } from "vitest";
import { valueColumn } from "../../core/catalogue/conditionTypes.ts";
import type { Database, WritableDatabase } from "../../core/db/database.ts";
import { tableNames } from "../../core/db/tables.ts";
import { openDatabase, openWritableDatabase } from "../../core/db/open.ts";
import type { ValueType } from "../../core/query/types.ts";
import { createFile } from "./sqliteFile.ts";
import { temporaryFolder } from "./temporary.ts";

type Stored = string | number | boolean | null;

export interface TestRun {
  readonly started?: string;
  readonly finished?: string;
  /** By condition name; of several values of one condition the last is the newest row. */
  readonly conditions?: Readonly<Record<string, Stored | readonly Stored[]>>;
}

export interface TestDatabase {
  readonly types?: Readonly<Record<string, ValueType>>;
  readonly runs?: Readonly<Record<number, TestRun>>;
  /** Further statements, for what the rest cannot say. */
  readonly statements?: readonly string[];
}

/** Rows of one table. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Writes a database file into a folder of its own and answers its path. */
export function writeDatabase(content: TestDatabase): string {
  const path = join(temporaryFolder(), "rcdb.sqlite");
  const file = createFile(path);
  file.transaction(() => {
    for (const { table, columns, rows } of tablesOf(content)) {
      const places = columns.map(() => "?").join(", ");
      const insert = file.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`);
      for (const row of rows) insert.run(...row);
    }
    for (const statement of content.statements ?? []) file.exec(statement);
  })();
  file.close();
  return path;
}

/** The rows of all of RCDB's tables in an SQLite file, but for its version. */
export function tablesOfFile(path: string): TableRows[] {
  const file = new SqliteFile(path, { readonly: true });
  const tables = tableNames
    .filter((table) => table !== "schema_versions")
    .map((table): TableRows => {
      const statement = file.prepare(`SELECT * FROM ${table}`).raw();
      const columns = statement.columns().map(({ name }) => name);
      return { table, columns, rows: statement.all() as TableRows["rows"] };
    });
  file.close();
  return tables;
}

/** The rows that make a database's content. */
export function tablesOf({ types = {}, runs = {} }: TestDatabase): TableRows[] {
  const entries = Object.entries(runs).map(([number, run]) => [Number(number), run] as const);
  return [
    {
      table: "condition_types",
      columns: ["id", "name", "value_type", "description"],
      rows: Object.entries(types).map(([name, type], at) => [
        at + 1,
        name,
        type,
        `about ${name}`.slice(0, 200),
      ]),
    },
    {
      table: "runs",
      columns: ["number", "started", "finished"],
      rows: entries.map(([number, { started, finished }]) => [number, started ?? null, finished ?? null]),
    },
    {
      table: "conditions",
      columns: [
        "run_number",
        "condition_type_id",
        "int_value",
        "float_value",
        "bool_value",
        "time_value",
        "text_value",
      ],
      rows: entries.flatMap(([number, run]) => conditionRows(types, number, run)),
    },
  ];
}

function conditionRows(
  types: Readonly<Record<string, ValueType>>,
  number: number,
  { conditions = {} }: TestRun,
): (string | number | null)[][] {
  const names = Object.keys(types);
  return Object.entries(conditions).flatMap(([name, given]) => {
    const type = types[name];
    if (type === undefined) throw new Error(`the test names no type for ${name}`);
    return (isList(given) ? given : [given]).map((value) => {
      const columns = { int_value: 0, float_value: 0, bool_value: 0, time_value: null, text_value: null };
      const stored = typeof value === "boolean" ? Number(value) : value;
      return [number, names.indexOf(name) + 1, ...Object.values({ ...columns, [valueColumn(type)]: stored })];
    });
  });
}

function isList(value: Stored | readonly Stored[]): value is readonly Stored[] {
  return Array.isArray(value);
}

/** Opens a database for the time of a test. */
export async function openForTest(connection: string): Promise<Database> {
  const database = await openDatabase(connection);
  onTestFinished(() => database.close());
  return database;
}

/** Opens a database for all tests of a group, which only read it: to make one costs more than most of what is asked of it. */
export function openForGroup(create: () => Promise<string>): () => Database {
  let database: Database | undefined;
  beforeAll(async () => {
    const opened = await openDatabase(await create());
    database = opened;
    return () => opened.close();
  });
  return () => {
    if (!database) throw new Error("it is open within tests alone");
    return database;
  };
}

/** Opens a database for the time of a test, for writing. */
export async function openWritableForTest(connection: string): Promise<WritableDatabase> {
  const database = await openWritableDatabase(connection);
  onTestFinished(() => database.close());
  return database;
}
