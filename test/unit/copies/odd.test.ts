/** Databases of any shape, with any bytes in any column, are copied row by row as they are. */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { expect, test } from "vitest";
import { openDatabase } from "../../../core/db/open.ts";
import { createSchema } from "../../../core/db/sqlite/schema.ts";
import { createOnMariadb, mariadb } from "../../support/backends.ts";
import { copyTo, exactRows } from "../../support/copies.ts";
import {
  remakeTables,
  unsoundValues,
  valueInEveryColumn,
  writeOddDatabase,
} from "../../support/oddValues.ts";
import { run } from "../../support/randomHistory.ts";
import { collate } from "../../support/shapes.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { content } from "../core/everyCall.ts";

/** Copies, changes both sides, and brings the copy up to date: each time the rows are the same, the source is not touched. */
async function expectFollowed(source: string, changes: readonly string[]): Promise<void> {
  const path = join(temporaryFolder(), "copy.sqlite");
  const isFile = !source.startsWith("mysql://");
  const before = isFile ? readFileSync(source) : null;
  await copyTo(source, path);
  if (before) expect(readFileSync(source).equals(before)).toBe(true);
  expect(await exactRows(path)).toEqual(await exactRows(source));
  const database = await openDatabase(path);
  await database.close();
  await run(source, changes);
  await copyTo(source, path);
  expect(await exactRows(path)).toEqual(await exactRows(source));
  expect((await copyTo(source, path)).tables).toEqual([]);
}

const changes = [
  "DELETE FROM conditions WHERE run_number = 2",
  "UPDATE runs SET started = 'x' WHERE number = 1",
];

test.each([1, 2, 3])("values of all storage classes in every column, seed %s", async (seed) => {
  const source = join(temporaryFolder(), "odd.sqlite");
  writeOddDatabase(source, seed);
  await expectFollowed(source, changes);
});

test.each(unsoundValues)("tables without keys and types, with %s in every column", async (value) => {
  const source = join(temporaryFolder(), "odd.sqlite");
  writeOddDatabase(source, 1, []);
  // A version that is none is a reason not to open it.
  remakeTables(
    source,
    valueInEveryColumn(value).filter((statement) => !statement.includes("schema_versions")),
  );
  await expectFollowed(source, [...changes, "INSERT INTO conditions SELECT * FROM conditions LIMIT 2"]);
});

test.each(["c01-no-files-table", "c02-v1-no-importance", "c04-nocase"])("%s", async (name) => {
  const source = join(temporaryFolder(), "source.sqlite");
  copyFileSync(`test/fixtures/shapes/${name}.sqlite`, source);
  await expectFollowed(source, ["DELETE FROM conditions WHERE run_number = 2"]);
});

test.each<[string, (path: string) => void]>([
  ["a collation that SQLite does not know", (path) => collate(path, /TEXT|VARCHAR\(\d+\)/g, "unknown_order")],
  [
    "a view in place of a table, and a table without rowids",
    (path) =>
      exec(
        path,
        "CREATE TABLE stored AS SELECT * FROM conditions; DROP TABLE conditions; CREATE VIEW conditions AS SELECT * FROM stored",
        "CREATE TABLE r (number INTEGER PRIMARY KEY, started DATETIME, finished DATETIME) WITHOUT ROWID; INSERT INTO r SELECT * FROM runs; DROP TABLE runs; ALTER TABLE r RENAME TO runs",
      ),
  ],
  [
    "more columns and tables, a trigger and a calculated column",
    (path) =>
      exec(
        path,
        "ALTER TABLE conditions ADD COLUMN more TEXT; ALTER TABLE runs ADD COLUMN twice INTEGER AS (number * 2)",
        "CREATE TABLE others (x); CREATE TRIGGER t AFTER INSERT ON conditions BEGIN INSERT INTO others VALUES (1); END",
      ),
  ],
  [
    "keys far from each other",
    (path) => exec(path, "UPDATE conditions SET id = 9000000000000000 + id WHERE id > 20"),
  ],
  ["negative keys", (path) => exec(path, "UPDATE conditions SET id = -id WHERE id < 20")],
])("%s", async (_what, change) => {
  const source = join(temporaryFolder(), "odd.sqlite");
  writeOddDatabase(source, 1, []);
  change(source);
  const isView = _what.startsWith("a view");
  await expectFollowed(
    source,
    isView ? ["DELETE FROM stored WHERE run_number = 2"] : ["DELETE FROM conditions WHERE run_number = 2"],
  );
});

test("texts in UTF-16", async () => {
  const source = join(temporaryFolder(), "utf16.sqlite");
  const file = new SqliteFile(source);
  file.pragma('encoding = "UTF-16le"');
  createSchema((statement) => file.exec(statement));
  file.exec(
    "INSERT INTO runs (number) VALUES (1); INSERT INTO condition_types (name, value_type) VALUES ('é\u{1F600}', 'int')",
  );
  file.close();
  await expectFollowed(source, ["INSERT INTO runs (number) VALUES (2)"]);
});

test("in WAL mode, while somebody writes", async () => {
  const source = join(temporaryFolder(), "wal.sqlite");
  writeOddDatabase(source, 1, []);
  const writer = new SqliteFile(source);
  writer.pragma("journal_mode = WAL");
  writer.exec("INSERT INTO runs (number) VALUES (77)");
  await expectFollowed(source, ["DELETE FROM runs WHERE number = 77"]);
  writer.close();
});

