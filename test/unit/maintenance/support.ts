/** What the tests of maintenance share: databases of version 1, and all that is in a database. */
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import type { CallContext } from "../../../core/api/dispatch.ts";
import type { RcdbError } from "../../../core/api/failure.ts";
import type { Progress } from "../../../core/api/call.ts";
import { parseConnection } from "../../../core/db/parseConnection.ts";
import { mysqlSchema } from "../../../core/db/mysql/schema.ts";
import { tableStatement } from "../../../core/db/schema.ts";
import { openRaw } from "../../../core/db/open.ts";
import { legacyTables as droppedTables } from "../../../core/maintenance/versions.ts";
import { legacyTables } from "../../../scripts/sample/legacy.ts";
import { writeSample } from "../../../scripts/sample/write.ts";
import { createOnMariadb, type Backend } from "../../support/backends.ts";
import type { TableRows } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** A context that keeps what is reported. */
export function recording(
  signal = new AbortController().signal,
): CallContext & { readonly reported: Progress[] } {
  const reported: Progress[] = [];
  return { signal, reported, report: (progress) => reported.push(progress) };
}

/** What a call throws. */
export async function failureOf(call: () => Promise<unknown>): Promise<RcdbError> {
  try {
    await call();
  } catch (thrown) {
    return thrown as RcdbError;
  }
  throw new Error("the call did not fail");
}

export type Dump = Readonly<Record<string, readonly string[]>>;

/** All rows of all tables and the names of all views, whatever they are. */
export async function dumpAll(connection: string): Promise<Dump> {
  const database = await openRaw(parseConnection(connection), "read");
  try {
    const { tables, views } = await database.contents();
    const dump: Record<string, string[]> = { views: [...views] };
    for (const table of tables) {
      const rows = await database.query(`SELECT * FROM ${table}`);
      dump[table] = rows.map((row) => JSON.stringify(row)).sort();
    }
    return dump;
  } finally {
    await database.close();
  }
}

/** What has to be the same after a migration. */
export function keptOf(dump: Dump): Dump {
  const gone = [...droppedTables, "run_periods", "aliases", "schema_versions"];
  return Object.fromEntries(Object.entries(dump).filter(([table]) => !gone.includes(table)));
}

export interface VersionOne {
  readonly runs?: number;
  /** Whether it has the table that says which version it is. */
  readonly withVersions?: boolean;
}

/** A database of version 1 with its legacy tables, as the generator of samples makes it. */
export async function createVersionOne(
  backend: Backend,
  { runs = 12, withVersions = true }: VersionOne = {},
): Promise<string> {
  const path = join(temporaryFolder(), "old.sqlite");
  await writeSample({ out: path, runs, schema: "v1", duplicates: true });
  const file = new SqliteFile(path);
  try {
    if (!withVersions) file.exec("DROP TABLE schema_versions");
    return backend.name === "sqlite" ? path : await copyToMariadb(file);
  } finally {
    file.close();
  }
}

async function copyToMariadb(file: SqliteFile.Database): Promise<string> {
  const names = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
  const schema = [
    "SET foreign_key_checks = 0",
    ...commonTables.filter((name) => names.includes(name)).map((name) => tableStatement(mysqlSchema, name)),
    ...legacyTables.map((statement) => statement.replace('"values"', "`values`")),
  ];
  const tables = names.map((table): TableRows => {
    const statement = file.prepare(`SELECT * FROM ${table}`).raw();
    const columns = statement.columns().map(({ name }) => name);
    return { table, columns, rows: statement.all() as TableRows["rows"] };
  });
  return createOnMariadb(tables, [], { schema });
}

const commonTables = [
  "runs",
  "condition_types",
  "conditions",
  "files",
  "files_have_runs",
  "logs",
  "schema_versions",
] as const;
