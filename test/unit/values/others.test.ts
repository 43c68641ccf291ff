/** What other programs leave: hashes as bytes, times as numbers, values of another storage class in any table. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { writeDatabase } from "../../support/database.ts";
import { createOnMariadb } from "../../support/backends.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";

const content = "TRIG 1\n";
const hash = createHash("sha256").update(content).digest("base64");

const fileRows = [
  `INSERT INTO files (path, sha256, content) VALUES ('/conf/pf.conf', '${hash}', '${content}')`,
  "INSERT INTO files_have_runs VALUES (1, 1), (1, 2)",
];

const databases: [string, () => Promise<string>][] = [
  [
    "an SQLite file that the Python client wrote",
    () =>
      Promise.resolve(
        writeDatabase({
          runs: { 1: {}, 2: {}, 3: {} },
          statements: [
            ...fileRows,
            "UPDATE files SET sha256 = CAST(sha256 AS BLOB), path = CAST(path AS BLOB), content = CAST(content AS BLOB)",
          ],
        }),
      ),
  ],
  [
    "a server with columns of bytes",
    () =>
      createOnMariadb(
        [{ table: "runs", columns: ["number"], rows: [[1], [2], [3]] }],
        [
          "ALTER TABLE files MODIFY path VARBINARY(255) NOT NULL, MODIFY sha256 VARBINARY(44) NOT NULL, MODIFY content LONGBLOB NOT NULL",
          ...fileRows,
        ],
      ),
  ],
];

describe.each(databases)("files as bytes: %s", (_name, create) => {
  test("are checked, shown, compared, searched, and found again by their content", async () => {
    const connection = await create();
    const at = async (...args: string[]) => rcdbHere(...args, "--connection", connection);
    const found = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await at(...args, "--json")).output);
    expect(await at("db", "check")).toMatchObject({ code: 0 });
    const given = join(temporaryFolder(), "pf.conf");
    writeFileSync(given, content);
    expect(await found("add", "file", "3", given, "--as", "/conf/pf.conf")).toMatchObject({
      id: 1,
      outcome: "associated",
    });
    expect(await found("run", "3")).toMatchObject({
      files: [{ id: 1, path: "/conf/pf.conf", sha256: hash }],
    });
    expect(await found("compare", "1", "3", "--all")).toMatchObject({
      files: [{ path: "/conf/pf.conf", different: false }],
    });
    expect(await found("file", "versions", "/conf/pf.conf")).toMatchObject([{ id: 1, runs: 3 }]);
    expect((await at("file", "search", "TRIG", "--case-sensitive")).output).toContain("TRIG 1");
    expect((await at("file", "cat", "/conf/pf.conf", "--run", "3")).output).toBe(content);
  });
});

test("a time as an integer is shown as it is stored, and takes nothing else with it", async () => {
  const path = writeDatabase({
    types: { event_count: "int" },
    runs: {
      1: { started: "2016-02-17 13:26:01", conditions: { event_count: 1 } },
      2: { conditions: { event_count: 2 } },
    },
    statements: ["UPDATE runs SET started = 1455737161000 WHERE number = 2"],
  });
  const at = async (...args: string[]) => (await rcdbHere(...args, "--connection", path)).output;
  expect(JSON.parse(await at("run", "2", "--json"))).toMatchObject({
    started: "1455737161000",
    length: null,
  });
  expect(await at("select", "", "event_count,started,length", "--format", "csv")).toBe(
    "run,event_count,started,length\n1,1,2016-02-17 13:26:01,\n2,2,1455737161000,\n",
  );
  expect(await at("compare", "1", "2")).toContain("1455737161000");
  expect(await at("db", "check")).toContain("run 2, started: “1455737161000” is not a time");
});

/** A value as SQL, and what a check says of it. */
const oddities: [table: string, column: string, value: string, told: string][] = [
  ["condition_types", "name", "x'FF00'", "condition_types, row 1, name: “x'ff00'”"],
  ["condition_types", "created", "1455737161.5", "condition_types, row 1, created: “1455737161.5”"],
  ["conditions", "created", "20160217", "conditions, row 1, created: “20160217”"],
  ["conditions", "run_number", "'one'", "conditions, row 1, run_number: “one”"],
  ["conditions", "int_value", "'many'", "run 1, event_count: no integer"],
  ["files", "path", "x'00'", "files, row 1, path: “x'00'”"],
  ["files", "importance", "'high'", "files, row 1, importance: “high”"],
  ["files_have_runs", "files_id", "'one'", "files_have_runs, row one, files_id: “one”"],
  ["run_periods", "run_min", "'first'", "run_periods, row 1, run_min: “first”"],
  ["run_periods", "start_date", "16", "run_periods, row 1, start_date: “16”"],
  ["logs", "created", "'yesterday'", "logs, row 1, created: “yesterday”"],
  ["logs", "related_run", "x'31FF'", "logs, row 1, related_run: “x'31ff'”"],
  ["logs", "description", "x'80'", "logs, row 1, description: “x'80'”"],
];

test.each(oddities)("a check names %s.%s with %s", async (table, column, value, told) => {
  const path = writeDatabase({
    types: { event_count: "int" },
    runs: { 1: { conditions: { event_count: 1 } }, 2: {} },
    statements: [
      ...fileRows,
      "INSERT INTO run_periods (name, run_min, run_max) VALUES ('RunPeriod-2016-02', 1, 4)",
      "INSERT INTO logs (description) VALUES ('Hello')",
    ],
  });
  const file = new SqliteFile(path);
  file.pragma("foreign_keys = OFF");
  file.exec(`UPDATE ${table} SET ${column} = ${value} WHERE rowid = 1`);
  file.close();
  const { code, output } = await rcdbHere("db", "check", "--connection", path);
  expect(output).toContain(told);
  expect(code).toBe(0);
});
