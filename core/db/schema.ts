/**
 * The RCDB schema, version 2, on SQLite: the very statements that SQLAlchemy's create_all() sends,
 * so that a file made here cannot be told from one made by the Python client.
 */

const table = (name: string, lines: readonly string[]): string =>
  // The blank before each line break is SQLAlchemy's; sqlite_master keeps the text as it was sent.
  `CREATE TABLE ${name} (\n\t${lines.join(", \n\t")}\n)`;

/** The tables of version 2 by name, in an order that respects their foreign keys. */
export const schemaV2 = {
  runs: table("runs", [
    "number INTEGER NOT NULL",
    "started DATETIME",
    "finished DATETIME",
    "PRIMARY KEY (number)",
    "UNIQUE (number)",
  ]),
  run_periods: table("run_periods", [
    "id INTEGER NOT NULL",
    "name VARCHAR(255) NOT NULL",
    "description VARCHAR(255)",
    "run_min INTEGER NOT NULL",
    "run_max INTEGER NOT NULL",
    "start_date DATE",
    "end_date DATE",
    "PRIMARY KEY (id)",
  ]),
  files: table("files", [
    "id INTEGER NOT NULL",
    "path TEXT NOT NULL",
    "sha256 VARCHAR(44) NOT NULL",
    "content TEXT NOT NULL",
    "description VARCHAR(255)",
    "importance INTEGER DEFAULT '0' NOT NULL",
    "PRIMARY KEY (id)",
  ]),
  condition_types: table("condition_types", [
    "id INTEGER NOT NULL",
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
    "id INTEGER NOT NULL",
    "table_ids VARCHAR(255)",
    "description TEXT",
    "related_run INTEGER",
    "created DATETIME",
    "user_name VARCHAR(255)",
    "PRIMARY KEY (id)",
  ]),
  aliases: table("aliases", [
    "id INTEGER NOT NULL",
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
    "id INTEGER NOT NULL",
    "text_value TEXT",
    "int_value INTEGER NOT NULL",
    "float_value FLOAT NOT NULL",
    "bool_value BOOLEAN NOT NULL",
    "time_value DATETIME",
    "run_number INTEGER",
    "condition_type_id INTEGER",
    "created DATETIME",
    "PRIMARY KEY (id)",
    "FOREIGN KEY(run_number) REFERENCES runs (number)",
    "FOREIGN KEY(condition_type_id) REFERENCES condition_types (id)",
  ]),
} as const;

/** The row of `schema_versions` that the Python client writes; it leaves `created` empty. */
export const schemaV2Row =
  "INSERT INTO schema_versions (version, created, comment) VALUES (2, NULL, 'Schema V2 for RCDB>v0.9 (2023)')";

/** Creates the tables of version 2 and the row that says so, in an empty SQLite database. */
export function createSchema(exec: (sql: string) => void): void {
  for (const statement of Object.values(schemaV2)) exec(statement);
  exec(schemaV2Row);
}
