/** RCDB's tables (schema v2) as they are read: `stored/columns.ts` makes what drivers give into that. */
import type { ColumnType, Generated } from "kysely";

/** `YYYY-MM-DD HH:MM:SS[.ffffff]`, naive local wall-clock time; or a text of what is stored in its place. */
type TimeText = string;
/** A text of digits beyond 2^53, and of what is not a number. */
type NumberOrText = ColumnType<number | string, number, number>;

interface RunTable {
  number: number;
  started: TimeText | null;
  finished: TimeText | null;
}

interface ConditionTypeTable {
  id: Generated<number>;
  name: string;
  value_type: string;
  created: TimeText | null;
  description: string | null;
}

export interface ConditionTable {
  id: Generated<number>;
  text_value: string | null;
  int_value: NumberOrText;
  float_value: NumberOrText;
  /** SQLite has no booleans. */
  bool_value: NumberOrText;
  time_value: TimeText | null;
  run_number: number | null;
  condition_type_id: number | null;
  created: TimeText | null;
}

interface FileTable {
  id: Generated<number>;
  path: string;
  sha256: string;
  content: string;
  description: string | null;
  /** 0 = high, 1 = low. */
  importance: NumberOrText;
}

interface FileHasRunTable {
  files_id: number | null;
  run_number: number | null;
}

interface RunPeriodTable {
  id: Generated<number>;
  name: string;
  description: string | null;
  run_min: NumberOrText;
  run_max: NumberOrText;
  start_date: string | null;
  end_date: string | null;
}

interface AliasTable {
  id: Generated<number>;
  name: string;
  code: string;
  description: string | null;
}

export interface LogTable {
  id: Generated<number>;
  table_ids: string | null;
  description: string | null;
  related_run: number | null;
  created: TimeText | null;
  user_name: string | null;
}

interface SchemaVersionTable {
  version: number;
  created: TimeText | null;
  comment: string | null;
}

export interface Tables {
  runs: RunTable;
  condition_types: ConditionTypeTable;
  conditions: ConditionTable;
  files: FileTable;
  files_have_runs: FileHasRunTable;
  run_periods: RunPeriodTable;
  aliases: AliasTable;
  logs: LogTable;
  schema_versions: SchemaVersionTable;
}

export const tableNames = [
  "runs",
  "condition_types",
  "conditions",
  "files",
  "files_have_runs",
  "run_periods",
  "aliases",
  "logs",
  "schema_versions",
] as const satisfies readonly (keyof Tables)[];

export type TableName = (typeof tableNames)[number];

/** The columns of each table by name: what is read of it, for a database may have more. */
export const columnsOf = {
  runs: ["number", "started", "finished"],
  condition_types: ["id", "name", "value_type", "created", "description"],
  conditions: [
    "id",
    "text_value",
    "int_value",
    "float_value",
    "bool_value",
    "time_value",
    "run_number",
    "condition_type_id",
    "created",
  ],
  files: ["id", "path", "sha256", "content", "description", "importance"],
  files_have_runs: ["files_id", "run_number"],
  run_periods: ["id", "name", "description", "run_min", "run_max", "start_date", "end_date"],
  aliases: ["id", "name", "code", "description"],
  logs: ["id", "table_ids", "description", "related_run", "created", "user_name"],
  schema_versions: ["version", "created", "comment"],
} as const satisfies { readonly [T in TableName]: readonly (keyof Tables[T] & string)[] };

/** The names of all columns. */
export type TableColumn = { [Name in TableName]: keyof Tables[Name] }[TableName];

/** Columns that hold numbers. */
const numberColumns: readonly string[] = [
  "number",
  "id",
  "run_number",
  "condition_type_id",
  "files_id",
  "run_min",
  "run_max",
  "related_run",
  "importance",
  "version",
  "int_value",
  "float_value",
  "bool_value",
];

/** Whether a column of RCDB's tables, by its name, holds numbers. */
export function isNumber(column: string): boolean {
  return numberColumns.includes(column.toLowerCase());
}
