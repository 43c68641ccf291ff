/**
 * The RCDB schema, version 2: the very statements that SQLAlchemy's create_all() sends, so that a
 * database made here cannot be told from one made by the Python client.
 */
import type { TableName } from "./tables.ts";

/** How a kind of database is told its schema, in which SQLAlchemy words some things differently. */
export interface SchemaDialect {
  /** The column of an identifier that the database gives out itself. */
  readonly id: string;
  readonly boolean: string;
  readonly importance: string;
  readonly advice: SchemaAdvice;
}

/** What to do about a database of another schema, in words. */
interface SchemaAdvice {
  /** Where it is none of RCDB. */
  readonly choose: string;
  /** Where it is to be changed and has an older version. */
  readonly migrate: string;
  /** Where it lacks tables or columns. */
  readonly complete: string;
}

const table = (name: string, lines: readonly string[]): string =>
  // The blank before each line break is SQLAlchemy's; sqlite_master keeps the text as it was sent.
  `CREATE TABLE ${name} (\n\t${lines.join(", \n\t")}\n)`;

/** The statements that make the tables of version 2, by name, in an order that respects their foreign keys. */
export const tableStatements = ({ id, boolean, importance }: SchemaDialect): Record<TableName, string> => ({
  runs: table("runs", [
    "number INTEGER NOT NULL",
    "started DATETIME",
    "finished DATETIME",
    "PRIMARY KEY (number)",
    "UNIQUE (number)",
  ]),
  run_periods: table("run_periods", [
    id,
    "name VARCHAR(255) NOT NULL",
    "description VARCHAR(255)",
    "run_min INTEGER NOT NULL",
    "run_max INTEGER NOT NULL",
    "start_date DATE",
    "end_date DATE",
    "PRIMARY KEY (id)",
  ]),
  files: table("files", [
    id,
    "path TEXT NOT NULL",
    "sha256 VARCHAR(44) NOT NULL",
    "content TEXT NOT NULL",
    "description VARCHAR(255)",
    importance,
    "PRIMARY KEY (id)",
  ]),
  condition_types: table("condition_types", [
    id,
    "name VARCHAR(255) NOT NULL",
    "value_type VARCHAR(6) NOT NULL",
    "created DATETIME",
    "description VARCHAR(255)",
    "PRIMARY KEY (id)",
  ]),
  schema_versions: table("schema_versions", [
    "version INTEGER NOT NULL",
    "created DATETIME",
    "comment VARCHAR(255)",
    "PRIMARY KEY (version)",
  ]),
  logs: table("logs", [
    id,
    "table_ids VARCHAR(255)",
    "description TEXT",
    "related_run INTEGER",
    "created DATETIME",
    "user_name VARCHAR(255)",
    "PRIMARY KEY (id)",
  ]),
  aliases: table("aliases", [
    id,
    "name VARCHAR(255) NOT NULL",
    "code TEXT NOT NULL",
    "description VARCHAR(255)",
    "PRIMARY KEY (id)",
  ]),
  files_have_runs: table("files_have_runs", [
    "files_id INTEGER",
    "run_number INTEGER",
    "FOREIGN KEY(files_id) REFERENCES files (id)",
    "FOREIGN KEY(run_number) REFERENCES runs (number)",
  ]),
  conditions: table("conditions", [
    id,
    "text_value TEXT",
    "int_value INTEGER NOT NULL",
    "float_value FLOAT NOT NULL",
    `bool_value ${boolean} NOT NULL`,
    "time_value DATETIME",
    "run_number INTEGER",
    "condition_type_id INTEGER",
    "created DATETIME",
    "PRIMARY KEY (id)",
    "FOREIGN KEY(run_number) REFERENCES runs (number)",
    "FOREIGN KEY(condition_type_id) REFERENCES condition_types (id)",
  ]),
});

/** The row of `schema_versions` that the Python client writes; it leaves `created` empty. */
export const schemaV2Row =
  "INSERT INTO schema_versions (version, created, comment) VALUES (2, NULL, 'Schema V2 for RCDB>v0.9 (2023)')";

/** The statement that makes one table of version 2, with its foreign keys or without. */
export function tableStatement(dialect: SchemaDialect, name: TableName, withReferences = true): string {
  const statement = tableStatements(dialect)[name];
  return withReferences
    ? statement
    : statement.replace(/, \n\tFOREIGN KEY\(\w+\) REFERENCES \w+ \(\w+\)/g, "");
}

/**
 * The statement that adds a column to a table that lacks it. What may not be empty is 0 in the rows that are there: all
 * such columns that can be added are numbers.
 */
export function columnStatement(dialect: SchemaDialect, table: TableName, column: string): string {
  const line = tableStatement(dialect, table)
    .split(/\n\t?/)
    .find((candidate) => candidate.startsWith(`${column} `));
  if (line === undefined) throw new TypeError(`the table ${table} has no column ${column}`);
  const definition = line.replace(/, $/, "");
  const isEmpty = definition.includes("DEFAULT") || !definition.endsWith("NOT NULL");
  return `ALTER TABLE ${table} ADD COLUMN ${definition}${isEmpty ? "" : " DEFAULT '0'"}`;
}

/** The statements that make version 2 in an empty database, the row that says so among them. */
export function schemaStatements(dialect: SchemaDialect): readonly string[] {
  return [...Object.values(tableStatements(dialect)), schemaV2Row];
}
