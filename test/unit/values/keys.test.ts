/** Keys that RCDB's own tables do not have: runs beyond 2^53, texts for ids, numbers in columns of other types. */
import SqliteFile from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { mysqlSchema } from "../../../core/db/mysql/schema.ts";
import { schemaStatements } from "../../../core/db/schema.ts";
import { backends, createOnMariadb, type Backend } from "../../support/backends.ts";
import { tablesOf, writeDatabase, type TestDatabase } from "../../support/database.ts";
import { rcdbHere } from "../cli/command.ts";

const content: TestDatabase = {
  types: { count: "int", target: "string" },
  runs: {
    1: { started: "2016-02-17 13:26:01", conditions: { count: 5, target: "LH2" } },
    2: { conditions: { count: 6 } },
  },
  statements: [
    "INSERT INTO files (path, sha256, content, importance) VALUES ('/a', 'x', 'abc', 0)",
    "INSERT INTO files_have_runs VALUES (1, 1)",
    "INSERT INTO run_periods (name, run_min, run_max) VALUES ('P', 1, 5)",
    "INSERT INTO aliases (name, code) VALUES ('mine', 'count > 5')",
    "INSERT INTO logs (table_ids, description, related_run, created, user_name) VALUES ('runs_1', 'Hello', 1, '2016-01-01 00:00:00', 'me')",
  ],
};

/** What a command writes; it is no defect. */
async function told(connection: string, ...args: string[]): Promise<string> {
  const { output, errors } = await rcdbHere("-c", connection, ...args);
  expect(output + errors, args.join(" ")).not.toMatch(/defect|TypeError|undefined|NaN|Invalid type/);
  return output + errors;
}

/** Every command that reads. */
async function tellsAll(connection: string): Promise<void> {
  const commands = ["info", "ls", "run 1", "run 2", "history 1", "compare 1 2", "log", "file versions", "rp"];
  const others = ["file runs /a", "file search b", "alias", "db", "db check", "repair duplicates"];
  for (const command of [...commands, ...others]) await told(connection, ...command.split(" "));
}

const beyond = ["9007199254740993", "9223372036854775807"];

/** A database with these runs; a server's columns are as wide as that needs. */
function withLargeRuns({ name, create }: Backend): Promise<string> {
  const statements = [
    ...(content.statements ?? []),
    ...beyond.flatMap((run) => [
      `INSERT INTO runs (number) VALUES (${run})`,
      `INSERT INTO conditions (int_value, float_value, bool_value, run_number, condition_type_id) VALUES (9, 0, 0, ${run}, 1)`,
      `INSERT INTO files_have_runs VALUES (1, ${run})`,
      `INSERT INTO logs (description, related_run, created) VALUES ('large', ${run}, '2016-01-01 00:00:00')`,
    ]),
  ];
  if (name === "sqlite") return create({ ...content, statements });
  const schema = schemaStatements(mysqlSchema).map((text) =>
    text.replaceAll(/\bint(eger)?\b(\(\d+\))?/gi, "BIGINT"),
  );
  return createOnMariadb(tablesOf(content), statements, { schema });
}

describe.each(backends)("on $name", (backend) => {
  test("runs beyond 2^53 are counted as not readable, named, and take no others with them", async () => {
    const connection = await withLargeRuns(backend);
    await tellsAll(connection);
    expect(await told(connection, "info")).toMatch(/^Not readable +2 rows of runs: see rcdb db check$/m);
    expect(await told(connection, "info")).toMatch(/^Runs +2, from 1 to 2$/m);
    expect(await told(connection, "select", "", "count", "--format", "csv")).toBe("run,count\n1,5\n2,6\n");
    expect(await told(connection, "select", "count == 9")).toBe("run\n");
    expect(await told(connection, "run", "2")).toMatch(/^Next run$/m);
    const checked = await told(connection, "db", "check");
    for (const run of beyond)
      expect(checked).toMatch(new RegExp(`runs, row(id)? ${run}: number is not an integer`));
    expect(checked).toContain("2 rows have no integer of at most 2^53");
  });

  test("where all can be read info says nothing of it", async () => {
    expect(await told(await backend.create(content), "info")).not.toContain("Not readable");
  });
});

