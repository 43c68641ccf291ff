import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { parseConnection } from "../../../core/db/parseConnection.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { describeDatabase } from "../../../core/db/describe.ts";
import { openForTest, writeDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("connection strings", () => {
  test.each([
    ["sqlite:////data/rcdb.sqlite", "/data/rcdb.sqlite"],
    ["sqlite:///rcdb.sqlite", "/home/me/rcdb.sqlite"],
    ["SQLite:///rcdb.sqlite", "/home/me/rcdb.sqlite"],
    ["rcdb.sqlite", "/home/me/rcdb.sqlite"],
    ["./a b/rcdb's.sqlite", "/home/me/a b/rcdb's.sqlite"],
    ["/data/rcdb.sqlite", "/data/rcdb.sqlite"],
  ])("%s", (text, path) => {
    const connection = parseConnection(text, "/home/me");
    expect(connection.location).toBe(path);
    expect(parseConnection(connection.text, "/elsewhere").location).toBe(path);
  });

  test.each([
    ["", /No database is named/],
    ["sqlite://", /names no file/],
    ["sqlite://rcdb.sqlite", /Three slashes/],
    ["postgresql://rcdb@localhost/rcdb", /“postgresql:\/\/” databases are not supported/],
    ["a\0b", /NUL/],
  ])("%j is refused", (text, message) => {
    expect(() => parseConnection(text)).toThrow(message);
  });
});

/** Makes a file that is not to be opened, and answers its path. */
const badFiles: readonly (readonly [what: string, make: () => string, code: string, message: RegExp])[] = [
  [
    "no file",
    () => join(temporaryFolder(), "none.sqlite"),
    "no_such_file",
    /There is no file “.*none\.sqlite”/,
  ],
  ["a folder", temporaryFolder, "not_a_database", /is a folder/],
  [
    "a text",
    () => write("These are not the rows you are looking for. ".repeat(99)),
    "not_a_database",
    /not an SQLite/,
  ],
  ["an empty file", () => write(""), "not_rcdb", /is not an RCDB database: tables runs, .* are missing/],
  [
    "another program's database",
    () => alter("DROP TABLE conditions"),
    "not_rcdb",
    /: table conditions is missing/,
  ],
  [
    "a table of runs without numbers",
    () => alter("DROP TABLE runs; CREATE TABLE runs (id INTEGER, started DATETIME)"),
    "not_rcdb",
    /because of its table runs: it has no column number/,
  ],
  [
    "a view of nothing",
    () => alter("DROP TABLE conditions; CREATE VIEW conditions AS SELECT * FROM nowhere"),
    "not_rcdb",
    /because of its table conditions: SQLite says “no such table: main.nowhere”/,
  ],
  [
    "schema version 3",
    () => alter("INSERT INTO schema_versions (version) VALUES (3)"),
    "wrong_schema",
    /newer/,
  ],
  ["a cut file", cut, "damaged", /damaged/],
  ["a pipe in place of its journal", pipeBeside, "not_a_database", /x\.sqlite-journal”, .*is not a file/],
  ["a folder in place of its log", folderBeside, "not_a_database", /x\.sqlite-wal”, .*is not a file/],
  ["a locked file", locked, "locked", /Another program is writing/],
];

describe("files that cannot be opened say which and what to do", () => {
  test.each(badFiles)("%s", async (_, make, code, message) => {
    const path = make();
    const before = code === "locked" || !path.endsWith(".sqlite") ? null : contentOf(path);
    let failure;
    try {
      await openDatabase(path);
    } catch (thrown) {
      failure = toFailure(thrown);
    }
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
    if (before !== null) expect(contentOf(path)).toEqual(before);
  });
});

test("whatever byte of the header is changed, it is read, or said to be damaged", async () => {
  const path = writeDatabase({ types: { a: "int" } });
  const whole = readFileSync(path);
  const told = new Set<string>();
  for (let at = 0; at < 100; at++) {
    for (const bits of [0x01, 0x80, 0xff]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ bits;
      writeFileSync(path, changed);
      const outcome = await openDatabase(path).then(
        async (database) => {
          await database.close();
          return "read";
        },
        (thrown: unknown) => toFailure(thrown).code,
      );
      told.add(outcome);
    }
  }
  expect([...told].sort()).toEqual(["damaged", "read"]);
});

test("an open database is described, and cannot be written", async () => {
  const path = writeDatabase({ types: { a: "int" }, runs: { 4: {}, 17: {} } });
  const database = await openForTest(path);
  expect(await describeDatabase(database)).toMatchObject({
    name: "rcdb.sqlite",
    location: path,
    access: "read",
    schemaVersion: 2,
    runs: 2,
    firstRun: 4,
    lastRun: 17,
    conditionTypes: 1,
  });
  const write = { sql: "DELETE FROM runs", parameters: [] };
  const attempt = (async () => {
    for await (const rows of database.stream(write as never, [])) expect(rows).toEqual([]);
  })();
  await expect(attempt).rejects.toThrow();
});

test("opening a file goes through no table", async () => {
  const path = writeDatabase({ types: { a: "int" }, runs: { 4: { conditions: { a: 1 } } } });
  const executed = new Set<string>();
  const statement = Object.getPrototypeOf(new SqliteFile(":memory:").prepare("SELECT 1")) as Pick<
    SqliteFile.Statement,
    "get" | "all"
  >;
  for (const way of ["get", "all"] as const) {
    const original = statement[way];
    const spy = vi.spyOn(statement, way).mockImplementation(function (this: SqliteFile.Statement, ...given) {
      executed.add(this.source);
      return original.apply(this, given);
    });
    onTestFinished(() => spy.mockRestore());
  }
  await openForTest(path);
  expect(executed.size).toBeGreaterThan(0);
  const file = new SqliteFile(path, { readonly: true });
  onTestFinished(() => void file.close());
  // What takes one row stops there; EXPLAIN and PRAGMA read none.
  const readingAll = [...executed].filter((sql) => /^SELECT/.test(sql) && !/LIMIT 1$/.test(sql));
  const scans = readingAll.flatMap((sql) => {
    const parameters = sql
      .split("?")
      .slice(1)
      .map(() => "runs");
    const plan = file.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
    return plan.some(({ detail }) => /^SCAN (runs|conditions|logs|files)/.test(detail)) ? [sql] : [];
  });
  expect(scans).toEqual([]);
});

test("a database without runs", async () => {
  const database = await openForTest(writeDatabase({}));
  expect(await describeDatabase(database)).toMatchObject({ runs: 0, firstRun: null, lastRun: null });
});

function write(content: string): string {
  const path = join(temporaryFolder(), "file.sqlite");
  writeFileSync(path, content);
  return path;
}

function alter(statements: string): string {
  const path = writeDatabase({});
  const file = new SqliteFile(path);
  file.exec(statements);
  file.close();
  return path;
}

function cut(): string {
  const path = writeDatabase({ types: { a: "int" } });
  truncateSync(path, 5000);
  return path;
}

/** SQLite would wait for ever for whoever writes to it. */
function pipeBeside(): string {
  const path = join(temporaryFolder(), "x.sqlite");
  copyFileSync(writeDatabase({}), path);
  execFileSync("mkfifo", [`${path}-journal`]);
  return path;
}

function folderBeside(): string {
  const path = join(temporaryFolder(), "x.sqlite");
  copyFileSync(writeDatabase({}), path);
  mkdirSync(`${path}-wal`);
  return path;
}

function locked(): string {
  const path = writeDatabase({});
  const file = new SqliteFile(path);
  file.exec("BEGIN EXCLUSIVE");
  onTestFinished(() => {
    file.close();
  });
  return path;
}

function contentOf(path: string): Buffer | "none" {
  try {
    return readFileSync(path);
  } catch {
    return "none";
  }
}

test("a folder whose name has a quote and a blank", async () => {
  const folder = join(temporaryFolder(), `it's "here"`);
  mkdirSync(folder);
  await expect(openDatabase(folder)).rejects.toThrow(/is a folder/);
});
