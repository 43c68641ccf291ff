import { beforeAll, describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { describeRuns, listRunsAround } from "../../../core/runs/briefRuns.ts";
import { checkFiles } from "../../../core/files/checkFiles.ts";
import { readRecentFiles, readRecentValues } from "../../../core/runs/recentRuns.ts";
import { readRun } from "../../../core/runs/run.ts";
import { findRunBefore } from "../../../core/runs/runBefore.ts";
import { conditionsOfRuns } from "../../../core/conditions/runConditions.ts";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestDatabase, type TestRun } from "../../support/database.ts";

const manyRuns = 2600;
const long = "x".repeat(200);

/** Runs 10, 20, …: every third without a current, good ones rare, of run 30 each value stored twice. */
function runs(): Record<number, TestRun> {
  return Object.fromEntries(
    Array.from({ length: manyRuns }, (_, at) => [
      (at + 1) * 10,
      {
        ...(at % 5 === 0 ? {} : { finished: "2016-02-17 14:26:01.000000" }),
        started: "2016-02-17 13:26:01.000000",
        conditions: {
          count: at === 2 ? [1, at] : at,
          ...(at % 3 === 0 ? {} : { current: at / 4 }),
          note: `${long}${at % 4}`,
          stats: at % 2 === 0 ? '{"a":1,"b":[2]}' : '{ "b": [2], "a": 1 }',
          ...(at % 7 === 0 ? { is_valid_run_end: at % 2 === 0 } : {}),
        },
      },
    ]),
  );
}

const content: TestDatabase = {
  types: { count: "int", current: "float", note: "string", stats: "json", is_valid_run_end: "bool" },
  runs: runs(),
  statements: [
    `INSERT INTO files (id, path, sha256, content, description, importance) VALUES
      (1, '/a.conf', 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=', 'abc', NULL, 0),
      (2, '/a.conf', 'h2', 'changed', NULL, 0), (3, '/b.conf', 'h3', '', NULL, 1), (4, '/b.conf', 'b''h3''', '', NULL, 1),
      (5, '/new.conf', 'h5', '', NULL, 1)`,
    `INSERT INTO files_have_runs (files_id, run_number) VALUES (1, 10), (2, 20), (2, 30), (1, 40), (1, 50), (1, 50),
      (3, 30), (4, 40), (3, 50), (5, 50)`,
  ],
};