const serverChanges = [
  "UPDATE conditions SET text_value = 'B' WHERE id = 3",
  "DELETE FROM conditions WHERE id BETWEEN 10 AND 12",
  "INSERT INTO files_have_runs VALUES (1, NULL)",
];

test.each<[string, readonly string[]]>([
  [
    "decimals, bits and big integers",
    [
      "ALTER TABLE conditions MODIFY float_value DECIMAL(20, 6) NOT NULL, MODIFY bool_value BIT(1) NOT NULL, MODIFY int_value BIGINT NOT NULL",
      "UPDATE conditions SET int_value = 9007199254740993 WHERE id = 1",
      "UPDATE conditions SET int_value = -9223372036854775808 WHERE id = 2",
    ],
  ],
  [
    "texts for numbers, an ENUM, and bytes",
    [
      "SET foreign_key_checks = 0",
      "ALTER TABLE conditions MODIFY int_value VARCHAR(20)",
      "UPDATE conditions SET int_value = '05x' WHERE id = 4",
      "ALTER TABLE condition_types MODIFY value_type ENUM('int', 'float', 'string', 'bool', 'time', 'json')",
      "ALTER TABLE files MODIFY content LONGBLOB",
      "UPDATE files SET content = x'FF0041' WHERE id = 1",
    ],
  ],
  [
    "microseconds, dates of zeros, and single precision",
    [
      "ALTER TABLE conditions MODIFY time_value DATETIME(6), MODIFY created DATETIME(3)",
      "UPDATE conditions SET time_value = '2016-02-17 13:26:01.123456', created = '2016-02-17 13:26:01.5', float_value = 99.999 WHERE id = 1",
      "SET sql_mode = ''",
      "UPDATE runs SET started = '0000-00-00 00:00:00' WHERE number = 101",
    ],
  ],
  [
    "tables without keys",
    [
      "SET foreign_key_checks = 0",
      "CREATE TABLE c AS SELECT * FROM conditions",
      "DROP TABLE conditions",
      "RENAME TABLE c TO conditions",
      "ALTER TABLE conditions MODIFY id INT NULL",
      "UPDATE conditions SET id = NULL WHERE id = 7",
      "INSERT INTO conditions SELECT * FROM conditions WHERE id < 4",
    ],
  ],
  ["a view", ["RENAME TABLE conditions TO stored", "CREATE VIEW conditions AS SELECT * FROM stored"]],
  ["no log, no aliases", ["DROP TABLE logs", "DROP TABLE aliases"]],
])("on a server: %s", async (_what, statements) => {
  const source = await mariadb.create({
    ...content,
    statements: [...(content.statements ?? []), ...statements, "SET foreign_key_checks = 0"],
  });
  await expectFollowed(source, serverChanges);
});

test("on a server: tables in latin1 and other orders", async () => {
  const source = await createOnMariadb(
    [],
    [
      "INSERT INTO condition_types (id, name, value_type) VALUES (1, 'é', 'string')",
      "INSERT INTO runs (number) VALUES (1), (2)",
      "INSERT INTO conditions (id, text_value, int_value, float_value, bool_value, run_number, condition_type_id) VALUES (3, 'ä', 0, 0, 0, 1, 1), (4, 'A', 0, 0, 0, 2, 1)",
      "INSERT INTO files (id, path, sha256, content) VALUES (1, '/a', 'h', 'c')",
      "ALTER TABLE conditions MODIFY text_value TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    ],
    { collation: "latin1_swedish_ci" },
  );
  await expectFollowed(source, [...serverChanges, "UPDATE conditions SET text_value = 'a' WHERE id = 4"]);
});

function exec(path: string, ...statements: readonly string[]): void {
  const file = new SqliteFile(path);
  file.pragma("foreign_keys = OFF");
  for (const statement of statements) file.exec(statement);
  file.close();
}

test.each(["id", "run_number"])(
  "a row whose %s no file can hold is named, and nothing is copied",
  async (column) => {
    const limit = 2n ** 63n;
    const source = await createOnMariadb(
      [],
      [
        "ALTER TABLE conditions DROP FOREIGN KEY conditions_ibfk_1",
        `ALTER TABLE conditions MODIFY ${column} BIGINT UNSIGNED NOT NULL`,
        `INSERT INTO conditions (id, run_number, int_value, float_value, bool_value) VALUES (1, 1, 0, 0, 0)`,
        `UPDATE conditions SET ${column} = ${limit - 1n}`,
      ],
    );
    const path = join(temporaryFolder(), "copy.sqlite");
    await copyTo(source, path);
    const before = await exactRows(path);
    await run(source, [`UPDATE conditions SET ${column} = ${limit}`]);
    for (const target of [path, join(temporaryFolder(), "new.sqlite")]) {
      await expect(copyTo(source, target)).rejects.toMatchObject({
        code: "too_large",
        message: expect.stringContaining(
          `a row of conditions has the ${column.replace("_", " ")} ${limit}.`,
        ) as string,
      });
    }
    expect(await exactRows(path)).toEqual(before);
  },
);
