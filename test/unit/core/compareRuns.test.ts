import { beforeAll, describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import type { Cell } from "../../../core/api/values.ts";
import { areDifferent, compareRuns, filesDiffer } from "../../../core/runs/compareRuns.ts";
import type { ValueType } from "../../../core/query/types.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestDatabase } from "../../support/database.ts";

describe("values are different", () => {
  test.each<[ValueType, Cell[], boolean]>([
    ["int", [1, 1, 1], false],
    ["int", [1, 1, 2], true],
    ["int", [0, null], true],
    ["int", [null, null], false],
    ["float", [0.1, 0.1], false],
    ["float", [0, -0], false],
    ["bool", [false, null], true],
    ["string", ["", null], true],
    ["string", ["a", "A"], true],
    ["string", ['{"a":1}', '{"a": 1}'], true],
    ["json", ['{"a":1,"b":[1,2]}', '{ "b": [1, 2], "a": 1.0 }'], false],
    ["json", ['{"a":1,"b":[1,2]}', '{"a":1,"b":[2,1]}'], true],
    ["json", ["null", null], true],
    ["json", ['"{"', "{"], true],
    ["json", ["{", "{"], false],
    ["json", ['{"id":9007199254740993}', '{"id": 9007199254740992}'], true],
    ["json", ["[61, 1e2]", "[61.0, 100]"], false],
    [
      "json",
      [`${"[".repeat(10_000)}${"]".repeat(10_000)}`, `${"[ ".repeat(10_000)}${"]".repeat(10_000)}`],
      false,
    ],
  ])("%s: %j is %s", (type, values, different) => {
    expect(areDifferent(type, values)).toBe(different);
  });
});

describe("files are different", () => {
  test.each<[string[][], boolean]>([
    [[["x"], ["x"]], false],
    [[["x"], ["y"]], true],
    [[["y", "x"], ["x"]], false],
    [[["x", "y"], ["x"]], true],
    [[["x"], []], true],
    [[["x"], ["x"], []], true],
  ])("%j is %s", (files, different) => {
    expect(filesDiffer(files.map((ofRun) => ofRun.map((sha256) => ({ sha256 }))))).toBe(different);
  });
});

const long = "é".repeat(5000);
const content: TestDatabase = {
  types: {
    count: "int",
    current: "float",
    good: "bool",
    stats: "json",
    note: "string",
    at: "time",
    unused: "int",
  },
  runs: {
    5: {
      started: "2016-02-17 13:26:01.000000",
      finished: "2016-02-17 14:26:01.000000",
      conditions: { count: [7, 30], current: 99.999, good: false, stats: '{"a":1,"b":2}', note: long },
    },
    6: {
      started: "2016-02-17 13:26:01.000000",
      finished: "2016-02-17 15:26:01.000000",
      conditions: {
        count: 30,
        current: 99.999,
        good: true,
        stats: '{"b":2, "a":1}',
        at: "2016-02-17 13:26:01.000000",
      },
    },
    7: {},
  },
  statements: [
    `INSERT INTO files (id, path, sha256, content, description, importance) VALUES
      (1, '/same.conf', 'h1', 'ü', NULL, 0), (2, '/same.conf', 'b''h1''', 'ü', NULL, 0),
      (3, '/b.conf', 'h3', 'abc', NULL, 0), (4, '/b.conf', 'h4', 'abcd', NULL, 1), (5, '/A.conf', 'h5', '', NULL, 0)`,
    `INSERT INTO files_have_runs (files_id, run_number) VALUES
      (1, 5), (2, 6), (3, 5), (4, 6), (3, 6), (3, 5), (5, 5), (3, 7)`,
  ],
};

describe.each(backends)("on $name", (backend) => {
  let connection: string;
  beforeAll(async () => {
    connection = await backend.create(content);
  });
  const compare = async (runs: number[], differencesOnly = false) =>
    compareRuns(await openForTest(connection), { runs, differencesOnly });

  test("conditions and files side by side, the run's own columns first", async () => {
    const about = (name: string, type: ValueType) => ({ name, type, description: `about ${name}` });
    const { runs, conditions, files } = await compare([6, 5]);
    expect(runs).toEqual([6, 5]);
    expect(
      conditions.map(({ description, ...row }) =>
        description?.startsWith("about") ? { description, ...row } : row,
      ),
    ).toEqual([
      {
        name: "started",
        type: "time",
        values: ["2016-02-17 13:26:01", "2016-02-17 13:26:01"],
        different: false,
      },
      {
        name: "finished",
        type: "time",
        values: ["2016-02-17 15:26:01", "2016-02-17 14:26:01"],
        different: true,
      },
      { name: "length", type: "int", values: [7200, 3600], different: true },
      { ...about("at", "time"), values: ["2016-02-17 13:26:01", null], different: true },
      { ...about("count", "int"), values: [30, 30], different: false },
      { ...about("current", "float"), values: [99.999, 99.999], different: false },
      { ...about("good", "bool"), values: [true, false], different: true },
      { ...about("note", "string"), values: [null, long], different: true },
      { ...about("stats", "json"), values: ['{"b":2, "a":1}', '{"a":1,"b":2}'], different: false },
    ]);
    expect(files).toEqual([
      { path: "/A.conf", files: [[], [{ id: 5, sha256: "h5", bytes: 0 }]], different: true },
      {
        path: "/b.conf",
        files: [
          [
            { id: 3, sha256: "h3", bytes: 3 },
            { id: 4, sha256: "h4", bytes: 4 },
          ],
          [{ id: 3, sha256: "h3", bytes: 3 }],
        ],
        different: true,
      },
      {
        path: "/same.conf",
        files: [[{ id: 2, sha256: "h1", bytes: 2 }], [{ id: 1, sha256: "h1", bytes: 2 }]],
        different: false,
      },
    ]);
  });

  test("differences only", async () => {
    const { conditions, files } = await compare([6, 5], true);
    expect(conditions.map(({ name }) => name)).toEqual(["finished", "length", "at", "good", "note"]);
    expect(files.map(({ path }) => path)).toEqual(["/A.conf", "/b.conf"]);
  });

  test("a run with nothing beside others, and one twice", async () => {
    const { conditions } = await compare([7, 5, 5]);
    expect(conditions.find(({ name }) => name === "count")).toMatchObject({
      values: [null, 30, 30],
      different: true,
    });
    expect(conditions.find(({ name }) => name === "length")).toMatchObject({ values: [null, 3600, 3600] });
    expect((await compare([5, 5], true)).conditions).toEqual([]);
  });

  test("an unknown run", async () => {
    const failure = toFailure(await compare([5, 8, 6]).catch((thrown: unknown) => thrown));
    expect(failure).toMatchObject({ code: "no_such_run", detail: { run: 8 } });
  });

  test("of several unknown runs all are named", async () => {
    const failure = toFailure(await compare([8, 5, 9, 8]).catch((thrown: unknown) => thrown));
    expect(failure).toMatchObject({
      code: "no_such_run",
      message: "Runs 8, 9 are not in this database. Check the numbers.",
      detail: { runs: [8, 9] },
    });
  });

  test("a condition type that is called as one of the run's own columns takes its place", async () => {
    const taken = {
      types: { length: "string" },
      runs: { 1: { conditions: { length: "3 m" } }, 2: {} },
    } as const;
    const database = await openForTest(await backend.create(taken));
    const { conditions } = await compareRuns(database, { runs: [1, 2], differencesOnly: false });
    expect(conditions.map(({ name, values }) => [name, values])).toEqual([
      ["started", [null, null]],
      ["finished", [null, null]],
      ["length", ["3 m", null]],
    ]);
  });
});