describe.each(backends)("on $name", (backend) => {
  let connection: string;
  beforeAll(async () => {
    connection = await backend.create(content);
  });
  const open = () => openForTest(connection);

  test.each([
    [26_000, 30],
    [50, 50],
    [20, 3],
  ])("values of run %i in the %i before it are those that each run has", async (run, count) => {
    const database = await open();
    const recent = await readRecentValues(database, { run, runs: count });
    const first = Math.max(10, run - 10 * count);
    expect(recent.runs).toEqual(Array.from({ length: (run - first) / 10 }, (_, index) => first + 10 * index));
    const own = await readRun(database, run);
    const others = await Promise.all(recent.runs.map((number) => readRun(database, number)));
    expect(recent.conditions.map(({ name }) => name)).toEqual(own.conditions.map(({ name }) => name));
    for (const { name, values, same } of recent.conditions) {
      const valueOf = (detail: typeof own) =>
        detail.conditions.find((one) => one.name === name)?.value ?? null;
      const plain = others.map(valueOf);
      expect(values).toEqual(plain.map((value) => (typeof value === "string" ? value.slice(0, 80) : value)));
      const isSame = name === "stats" ? plain.map(() => true) : plain.map((value) => value === valueOf(own));
      expect(same).toEqual(isSame);
    }
  });

  test("runs of the same type are looked for further back; too few tell nothing; a run without a type has none", async () => {
    const database = await openForTest(
      await backend.create({
        types: { run_type: "string", count: "int" },
        runs: Object.fromEntries(
          Array.from({ length: 60 }, (_, at) => [
            at + 1,
            {
              conditions: {
                count: at + 1,
                ...(at === 58 ? {} : { run_type: at === 57 ? "rare" : at % 5 === 4 ? "cosmic" : "physics" }),
              },
            },
          ]),
        ),
      }),
    );
    const of = (run: number) => readRecentValues(database, { run, runs: 10 });
    const { runs: last, ofType, conditions } = await of(60);
    expect(last).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
    const cosmic = [10, 15, 20, 25, 30, 35, 40, 45, 50, 55];
    expect(ofType).toEqual({ type: "cosmic", runs: cosmic });
    expect(conditions.find(({ name }) => name === "count")?.ofType).toEqual(cosmic);
    expect((await of(58)).ofType).toEqual({ type: "rare", runs: [] });
    expect((await of(59)).ofType).toBeNull();
  });

  test("the first run has none before it, and a run that is not there says so", async () => {
    const database = await open();
    expect((await readRecentValues(database, { run: 10, runs: 30 })).runs).toEqual([]);
    for (const read of [readRecentValues, readRecentFiles]) {
      const failure = toFailure(
        await read(database, { run: 11, runs: 30 }).catch((thrown: unknown) => thrown),
      );
      expect(failure.code).toBe("no_such_run");
    }
  });

  test("files as in the runs before, changed since, new, and changed by the hash's form only", async () => {
    const { files } = await readRecentFiles(await open(), { run: 50, runs: 30 });
    expect(files).toEqual([
      { id: 1, same: 1, before: { run: 30, file: 2 } },
      { id: 3, same: 2, before: { run: 20, file: null } },
      { id: 5, same: 0, before: { run: 40, file: null } },
    ]);
    expect((await readRecentFiles(await open(), { run: 50, runs: 1 })).files[0]).toEqual({
      id: 1,
      same: 1,
      before: null,
    });
  });

  test("files whose content is that of their hash", async () => {
    const { signal } = new AbortController();
    expect(await checkFiles(await open(), 50, signal)).toEqual([
      { id: 1, intact: true },
      { id: 3, intact: false },
      { id: 5, intact: false },
    ]);
  });

  test.each([
    [26_000, "count < 3"],
    [26_000, "current > 600"],
    [26_000, "count == 2400"],
    [10, ""],
    [15, ""],
    [26_000, "count > 5000"],
    [200_000, "is_valid_run_end"],
  ])("the last run before %i that fits “%s”", async (run, expression) => {
    const database = await open();
    const all = { expression, runMin: null, runMax: run - 1, ranges: [], columns: [] };
    const { result } = await searchRuns(database, { ...all, order: { column: "run", descending: false } });
    const last = result.count === 0 ? null : result.rows(result.count - 1, 1).runs[0];
    expect(await findRunBefore(database, { run, expression })).toBe(last);
  });

  test("a run that has crashed does not count where only those that ended are wanted", async () => {
    const database = await open();
    expect(await findRunBefore(database, { run: 90, expression: "" })).toBe(80);
    const ended = await findRunBefore(database, { run: 90, expression: "", ended: true });
    const before = (await describeRuns(database, [10, 20, 30, 40, 50, 60, 70, 80])).findLast(
      ({ state }) => state === "finished",
    );
    expect(ended).toBe(before?.run);
    expect(await findRunBefore(database, { run: 10, expression: "", ended: true })).toBeNull();
  });

  test("an expression that the database does not know", async () => {
    const wrong = findRunBefore(await open(), { run: 100, expression: "@is_production" });
    expect(toFailure(await wrong.catch((thrown: unknown) => thrown)).code).toBe("expression");
  });

  test.each([
    [50, 2, 3, [30, 40, 50, 60, 70, 80]],
    [45, 2, 2, [30, 40, 50, 60]],
    [10, 5, 0, [10]],
    [26_000, 1, 5, [25_990, 26_000]],
    [99_999, 2, 2, [25_990, 26_000]],
  ])("runs around %i", async (run, before, after, expected) => {
    expect(await listRunsAround(await open(), { run, before, after })).toEqual(expected);
  });

  test("times and states of runs", async () => {
    const brief = await describeRuns(await open(), [80, 26_000, 15, 10, 20, 60]);
    const times = { started: "2016-02-17 13:26:01", finished: "2016-02-17 14:26:01", length: 3600 };
    expect(brief).toEqual([
      { run: 10, ...times, finished: null, length: null, state: "finished" },
      { run: 20, ...times, state: "finished" },
      { run: 60, ...times, finished: null, length: null, state: "crashed" },
      { run: 80, ...times, state: "crashed" },
      { run: 26_000, ...times, state: "finished" },
    ]);
  });

  test("a call that is cancelled ends between its parts", async () => {
    const database = await open();
    const controller = new AbortController();
    controller.abort();
    const parts = conditionsOfRuns(
      database,
      await listConditionTypes(database),
      [10, 26_000],
      controller.signal,
    );
    const read = async () => {
      for await (const part of parts) expect(part.length).toBeLessThan(10);
    };
    expect(toFailure(await read().catch((thrown: unknown) => thrown)).code).toBe("cancelled");
  });
});
