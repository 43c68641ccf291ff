import { describe, expect, test } from "vitest";
import { listAliases } from "../../../core/catalogue/aliases.ts";
import { toFailure } from "../../../core/api/failure.ts";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import { countRows } from "../../../core/db/describe.ts";
import { readFile } from "../../../core/files/files.ts";
import { readRun } from "../../../core/runs/run.ts";
import { listRunPeriods } from "../../../core/catalogue/runPeriods.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

describe.each(backends)("reading on $name", ({ create, keptTime }) => {
  const path = () =>
    create({
      types: { count: "int", good: "bool", stats: "json", at: "time" },
      runs: {
        3: {},
        5: {
          started: "2016-02-17 13:26:01.000000",
          conditions: { count: [7, 30], good: false, stats: '{"a": [1]}', at: "2016-02-17 13:26:01.500000" },
        },
        9: {},
      },
      statements: [
        "INSERT INTO files VALUES (1, '/b/low.cnf', 'hash1', 'ü', 'a file', 1), (2, '/z/high.conf', 'b''hash2''', 'abc', NULL, 0)",
        "INSERT INTO files_have_runs VALUES (1, 5), (2, 5), (1, 5), (1, 9)",
        "INSERT INTO logs VALUES (1, 'runs_5', 'made', 5, '2016-02-17 13:26:02.000000', 'hdops'), (2, NULL, 'other', 9, NULL, NULL)",
        "INSERT INTO run_periods VALUES (1, 'Fall', 'later', 8, 20, '2016-09-01', NULL), (2, 'Spring', NULL, 1, 7, NULL, NULL)",
        "INSERT INTO aliases VALUES (1, 'is_cosmic', 'count > 1', 'ours'), (2, 'mine', 'good', NULL)",
      ],
    });

  test("all there is about a run", async () => {
    const run = await readRun(await openForTest(await path()), 5);
    expect(run).toEqual({
      run: 5,
      started: "2016-02-17 13:26:01",
      finished: null,
      length: null,
      period: {
        id: 2,
        name: "Spring",
        description: null,
        runMin: 1,
        runMax: 7,
        startDate: null,
        endDate: null,
      },
      previous: 3,
      next: 9,
      conditions: [
        {
          name: "at",
          type: "time",
          description: "about at",
          value: keptTime("2016-02-17 13:26:01.500000"),
          created: null,
        },
        { name: "count", type: "int", description: "about count", value: 30, created: null },
        { name: "good", type: "bool", description: "about good", value: false, created: null },
        { name: "stats", type: "json", description: "about stats", value: '{"a": [1]}', created: null },
      ],
      files: [
        { id: 2, path: "/z/high.conf", sha256: "hash2", bytes: 3, importance: "high", description: null },
        { id: 1, path: "/b/low.cnf", sha256: "hash1", bytes: 2, importance: "low", description: "a file" },
      ],
      log: [
        {
          id: 1,
          tables: "runs_5",
          description: "made",
          run: 5,
          created: "2016-02-17 13:26:02",
          user: "hdops",
        },
      ],
    });
  });

  test("a run with nothing, at the edge", async () => {
    expect(await readRun(await openForTest(await path()), 3)).toMatchObject({
      started: null,
      previous: null,
      next: 5,
      conditions: [],
      files: [],
      log: [],
    });
  });

  test("runs and files that are not there", async () => {
    const database = await openForTest(await path());
    const run = toFailure(await readRun(database, 4).catch((thrown: unknown) => thrown));
    expect(run).toMatchObject({
      code: "no_such_run",
      message: "Run 4 is not in this database. Check the number.",
    });
    const file = toFailure(await readFile(database, 77).catch((thrown: unknown) => thrown));
    expect(file.code).toBe("no_such_configuration_file");
  });

  test("a file with its content", async () => {
    expect(await readFile(await openForTest(await path()), 1)).toMatchObject({
      path: "/b/low.cnf",
      content: "ü",
      bytes: 2,
    });
  });

  test("condition types, run periods in order of runs, aliases with the database's own winning", async () => {
    const database = await openForTest(await path());
    expect((await listConditionTypes(database)).map(({ name, type }) => `${name} ${type}`)).toEqual([
      "at time",
      "count int",
      "good bool",
      "stats json",
    ]);
    expect((await listRunPeriods(database)).map(({ name }) => name)).toEqual(["Spring", "Fall"]);
    const aliases = await listAliases(database);
    expect(aliases.find(({ name }) => name === "is_cosmic")).toMatchObject({
      code: "count > 1",
      source: "database",
    });
    expect(aliases.find(({ name }) => name === "is_production")).toMatchObject({ source: "built-in" });
    expect(aliases.find(({ name }) => name === "mine")).toMatchObject({ code: "good", source: "database" });
  });

  test("rows of every table", async () => {
    const sizes = await countRows(await openForTest(await path()));
    expect(Object.fromEntries(sizes.map(({ table, rows }) => [table, rows]))).toMatchObject({
      runs: 3,
      conditions: 5,
      files: 2,
      files_have_runs: 4,
      logs: 2,
    });
  });
});
