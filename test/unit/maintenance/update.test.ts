/** From version 1 to version 2. */
import { describe, expect, test } from "vitest";
import { parseConnection } from "../../../core/db/parseConnection.ts";
import { openRaw } from "../../../core/db/open.ts";
import { updateDatabase } from "../../../core/maintenance/migrate.ts";
import { legacyTables } from "../../../core/maintenance/versions.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { backends, mariadb } from "../../support/backends.ts";
import { openForTest, openWritableForTest } from "../../support/database.ts";
import { writeClient } from "../writing/client.ts";
import { createVersionOne, dumpAll, failureOf, keptOf, recording } from "./support.ts";

const schemaV2Row = { version: 2, created: null, comment: "Schema V2 for RCDB>v0.9 (2023)" };

async function change(connection: string, ...statements: readonly string[]): Promise<void> {
  const database = await openRaw(parseConnection(connection), "write");
  for (const statement of statements) await database.query(statement);
  await database.close();
}

/** Other programs delete what rows refer to. */
const withoutReferences = { sqlite: "PRAGMA foreign_keys = OFF", mariadb: "SET foreign_key_checks = 0" };
const linkedFiles = [
  "INSERT INTO files (id, path, sha256, content) VALUES (3, '/a', 'x', 'a'), (7, '/b', 'y', 'b')",
  "INSERT INTO files_have_runs (files_id, run_number) VALUES (3, 1), (7, 1)",
];

async function addFile(connection: string) {
  const client = writeClient(await openWritableForTest(connection));
  return client.addFile({ run: 2, path: "/new", content: "new" });
}

describe.each(backends)("an update on $name", (backend) => {
  test.each([{ withVersions: true }, { withVersions: false }])("of version 1, %o", async (shape) => {
    const connection = await createVersionOne(backend, shape);
    const before = await dumpAll(connection);
    const migration = await updateDatabase({ connection, execute: true }, recording());
    expect(migration).toMatchObject({ from: 1, to: 2, executed: true });
    const after = await dumpAll(connection);
    expect(keptOf(after)).toEqual(keptOf(before));
    expect(after).toMatchObject({ aliases: [], run_periods: [] });
    expect(after["schema_versions"]).toEqual([
      ...(before["schema_versions"] ?? []),
      JSON.stringify(schemaV2Row),
    ]);
    expect(Object.keys(after).filter((table) => legacyTables.includes(table))).toEqual([]);

    const database = await openForTest(connection);
    const order = { column: "run", descending: false };
    const bounds = { runMin: null, runMax: null, ranges: [] };
    const { result } = await searchRuns(database, { expression: "", columns: [], order, ...bounds });
    expect(result.count).toBe(12);
  });

  test("without execute tells the steps and changes nothing", async () => {
    const connection = await createVersionOne(backend);
    const before = await dumpAll(connection);
    const migration = await updateDatabase({ connection, execute: false }, recording());
    expect(migration).toMatchObject({ from: 1, to: 2, executed: false, backup: null });
    expect(migration.steps.filter(({ done }) => !done).flatMap(({ statements }) => statements)).toEqual([
      expect.stringMatching(/^CREATE TABLE run_periods /),
      expect.stringMatching(/^CREATE TABLE aliases /),
      ...legacyTables.map((table) => `DROP TABLE ${table}`),
      expect.stringMatching(/^INSERT INTO schema_versions /),
    ]);
    expect(await dumpAll(connection)).toEqual(before);
  });

  test("of version 2 has nothing to do", async () => {
    const connection = await backend.create({ types: { a: "int" }, runs: { 1: { conditions: { a: 3 } } } });
    const before = await dumpAll(connection);
    const migration = await updateDatabase({ connection, execute: true }, recording());
    expect(migration).toEqual({ from: 2, to: 2, steps: [], backup: null, executed: false });
    expect(await dumpAll(connection)).toEqual(before);
  });

  test("a table files that is made anew gives no id that a run is still linked to", async () => {
    const connection = await backend.create({ runs: { 1: {}, 2: {} }, statements: linkedFiles });
    await change(connection, withoutReferences[backend.name], "DROP TABLE files");
    const migration = await updateDatabase({ connection, execute: true }, recording());
    expect(migration.steps.map(({ description }) => description)).toEqual([
      "Add the table files. The links of runs to the files that are lost stay, and new files get ids above 7",
    ]);
    expect(await addFile(connection)).toMatchObject({ ok: true, value: { id: 8, outcome: "added" } });
  });

  test("a file or type that another program deleted leaves its id to none that is added", async () => {
    const connection = await backend.create({
      types: { a: "int", b: "int" },
      runs: { 1: { conditions: { b: 3 } }, 2: {} },
      statements: linkedFiles,
    });
    await change(
      connection,
      withoutReferences[backend.name],
      "DELETE FROM files WHERE id = 7",
      "DELETE FROM condition_types WHERE id = 2",
    );
    expect(await addFile(connection)).toMatchObject({ ok: true, value: { id: 8, outcome: "added" } });
    const client = writeClient(await openWritableForTest(connection));
    expect(await client.createConditionType({ name: "c", type: "int" })).toMatchObject({ value: { id: 3 } });
  });

  test("tables that are not version 1's stay", async () => {
    const connection = await createVersionOne(backend);
    await change(
      connection,
      "CREATE TABLE boards_of_mine (id INTEGER)",
      "INSERT INTO boards_of_mine VALUES (5)",
    );
    await updateDatabase({ connection, execute: true }, recording());
    expect((await dumpAll(connection))["boards_of_mine"]).toEqual(['{"id":5}']);
  });

  const refused: readonly (readonly [
    what: string,
    statements: readonly string[],
    code: string,
    message: RegExp,
  ])[] = [
    [
      "a newer version",
      ["INSERT INTO schema_versions (version) VALUES (3)"],
      "wrong_schema",
      /version 3, newer/,
    ],
    ["another program's database", ["DROP TABLE conditions"], "not_rcdb", /not an RCDB database/],
    [
      "a table that refers to one that is dropped",
      ["CREATE TABLE shelves (board_id INTEGER, FOREIGN KEY (board_id) REFERENCES boards (id))"],
      "conflict",
      /The table shelves refers to boards/,
    ],
  ];
  test.each(refused)("%s is refused", async (_, statements, code, message) => {
    const connection = await createVersionOne(backend);
    await change(connection, ...statements);
    const before = await dumpAll(connection);
    for (const execute of [false, true]) {
      const failure = await failureOf(() => updateDatabase({ connection, execute }, recording()));
      expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
    }
    expect(await dumpAll(connection)).toEqual(before);
  });
});

test("on a server a column of type ENUM stays", async () => {
  const connection = await createVersionOne(mariadb);
  const kinds = "'bool','json','string','float','int','time','blob'";
  await change(connection, `ALTER TABLE condition_types MODIFY value_type ENUM(${kinds}) NOT NULL`);
  await updateDatabase({ connection, execute: true }, recording());
  const database = await openRaw(parseConnection(connection), "read");
  const [column] = await database.query("SHOW COLUMNS FROM condition_types LIKE 'value_type'");
  await database.close();
  expect(column).toMatchObject({ Type: `enum(${kinds})`, Null: "NO" });
});
