import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import type { UseSegment } from "../../../core/api/files.ts";
import { mergeSegments, readFileUse, readRunsOfFile } from "../../../core/files/fileUse.ts";
import { backends, sqlite } from "../../support/backends.ts";
import { openForTest, type TestDatabase } from "../../support/database.ts";

const { signal } = new AbortController();
const path = "/daq/trigger.conf";

const content: TestDatabase = {
  runs: { 5: {}, 6: {}, 10: {}, 11: {}, 12: {}, 20: {}, 21: {} },
  statements: [
    `INSERT INTO files (id, path, sha256, content) VALUES
      (1, '${path}', 'h1', ''), (2, '${path}', 'h2', ''), (3, '/daq/Trigger.conf', 'h3', ''), (4, '/daq/unused', 'h4', '')`,
    // Run 12 has two versions, one of them twice; run 20 has another path's only.
    `INSERT INTO files_have_runs (files_id, run_number) VALUES
      (1, 6), (1, 10), (2, 12), (1, 12), (2, 12), (3, 20), (3, 6), (1, 21), (2, NULL), (NULL, 5)`,
    `INSERT INTO run_periods (name, run_min, run_max) VALUES
      ('second', 11, 20), ('empty', 13, 19), ('first', 1, 10), ('all', 0, 1000)`,
  ],
};

const segment = (file: number | null, firstRun: number, lastRun: number, runs: number): UseSegment => ({
  file,
  firstRun,
  lastRun,
  runs,
  used: file === null ? 0 : runs,
  versions: file === null ? 0 : 1,
});

describe.each(backends)("on $name", (backend) => {
  let connection: string;
  beforeAll(async () => {
    connection = await backend.create(content);
  });

  test("the versions of a path along the runs, with the gaps, and the periods among them", async () => {
    expect(await readFileUse(await openForTest(connection), path, signal)).toEqual({
      runs: 7,
      segments: [
        segment(null, 5, 5, 1),
        segment(1, 6, 10, 2),
        segment(null, 11, 11, 1),
        segment(2, 12, 12, 1),
        segment(null, 20, 20, 1),
        segment(1, 21, 21, 1),
      ],
      complete: true,
      periods: [
        { name: "all", place: 0, runs: 7 },
        { name: "first", place: 0, runs: 3 },
        { name: "second", place: 3, runs: 3 },
      ],
    });
  });

  test("a path that no run uses is one gap", async () => {
    const { segments } = await readFileUse(await openForTest(connection), "/daq/unused", signal);
    expect(segments).toEqual([segment(null, 5, 21, 7)]);
  });

  test("a path that is not there", async () => {
    const failure = toFailure(
      await readFileUse(await openForTest(connection), "/daq/trigger.cnf", signal).catch(
        (thrown: unknown) => thrown,
      ),
    );
    expect(failure).toMatchObject({
      code: "no_such_configuration_file",
      detail: { suggestions: expect.arrayContaining([path]) as string[] },
    });
  });

  test.each([
    [1, 4, ["6-10", "12-12", "21-21"]],
    [2, 1, ["12-12"]],
    [4, 0, []],
  ])("the runs of file %i as ranges", async (id, runs, ranges) => {
    const found = await readRunsOfFile(await openForTest(connection), id, signal);
    expect([found.runs, found.ranges.map(({ runMin, runMax }) => `${runMin}-${runMax}`)]).toEqual([
      runs,
      ranges,
    ]);
  });

  test("the runs of a file that is not there", async () => {
    const failure = toFailure(
      await readRunsOfFile(await openForTest(connection), 99, signal).catch((thrown: unknown) => thrown),
    );
    expect(failure.code).toBe("no_such_configuration_file");
  });

  test("reading can be cancelled", async () => {
    const controller = new AbortController();
    controller.abort();
    const database = await openForTest(connection);
    const failure = toFailure(
      await readFileUse(database, path, controller.signal).catch((thrown: unknown) => thrown),
    );
    expect(failure.code).toBe("cancelled");
  });
});

