/** Databases that lack parts of the schema, or have them in another form, are read like others. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { columnsOf, tableNames } from "../../../core/db/tables.ts";
import { backends, createOnMariadb, type Backend } from "../../support/backends.ts";
import { openForTest, type TableRows } from "../../support/database.ts";
import { readAll } from "../../support/shapes.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const content = {
  types: { a: "int", b: "string", t: "time" },
  runs: {
    1: { started: "2020-01-01 10:00:00", finished: "2020-01-01 11:00:00", conditions: { a: [0, 2], b: "x" } },
    2: { conditions: { a: 1, b: "X" } },
    9: { conditions: { a: 7, t: "2020-01-02 03:04:05" } },
    10: {},
  },
  statements: [
    "INSERT INTO files (path, sha256, content, importance) VALUES ('/a', 'x', 'a', 0)",
    "INSERT INTO files_have_runs VALUES (1, 1)",
    "INSERT INTO logs (description, related_run, created) VALUES ('said', 1, '2020-01-01 10:00:00')",
    "INSERT INTO run_periods (name, run_min, run_max) VALUES ('p', 1, 5)",
    "INSERT INTO aliases (name, code) VALUES ('mine', 'a > 1')",
  ],
} as const;

/** What is needed: without it there is nothing to show. */
const needed = ["runs", "condition_types", "conditions"];
/** Columns that can be dropped; the ids and names of a table are what it consists of. */
const optional: readonly (readonly [table: string, column: string])[] = [
  ["runs", "started"],
  ["runs", "finished"],
  ["condition_types", "created"],
  ["condition_types", "description"],
  ["conditions", "created"],
  ["conditions", "bool_value"],
  ["conditions", "float_value"],
  ["conditions", "time_value"],
  ["files", "importance"],
  ["files", "description"],
  ["run_periods", "description"],
  ["run_periods", "start_date"],
  ["run_periods", "end_date"],
  ["aliases", "description"],
  ["logs", "user_name"],
  ["logs", "related_run"],
  ["logs", "created"],
  ["logs", "table_ids"],
  ["logs", "description"],
  ["schema_versions", "comment"],
];

interface Shape {
  readonly what: string;
  readonly statements: readonly string[];
  readonly missing: readonly string[];
  /** Where only one kind of database has such a thing. */
  readonly only?: Backend["name"];
}

const dropTable = (table: string): readonly string[] =>
  table === "files" ? ["DROP TABLE files_have_runs", "DROP TABLE files"] : [`DROP TABLE ${table}`];

const copyOf = (table: string, columns: string, rest = ""): readonly string[] => [
  `CREATE TABLE copied AS SELECT ${columns} FROM ${table}`,
  ...(table === "runs" ? ["PRAGMA foreign_keys = OFF"] : []),
  `DROP TABLE ${table}`,
  `ALTER TABLE copied RENAME TO ${table}`,
  ...(rest === "" ? [] : [rest]),
];

