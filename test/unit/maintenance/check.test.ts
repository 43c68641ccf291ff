/** What a check of a database finds. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../core/api/maintenance.ts";
import { parseConnection } from "../../../core/db/parseConnection.ts";
import { openRaw } from "../../../core/db/open.ts";
import { checkDatabase } from "../../../core/maintenance/checkDatabase.ts";
import { writeSample } from "../../../scripts/sample/write.ts";
import { backends, sqlite, type Backend } from "../../support/backends.ts";
import { openForTest, type TestDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { dumpAll, recording } from "./support.ts";

async function check(connection: string): Promise<Finding[]> {
  return checkDatabase(await openForTest(connection), recording());
}

type Found = [kind: string, count: number, examples: string[]];

/** What matters of the findings. */
async function found(
  backend: Backend,
  content: TestDatabase,
  unchecked: readonly string[] = [],
): Promise<Found[]> {
  const connection = await backend.create(content);
  // Without a look at foreign keys, which real databases did not always have.
  const database = await openRaw(parseConnection(connection), "write");
  for (const statement of unchecked) await database.query(statement);
  await database.close();
  const findings = await check(connection);
  return findings.map(({ kind, count, examples }) => [kind, count, examples]);
}

const hash = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("base64");
const file = (id: number, sha256: string, text: string): string =>
  `INSERT INTO files (id, path, sha256, content, importance) VALUES (${id}, 'file${id}.conf', '${sha256.replaceAll("'", "''")}', '${text}', 0)`;
const link = (id: string, run: string): string =>
  `INSERT INTO files_have_runs (files_id, run_number) VALUES (${id}, ${run})`;
const type = (id: number, name: string, valueType: string): string =>
  `INSERT INTO condition_types (id, name, value_type) VALUES (${id}, '${name}', '${valueType}')`;
const value = (run: string, id: string, column: string, stored: string): string => {
  const columns = { int_value: "0", float_value: "0", bool_value: "0", [column]: stored };
  return `INSERT INTO conditions (run_number, condition_type_id, ${Object.keys(columns).join(", ")}) VALUES (${run}, ${id}, ${Object.values(columns).join(", ")})`;
};
const period = (name: string, from: number, to: number): string =>
  `INSERT INTO run_periods (name, run_min, run_max) VALUES ('${name}', ${from}, ${to})`;
const alias = (name: string, code: string): string =>
  `INSERT INTO aliases (name, code) VALUES ('${name}', '${code.replaceAll("'", "''")}')`;
const text = "GLOBAL µ = 1";
const latin = Buffer.from("Größe", "latin1");

type Case = readonly [
  what: string,
  content: TestDatabase & { readonly unchecked?: readonly string[] },
  Found,
];