/** A file as converters make it: keys of another type than INTEGER, which hold texts as well. */
function withTextKeys(): string {
  const path = writeDatabase(content);
  const file = new SqliteFile(path);
  file.pragma("foreign_keys = OFF");
  const keyed = {
    runs: "number",
    condition_types: "id",
    conditions: "id",
    files: "id",
    run_periods: "id",
    aliases: "id",
    logs: "id",
  };
  for (const [table, key] of Object.entries(keyed)) {
    const { sql } = file.prepare("SELECT sql FROM sqlite_master WHERE name = ?").get(table) as {
      sql: string;
    };
    const names = (file.pragma(`table_info(${table})`) as { name: string; type: string }[]).map(
      ({ name, type }) => (name === key ? `${name} int(11) NOT NULL PRIMARY KEY` : `${name} ${type}`),
    );
    expect(sql).toContain(key);
    file.exec(`CREATE TABLE copied (${names.join(", ")}); INSERT INTO copied SELECT * FROM ${table};
DROP TABLE ${table}; ALTER TABLE copied RENAME TO ${table}`);
  }
  file.exec(`INSERT INTO runs VALUES ('abc', NULL, NULL);
INSERT INTO condition_types (id, name, value_type) VALUES ('ct', 'odd', 'int');
INSERT INTO conditions (id, int_value, run_number, condition_type_id) VALUES ('c', 1, 1, 'ct'), ('d', 7, 2, 1), ('e', 1, 'abc', 1);
INSERT INTO files (id, path, sha256, content) VALUES ('f', '/b', 'y', 'def');
INSERT INTO files_have_runs VALUES ('f', 1);
INSERT INTO run_periods (id, name, run_min, run_max) VALUES ('p', 'Q', 7, 9);
INSERT INTO aliases (id, name, code) VALUES ('a', 'other', 'count > 1');
INSERT INTO logs (id, table_ids, description, created) VALUES ('l', 'runs_1', 'Bye', '2016-01-01 00:00:00')`);
  file.close();
  return path;
}

test("texts for ids in a file whose keys are no INTEGER take no other values with them", async () => {
  const path = withTextKeys();
  await tellsAll(path);
  expect(await told(path, "info")).toMatch(
    /^Not readable +1 row of runs, 1 row of condition_types, 1 row of files, 1 row of run_periods, 1 row of aliases: see/m,
  );
  expect(await told(path, "run", "1")).toMatch(/^count +5$/m);
  expect(await told(path, "run", "1")).toMatch(/^\/a /m);
  expect(await told(path, "select", "target == 'LH2'", "count", "--format", "csv")).toBe("run,count\n1,5\n");
  expect(await told(path, "ls")).toBe("count\ntarget\n");
  expect(await told(path, "log")).toContain("Bye");
  const checked = await told(path, "db", "check");
  expect(checked).toContain("9 rows have no integer");
  expect(checked).toContain("runs, rowid 3: number is not an integer");
  expect(checked).toContain("condition_types, rowid 3: id is not an integer");
});

test("columns of bits and of texts for numbers are named with their types", async () => {
  const connection = await createOnMariadb(tablesOf(content), [
    "ALTER TABLE conditions MODIFY bool_value BIT(1) NOT NULL, MODIFY int_value VARCHAR(20) NOT NULL",
    "ALTER TABLE files MODIFY importance DECIMAL(5, 0) NOT NULL",
  ]);
  const checked = await told(connection, "db", "check");
  expect(checked).toContain("conditions.bool_value: BIT(1)");
  expect(checked).toContain("conditions.int_value: VARCHAR(20)");
  // Decimals are numbers, which can be written.
  expect(checked).not.toContain("importance");
  expect(checked).not.toContain("numbers as texts");
  const refused = await rcdbHere("-c", connection, "add", "condition", "1", "count", "7", "--replace");
  expect(refused.errors).toMatch(/conditions\.int_value is VARCHAR\(20\), no type of numbers/);
  expect(await told(connection, "select", "count > 5", "count", "--format", "csv")).toBe("run,count\n2,6\n");
});