test("more ranges than can be searched are refused, with the way to list them", async () => {
  const numbers = Array.from({ length: 10_002 }, (_, at) => at + 1);
  const connection = await sqlite.create({
    statements: [
      `INSERT INTO runs (number) VALUES ${numbers.map((number) => `(${number})`).join()}`,
      "INSERT INTO files (id, path, sha256, content) VALUES (1, '/a', 'h', '')",
      "INSERT INTO files_have_runs SELECT 1, number FROM runs WHERE number % 2 = 0",
    ],
  });
  const failure = toFailure(
    await readRunsOfFile(await openForTest(connection), 1, signal).catch((thrown: unknown) => thrown),
  );
  expect(failure).toMatchObject({
    code: "too_large",
    message: expect.stringMatching(/5001 runs .* 5001 separate ranges.*rcdb file runs/) as string,
  });
});

test("segments are what a look at each run gives", async () => {
  const links = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(14)), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(links, async (linked) => {
      const connection = await sqlite.create({
        runs: Object.fromEntries(Array.from({ length: 15 }, (_, run) => [run, {}])),
        statements: [
          "INSERT INTO files (id, path, sha256, content) VALUES (1, '/a', 'h', ''), (2, '/a', 'i', ''), (3, '/b', 'j', '')",
          ...linked.map(([file, run]) => `INSERT INTO files_have_runs VALUES (${file}, ${run})`),
        ],
      });
      const expected = Array.from({ length: 15 }, (_, run) => {
        const files = linked.filter(([file, of]) => of === run && file < 3).map(([file]) => file);
        return files.length === 0 ? null : Math.max(...files);
      });
      const { segments } = await readFileUse(await openForTest(connection), "/a", signal);
      expect(segments.flatMap(({ file, runs }) => Array.from({ length: runs }, () => file))).toEqual(
        expected,
      );
      for (const [at, { file }] of segments.entries()) expect(file).not.toBe(segments[at - 1]?.file);
    }),
    { numRuns: 25 },
  );
});

describe("merged segments", () => {
  const lengths = fc.array(
    fc.tuple(fc.option(fc.integer({ min: 1, max: 5 })), fc.integer({ min: 1, max: 50 })),
    {
      minLength: 1,
      maxLength: 200,
    },
  );
  const toSegments = (given: readonly (readonly [number | null, number])[]): UseSegment[] => {
    let place = 0;
    return given.map(([file, runs]) => {
      const first = place;
      place += runs;
      return segment(file, first, place - 1, runs);
    });
  };

  test("hold the same runs, and are few", () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 50 }), (given, most) => {
        const segments = toSegments(given);
        const merged = mergeSegments(segments, most);
        const sum = (list: readonly UseSegment[], count: (one: UseSegment) => number) =>
          list.reduce((total, one) => total + count(one), 0);
        expect(sum(merged, ({ runs }) => runs)).toBe(sum(segments, ({ runs }) => runs));
        expect(sum(merged, ({ used }) => used)).toBe(sum(segments, ({ used }) => used));
        expect(merged.length).toBeLessThanOrEqual(Math.max(most, Math.min(segments.length, 3 * most + 1)));
        for (const [at, { firstRun, lastRun, runs }] of merged.entries()) {
          expect(firstRun).toBe((merged[at - 1]?.lastRun ?? -1) + 1);
          expect(lastRun).toBe(firstRun + runs - 1);
        }
        if (segments.length <= most) expect(merged).toEqual(segments);
      }),
    );
  });

  test("tell the version of most runs, and how many there are", () => {
    const [merged] = mergeSegments(
      toSegments([
        [1, 2],
        [null, 9],
        [2, 3],
        [1, 2],
        [3, 1],
      ]),
      1,
    );
    expect(merged).toEqual({ file: 1, firstRun: 0, lastRun: 16, runs: 17, used: 8, versions: 3 });
  });

  test("leave a long segment as it is", () => {
    const merged = mergeSegments(
      toSegments([
        [1, 1],
        [2, 1],
        [3, 100],
        [1, 1],
        [2, 1],
      ]),
      3,
    );
    expect(merged.map(({ runs, versions }) => [runs, versions])).toEqual([
      [2, 2],
      [100, 1],
      [2, 2],
    ]);
  });
});