describe.each(backends)("on $name", (backend) => {
  test("run periods of one name that overlap are told apart, and so is what to do", async () => {
    const connection = await backend.create({
      statements: [period("a", 1, 10), period("a", 5, 12), period("b", 12, 13)],
    });
    const findings = await check(connection);
    expect(findings.map(({ kind }) => kind)).toEqual(["duplicate-run-periods", "overlapping-run-periods"]);
    expect(findings[1]).toMatchObject({
      examples: ["a (id 1) and a (id 2): runs 5-10", "a (id 2) and b: runs 12-12"],
      fix: expect.stringContaining("rcdb rp update id:ID") as string,
    });
  });

  test("nothing in a database that is right", async () => {
    const content: TestDatabase = {
      types: { i: "int", f: "float", b: "bool", s: "string", j: "json", t: "time", x: "blob" },
      runs: {
        1: {
          started: "2016-02-17 13:26:01.000000",
          finished: "2016-02-17 13:26:01.000000",
          conditions: {
            i: -1,
            f: 1.5,
            b: true,
            s: "",
            j: '{"a": [1]}',
            t: "2016-02-17 13:26:01.000000",
            x: "é",
          },
        },
        2: { started: "2016-02-17 14:00:00.000000" },
        3: {},
      },
      statements: [
        file(1, hash(text), text),
        // A server cuts what is too long for the column, if it is not strict.
        file(2, `b'${hash(text)}'`.slice(0, backend.name === "sqlite" ? 47 : 44), text),
        file(3, hash(latin), latin.toString("latin1")),
        link("1", "1"),
        period("first", 1, 2),
        period("second", 3, 9),
        alias("good", "i < 0 and @is_good"),
        alias("is_good", "b"),
      ],
    };
    expect(await found(backend, content)).toEqual([]);
  });

  const cases: readonly Case[] = [
    [
      "conditions that are stored twice",
      { types: { i: "int" }, runs: { 1: { conditions: { i: [1, 2, 3] } }, 2: { conditions: { i: 1 } } } },
      ["duplicate-conditions", 2, ["run 1: i, 3 rows"]],
    ],
    [
      "files that a run has twice",
      { runs: { 1: {} }, statements: [file(1, hash("x"), "x"), link("1", "1"), link("1", "1")] },
      ["duplicate-file-links", 1, ["run 1: file1.conf, 2 rows"]],
    ],
    [
      "condition types of one name",
      { statements: [type(1, "a", "int"), type(2, "A", "int"), type(3, "a", "float")] },
      ["duplicate-condition-types", 1, ["a: ids 1 and 3"]],
    ],
    [
      "run periods of one name",
      { statements: [period("a", 1, 10), period("b", 11, 12), period("a", 20, 30)] },
      ["duplicate-run-periods", 1, ["a: ids 1 (runs 1-10) and 3 (runs 20-30)"]],
    ],
    [
      "aliases of one name",
      {
        types: { i: "int" },
        statements: [alias("mine", "i > 1"), alias("mine", "i > 2"), alias("Mine", "i")],
      },
      ["duplicate-aliases", 1, ["@mine: id 1, 2 counts"]],
    ],
    [
      "conditions without run or type",
      {
        types: { i: "int" },
        runs: { 1: {} },
        unchecked: [
          value("NULL", "1", "int_value", "1"),
          value("7", "1", "int_value", "1"),
          value("1", "NULL", "int_value", "1"),
          value("1", "9", "int_value", "1"),
        ],
      },
      [
        "orphan-conditions",
        4,
        [
          "conditions row 1: there is no run NULL",
          "conditions row 2: there is no run 7",
          "conditions row 3: there is no condition type NULL",
          "conditions row 4: there is no condition type 9",
        ],
      ],
    ],
    [
      "links without file or run",
      {
        runs: { 1: {} },
        statements: [file(1, hash("x"), "x")],
        unchecked: [link("1", "5"), link("8", "1")],
      },
      ["orphan-file-links", 2, ["file 1 of run 5: there is no run 5", "file 8 of run 1: there is no file 8"]],
    ],
    [
      "kinds of values that RCDB does not have",
      { statements: [type(1, "a", "double"), type(2, "b", "int")] },
      ["unknown-value-types", 1, ["a: “double”"]],
    ],
    [
      "JSON that does not parse, texts and times that are none",
      {
        types: { j: "json", s: "string", t: "time", b: "bool" },
        runs: { 1: {}, 2: {} },
        statements: [
          value("1", "1", "text_value", "'{]'"),
          value("2", "1", "text_value", "NULL"),
          value("1", "2", "text_value", "NULL"),
          value("1", "3", "time_value", "NULL"),
          value("1", "4", "bool_value", "2"),
        ],
      },
      [
        "values-not-readable",
        5,
        [
          "run 1, b: neither true nor false",
          "run 1, j: no JSON",
          "run 1, s: no text",
          "run 1, t: no time",
          "run 2, j: no JSON",
        ],
      ],
    ],
    [
      "files that are not what was hashed",
      { statements: [file(1, hash("x"), "y"), file(2, "", "x"), file(3, hash("x"), "x")] },
      ["wrong-hashes", 2, ["file 1: file1.conf", "file 2: file2.conf"]],
    ],
    [
      "run periods that overlap",
      { statements: [period("a", 1, 10), period("b", 11, 20), period("c", 5, 12)] },
      ["overlapping-run-periods", 2, ["a and c: runs 5-10", "c and b: runs 11-12"]],
    ],
    [
      "runs that end before they start",
      {
        runs: {
          1: { started: "2016-02-17 13:26:01.000000", finished: "2016-02-17 13:26:00.000000" },
          2: { finished: "2016-02-17 13:26:00.000000" },
        },
      },
      [
        "runs-that-end-before-they-start",
        1,
        ["run 1: from 2016-02-17 13:26:01.000000 to 2016-02-17 13:26:00.000000"],
      ],
    ],
    [
      "aliases that no query can use",
      {
        types: { i: "int" },
        statements: [
          alias("cut", "i > "),
          alias("unknown", "beam > 1"),
          alias("round", "@round"),
          alias("two words", "i"),
          alias("fine", "i > 1"),
        ],
      },
      [
        "broken-aliases",
        4,
        expect.arrayContaining([
          expect.stringMatching(/^@cut: /),
          expect.stringMatching(/^@unknown: .*beam/),
          expect.stringMatching(/^@round: .*uses itself/),
          expect.stringMatching(/^@two words: /),
        ]) as string[],
      ],
    ],
  ];
  test.each(cases)("%s", async (_, content, finding) => {
    const told = await found(backend, content, content.unchecked);
    for (const [, , examples] of told) examples.sort();
    expect(told).toEqual([finding]);
  });

  test("a sample with duplicates, and nothing else; nothing is changed", async () => {
    const path = join(temporaryFolder(), "sample.sqlite");
    await writeSample({ out: path, runs: 40, duplicates: true });
    const bytes = readFileSync(path);
    const findings = await check(path);
    expect(new Set(findings.map(({ kind, fix }) => `${kind}: ${fix ?? "-"}`))).toEqual(
      new Set([
        "duplicate-conditions: rcdb repair duplicates --execute",
        "duplicate-file-links: rcdb repair duplicates --execute",
      ]),
    );
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test("at most five examples, and all are counted", async () => {
    const runs = Object.fromEntries(
      Array.from({ length: 9 }, (_, run) => [run, { conditions: { i: [1, 1] } }]),
    );
    const [finding] = await check(await backend.create({ types: { i: "int" }, runs }));
    expect(finding).toMatchObject({ count: 9, severity: "warning" });
    expect(finding?.message).toMatch(/^The conditions have 9 older rows/);
    expect(finding?.examples).toHaveLength(5);
  });

  test("it tells how far it is, and can be cancelled", async () => {
    const connection = await backend.create({ types: { i: "int" }, runs: { 1: { conditions: { i: 1 } } } });
    const before = await dumpAll(connection);
    const database = await openForTest(connection);
    const { reported, ...context } = recording();
    await checkDatabase(database, context);
    const labels = [...new Set(reported.map(({ label }) => label))];
    expect(labels).toContain("Checking configuration files");
    for (const label of labels) {
      const controller = new AbortController();
      const report = (progress: { label: string }): void => {
        if (progress.label === label) controller.abort();
      };
      const checking = checkDatabase(database, { signal: controller.signal, report });
      const isLast = label === labels.at(-1);
      if (isLast) await checking;
      else await expect(checking).rejects.toMatchObject({ code: "cancelled" });
    }
    expect(await dumpAll(connection)).toEqual(before);
  });
});

describe("in a file, whose columns hold anything", () => {
  test.each([
    ["int", "int_value", "'many'", "no integer"],
    ["int", "int_value", "1.5", "no integer"],
    ["int", "int_value", "9223372036854775807", null],
    ["float", "float_value", "'1.5 nA'", "no number"],
    ["float", "float_value", "7", null],
    ["bool", "bool_value", "'yes'", "neither true nor false"],
    ["bool", "bool_value", "1", null],
    ["string", "text_value", "x'00ff'", "no text"],
    ["string", "text_value", "5", null],
    ["time", "time_value", "'yesterday'", "no time"],
    ["time", "time_value", "'2016-02-30 00:00:00'", "no time"],
    ["time", "time_value", "'2016-02-17T13:26:01'", null],
    ["json", "text_value", "'NaN'", "no JSON"],
  ])("%s: %s = %s", async (valueType, column, stored, complaint) => {
    const content = {
      runs: { 4: {} },
      statements: [type(1, "a", valueType), value("4", "1", column, stored)],
    };
    expect(await found(sqlite, content)).toEqual(
      complaint === null ? [] : [["values-not-readable", 1, [`run 4, a: ${complaint}`]]],
    );
  });

  test("run times that are none", async () => {
    const content: TestDatabase = { runs: { 3: { started: "soon" } } };
    expect(await found(sqlite, content)).toEqual([
      ["values-not-readable", 1, ["run 3, started: “soon” is not a time"]],
    ]);
  });

  test("a damaged file is told, and nothing else", async () => {
    const path = await sqlite.create({ types: { i: "int" }, runs: { 1: { conditions: { i: [1, 1] } } } });
    const damaged = new SqliteFile(path);
    damaged.exec("CREATE INDEX by_run ON conditions (run_number)");
    const page = damaged
      .prepare("SELECT rootpage FROM sqlite_master WHERE name = 'by_run'")
      .pluck()
      .get() as number;
    damaged.close();
    const bytes = readFileSync(path);
    // The number of cells in the index' page.
    bytes[(page - 1) * 4096 + 4] = 1;
    writeFileSync(path, bytes);
    const findings = await check(path);
    expect(findings).toMatchObject([{ kind: "damaged-file", severity: "error" }]);
    expect(findings[0]?.message).toMatch(/Nothing else was checked/);
  });
});
