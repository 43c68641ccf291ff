import { createHash } from "node:crypto";
import SQLite from "better-sqlite3";

type Value = number | string | boolean;
export type Values = Readonly<Record<string, Value | undefined>>;

export interface ConditionRow {
  readonly id: number;
  readonly name: string;
  readonly value_type: string;
  readonly text_value: string | null;
  readonly int_value: number;
  readonly float_value: number;
  readonly bool_value: number;
  readonly time_value: string | null;
  readonly run_number: number;
  readonly created: string;
}

export interface RunRow {
  readonly number: number;
  readonly started: string | null;
  readonly finished: string | null;
}

/** Opens a sample read-only, hands it over and closes it. */
export function inSample<Result>(path: string, read: (database: SQLite.Database) => Result): Result {
  const database = new SQLite(path, { readonly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
}

export function rows<Row>(path: string, sql: string): Row[] {
  return inSample(path, (database) => database.prepare<[], Row>(sql).all());
}

export function conditionRows(path: string): ConditionRow[] {
  return rows(
    path,
    `SELECT conditions.*, name, value_type FROM conditions
     JOIN condition_types ON condition_types.id = condition_type_id ORDER BY conditions.id`,
  );
}

export function valueOf(row: ConditionRow): Value {
  switch (row.value_type) {
    case "int":
      return row.int_value;
    case "float":
      return row.float_value;
    case "bool":
      return row.bool_value === 1;
    case "time":
      return row.time_value ?? "";
    default:
      return row.text_value ?? "";
  }
}

/** The conditions of each run by name; of several rows the newest counts. */
export function valuesByRun(path: string): Map<number, Values> {
  const runs = new Map<number, Record<string, Value>>();
  for (const { number } of rows<RunRow>(path, "SELECT * FROM runs ORDER BY number")) runs.set(number, {});
  for (const row of conditionRows(path)) {
    const values = runs.get(row.run_number);
    if (values === undefined) throw new Error(`Condition ${row.id} has no run.`);
    values[row.name] = valueOf(row);
  }
  return runs;
}

/** One hash over every row of every table, and over the schema. */
export function contentHash(path: string): string {
  return inSample(path, (database) => {
    const hash = createHash("sha256");
    const tables = database
      .prepare<[], { name: string; sql: string | null }>("SELECT name, sql FROM sqlite_master ORDER BY name")
      .all();
    for (const { name, sql } of tables) {
      hash.update(`${name} ${sql ?? ""}\n`);
      if (!sql?.startsWith("CREATE TABLE")) continue;
      for (const row of database.prepare(`SELECT * FROM "${name}" ORDER BY rowid`).raw().iterate()) {
        hash.update(JSON.stringify(row));
      }
    }
    return hash.digest("hex");
  });
}
