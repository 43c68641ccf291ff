/** Small RCDB databases for tests, as real SQLite files. */
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { onTestFinished } from "vitest";
import { createSchema } from "../../core/db/schema.ts";
import type { Database } from "../../core/db/database.ts";
import { openDatabase } from "../../core/open.ts";
import { valueColumn } from "../../core/conditionTypes.ts";
import type { ValueType } from "../../core/query/tree.ts";
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

/** Writes a database file into a folder of its own and answers its path. */
export function writeDatabase(content: TestDatabase): string {
  const path = join(temporaryFolder(), "rcdb.sqlite");
  const file = new SqliteFile(path);
  createSchema((statement) => file.exec(statement));
  file.transaction(() => {
    const types = Object.entries(content.types ?? {});
    const addType = file.prepare(
      "INSERT INTO condition_types (name, value_type, description) VALUES (?, ?, ?)",
    );
    for (const [name, type] of types) addType.run(name, type, `about ${name}`);
    const addRun = file.prepare("INSERT INTO runs VALUES (?, ?, ?)");
    for (const [number, run] of Object.entries(content.runs ?? {})) {
      addRun.run(Number(number), run.started ?? null, run.finished ?? null);
      for (const [name, given] of Object.entries(run.conditions ?? {})) {
        const at = types.findIndex(([type]) => type === name);
        const type = types[at]?.[1];
        if (type === undefined) throw new Error(`the test names no type for ${name}`);
        for (const value of isList(given) ? given : [given])
          addCondition(file, Number(number), at + 1, type, value);
      }
    }
    for (const statement of content.statements ?? []) file.exec(statement);
  })();
  file.close();
  return path;
}

function isList(value: Stored | readonly Stored[]): value is readonly Stored[] {
  return Array.isArray(value);
}

function addCondition(
  file: SqliteFile.Database,
  run: number,
  id: number,
  type: ValueType,
  value: Stored,
): void {
  const columns: Record<string, Stored> = {
    int_value: 0,
    float_value: 0,
    bool_value: 0,
    [valueColumn(type)]: value,
  };
  const values = Object.values(columns).map((stored) =>
    typeof stored === "boolean" ? Number(stored) : stored,
  );
  file
    .prepare(
      `INSERT INTO conditions (run_number, condition_type_id, ${Object.keys(columns).join(", ")})
       VALUES (?, ?, ${values.map(() => "?").join(", ")})`,
    )
    .run(run, id, ...values);
}

/** Opens a database for the time of a test. */
export async function openForTest(path: string): Promise<Database> {
  const database = await openDatabase(path);
  onTestFinished(() => database.close());
  return database;
}