const shapes: readonly Shape[] = [
  { what: "all of the schema", statements: [], missing: [] },
  ...tableNames
    .filter((table) => !needed.includes(table) && table !== "schema_versions")
    .map((table) => ({
      what: `no ${table}`,
      statements: dropTable(table),
      missing: table === "files" ? ["files", "files_have_runs"] : [table],
    })),
  ...optional.map(([table, column]) => ({
    what: `no ${table}.${column}`,
    statements: [`ALTER TABLE ${table} DROP COLUMN ${column}`],
    missing: [`${table}.${column}`],
  })),
  {
    what: "none of all these columns",
    statements: optional.map(([table, column]) => `ALTER TABLE ${table} DROP COLUMN ${column}`),
    missing: optional.map(([table, column]) => `${table}.${column}`),
  },
  {
    what: "nothing that is not needed",
    statements: [
      ...["files_have_runs", "files", "logs", "run_periods", "aliases"].flatMap((table) => [
        `DROP TABLE ${table}`,
      ]),
    ],
    missing: ["files", "files_have_runs", "run_periods", "aliases", "logs"],
  },
  {
    what: "more columns than we know",
    statements: tableNames.map(
      (table) => `ALTER TABLE ${table} ADD COLUMN number_of_mine VARCHAR(20) DEFAULT 'x'`,
    ),
    missing: [],
  },
  {
    what: "files without paths",
    statements: [...dropTable("files"), "CREATE TABLE files (id INTEGER, contents TEXT)"],
    missing: ["files", "files_have_runs"],
  },
  {
    what: "conditions without keys and indexes",
    statements: copyOf("conditions", "*"),
    missing: [],
  },
  {
    what: "conditions as a view",
    statements: ["ALTER TABLE conditions RENAME TO stored", "CREATE VIEW conditions AS SELECT * FROM stored"],
    missing: [],
  },
  {
    what: "a view that lacks a column",
    statements: [
      "ALTER TABLE files RENAME TO stored",
      "CREATE VIEW files AS SELECT id, path, sha256, content, description FROM stored",
    ],
    missing: ["files.importance"],
  },
  {
    what: "files_have_runs as a view",
    statements: [
      "ALTER TABLE files_have_runs RENAME TO stored",
      "CREATE VIEW files_have_runs AS SELECT files_id, run_number FROM stored",
    ],
    missing: [],
  },
  {
    what: "names in capitals",
    statements: tableNames.map((table) => `ALTER TABLE ${table} RENAME TO ${table.toUpperCase()}`),
    missing: [],
    only: "mariadb",
  },
  {
    what: "columns in capitals",
    statements: [
      ...columnsOf.runs.map((name) => `ALTER TABLE runs RENAME COLUMN ${name} TO ${name.toUpperCase()}`),
      ...columnsOf.conditions.map(
        (name) => `ALTER TABLE conditions RENAME COLUMN ${name} TO ${name.toUpperCase()}`,
      ),
      ...columnsOf.files.map((name) => `ALTER TABLE files RENAME COLUMN ${name} TO ${name.toUpperCase()}`),
    ],
    missing: [],
  },
  {
    what: "numbers of runs as texts",
    statements: [
      "ALTER TABLE files_have_runs RENAME TO old_links",
      "CREATE TABLE files_have_runs AS SELECT files_id, CAST(run_number AS CHAR(10)) AS run_number FROM old_links",
    ],
    missing: [],
  },
  {
    what: "an ENUM of types, in capitals",
    statements: [
      "ALTER TABLE condition_types MODIFY value_type ENUM('Bool','Json','String','Float','Int','Time','Blob') NOT NULL",
    ],
    missing: [],
    only: "mariadb",
  },
  {
    what: "types in capitals and with blanks",
    statements: ["UPDATE condition_types SET value_type = CONCAT(UPPER(value_type), ' ')"],
    missing: [],
  },
  {
    what: "a calculated column",
    statements: [
      "ALTER TABLE files DROP COLUMN importance",
      "ALTER TABLE files ADD COLUMN importance INTEGER AS (0) VIRTUAL",
    ],
    missing: [],
  },
  {
    what: "tables without rowids",
    statements: [
      "ALTER TABLE conditions RENAME TO old",
      "CREATE TABLE conditions (run_number INT, condition_type_id INT, id INT, text_value, int_value INT, float_value, bool_value, time_value, created, PRIMARY KEY (run_number, condition_type_id, id)) WITHOUT ROWID",
      "INSERT INTO conditions SELECT run_number, condition_type_id, id, text_value, int_value, float_value, bool_value, time_value, created FROM old",
      "DROP TABLE old",
    ],
    missing: [],
    only: "sqlite",
  },
  {
    what: "an index of some conditions only",
    statements: ["CREATE INDEX some ON conditions (run_number) WHERE run_number > 5"],
    missing: [],
    only: "sqlite",
  },
  {
    what: "identifiers declared as texts",
    statements: [
      "ALTER TABLE conditions RENAME TO old",
      "CREATE TABLE conditions (id TEXT, run_number VARCHAR(20), condition_type_id TEXT, text_value TEXT, int_value TEXT, float_value TEXT, bool_value TEXT, time_value TEXT, created TEXT)",
      "INSERT INTO conditions SELECT id, run_number, condition_type_id, text_value, int_value, float_value, bool_value, time_value, created FROM old",
      "DROP TABLE old",
    ],
    missing: [],
    only: "sqlite",
  },
];

describe.each(backends)("on $name", (backend) => {
  test.each(shapes.filter(({ only }) => only === undefined || only === backend.name))(
    "$what",
    async ({ statements, missing }) => {
      const database = await openForTest(
        await backend.create({ ...content, statements: [...content.statements, ...statements] }),
      );
      const read = await readAll(database, { run: 1, condition: "a", expression: "a > 1" });
      expect(read.rows.runs).toEqual([1, 9]);
      expect([...read.info.missing].sort()).toEqual([...missing].sort());
      expect(read.rows.values[0]).toEqual([2, 7]);
      expect(read.condition.distinct).toBe(3);
      expect(read.run.conditions.map(({ name, value }) => [name, value])).toEqual([
        ["a", 2],
        ["b", "x"],
      ]);
      const hasFiles = !missing.includes("files") && !missing.includes("files_have_runs");
      expect(read.run.files.map(({ path, importance }) => [path, importance])).toEqual(
        hasFiles ? [["/a", "high"]] : [],
      );
      expect(read.info).toMatchObject({ runs: 4, firstRun: 1, lastRun: 10, conditionTypes: 3 });
      const told = read.findings.find(({ kind }) => kind === "missing-parts");
      expect(told?.count ?? 0).toBe(missing.length);
      if (missing.length > 0) expect(told?.fix).toMatch(/rcdb db update/);
    },
  );

  test("a snapshot without files of runs, as another hall makes it", async () => {
    const database = await openForTest(await snapshotOn(backend));
    const read = await readAll(database, {
      run: 15015,
      condition: "target",
      expression: "event_count > 15040000",
    });
    expect(read.rows.runs).toEqual([15041, 15042, 15043, 15044]);
    expect(read.info.missing).toEqual(["files_have_runs"]);
    expect(read.run.files).toEqual([]);
  });
});

const snapshot = "test/fixtures/shapes/c01-no-files-table.sqlite";

async function snapshotOn(backend: Backend): Promise<string> {
  const path = join(temporaryFolder(), "snapshot.sqlite");
  copyFileSync(snapshot, path);
  if (backend.name === "sqlite") return path;
  const file = new SqliteFile(path);
  const tables = ["runs", "condition_types", "conditions", "files", "logs"].map((table): TableRows => {
    const statement = file.prepare(`SELECT * FROM ${table}`).raw();
    const columns = statement.columns().map(({ name }) => name);
    return { table, columns, rows: statement.all() as TableRows["rows"] };
  });
  file.close();
  return createOnMariadb(tables, ["DROP TABLE files_have_runs"]);
}
