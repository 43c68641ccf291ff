/** Summaries of columns against counting the shown values one by one, on both databases. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell } from "../../../core/api/values.ts";
import type { ValueSummary } from "../../../core/api/summary.ts";
import { describeCondition } from "../../../core/search/describeCondition.ts";
import { TextColumn, type HeldColumn } from "../../../core/results/columns.ts";
import { NumberColumn } from "../../../core/results/numberColumn.ts";
import { summarize } from "../../../core/results/summary.ts";
import { TimeColumn } from "../../../core/results/timeColumn.ts";
import { createService, createWriteService } from "../../../core/service/service.ts";
import { Yielding } from "../../../core/db/yielding.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, openWritableForTest, type TestDatabase, type TestRun } from "../../support/database.ts";

const { signal } = new AbortController();
const context = { signal, report: () => undefined };
const yielding = new Yielding(signal, "cancelled");

type Type = "int" | "float" | "bool" | "time" | "string" | "json";

function summaryOf(type: Type, values: readonly (string | number | null)[]): Promise<ValueSummary> {
  const column = emptyColumn(type);
  values.forEach((value, row) => {
    if (value !== null) column.set(row, value, row + 1);
  });
  return summarize(
    {
      type,
      keys: column.keys(values.length),
      cellOf: (key) => column.cellOf(key),
      areKeysInOrder: column.areKeysInOrder,
      areCut: column instanceof TextColumn && column.hasCutTexts,
    },
    yielding,
  );
}

function emptyColumn(type: Type): HeldColumn {
  if (type === "time") return new TimeColumn();
  return type === "string" || type === "json" ? new TextColumn() : new NumberColumn(type);
}

/** The answer by counting; of the values only those that it has no choice in. */
function counted(shown: readonly Cell[]): Pick<ValueSummary, "runs" | "missing" | "distinct"> & {
  counts: Map<Cell, number>;
} {
  const there = shown.filter((value) => value !== null);
  const counts = new Map<Cell, number>();
  for (const value of there) counts.set(value, (counts.get(value) ?? 0) + 1);
  return { runs: there.length, missing: shown.length - there.length, distinct: counts.size, counts };
}

const times = fc
  .date({ min: new Date("1950-01-01Z"), max: new Date("2080-01-01Z"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19).replace("T", " "));
const missingOr = <T>(values: fc.Arbitrary<T>) =>
  fc.array(fc.option(values, { freq: 5 }), { maxLength: 400 });

describe("a column's summary", () => {
  test.each<[Type, (string | number | null)[], (number | null)[]]>([
    ["int", [1, null, 3, 3], [7, 7 / 3, Math.sqrt(8 / 9)]],
    ["float", [1e9 + 0.1, 1e9 + 0.3], [2e9 + 0.4, 1e9 + 0.2, 0.1]],
    ["bool", [1, 0, 1, 1], [3, 0.75, Math.sqrt(3) / 4]],
    ["float", [1e308, 1e308], [null, null, null]],
    ["int", [null], [null, null, null]],
    ["int", [2, "9007199254740993"], [2 ** 53 + 2, 2 ** 52 + 1, 2 ** 52 - 1]],
    ["int", ["-9007199254740993", "9007199254740993"], [0, 0, 2 ** 53]],
    ["int", [2, "not a number"], [2, 2, 0]],
    ["string", ["1"], [null, null, null]],
    ["time", ["2018-01-01 00:00:00"], [null, null, null]],
  ])("sum, mean and σ of %s %j", async (type, values, expected) => {
    const { sum, mean, sigma } = await summaryOf(type, values);
    for (const [at, found] of [sum, mean, sigma].entries()) {
      const wanted = expected[at] ?? null;
      if (wanted === null) expect(found).toBeNull();
      else expect(found).toBeCloseTo(wanted, 6);
    }
  });

  test.each<[Type, fc.Arbitrary<(string | number | null)[]>]>([
    ["int", missingOr(fc.integer({ min: -30, max: 30 }))],
    ["int", missingOr(fc.maxSafeInteger())],
    ["float", missingOr(fc.double({ noNaN: true, noDefaultInfinity: true }))],
    ["float", missingOr(fc.integer({ min: 0, max: 500 }).map((n) => n / 10))],
    ["bool", missingOr(fc.constantFrom(0, 1))],
    ["time", missingOr(times)],
    ["string", missingOr(fc.string({ maxLength: 2 }))],
  ])("of %s is what counting gives", async (type, columns) => {
    await fc.assert(
      fc.asyncProperty(columns, async (values) => {
        const shown = values.map((value) => (type === "bool" && value !== null ? value !== 0 : value));
        const summary = await summaryOf(type, values);
        const { counts, ...expected } = counted(shown);
        expect(summary).toMatchObject(expected);
        expect(summary.values).toHaveLength(Math.min(200, counts.size));
        for (const { value, runs } of summary.values) expect(runs).toBe(counts.get(value));
        expect(summary.values.map(({ runs }) => runs)).toEqual(
          [...counts.values()].sort((a, b) => b - a).slice(0, 200),
        );
        if (type === "string") return;
        const sorted = [...counts.keys()].sort((a, b) => ((a ?? 0) < (b ?? 0) ? -1 : 1));
        expect(summary.least).toEqual(sorted[0] ?? null);
        expect(summary.greatest).toEqual(sorted.at(-1) ?? null);
        checkBins(summary, shown);
      }),
    );
  });

  test.each<[string, Type, (string | number)[], Cell[]]>([
    ["few whole numbers each have a range", "int", [3, 4, 6], [3, 4, 5, 6, 7]],
    ["one number has a range around it", "float", [100], [100, 105]],
    ["zero as well", "float", [0], [0, 0.05]],
    ["tenths are tenths", "float", [0, 3.7], Array.from({ length: 38 }, (_, at) => at / 10)],
    [
      "one time has a second",
      "time",
      ["2016-02-17 13:26:01"],
      ["2016-02-17 13:26:01", "2016-02-17 13:26:02"],
    ],
    [
      "times of half an hour have minutes",
      "time",
      ["2016-02-28 23:58:30", "2016-02-29 00:03:30"],
      Array.from({ length: 31 }, (_, at) =>
        new Date(Date.UTC(2016, 1, 28, 23, 58, 30 + 10 * at)).toISOString().slice(0, 19).replace("T", " "),
      ),
    ],
  ])("ranges are round: %s", async (_, type, values, edges) => {
    const { bins } = await summaryOf(type, values);
    expect([...(bins ?? []).map(({ from }) => from), bins?.at(-1)?.to]).toEqual(edges);
  });

  test.each([[[4.6e-322]], [[0, 1e-300]], [[-1.7e308, 1.7e308]]])(
    "numbers like %j have no ranges",
    async (values) => {
      expect(await summaryOf("float", values)).toMatchObject({ runs: values.length, bins: null });
    },
  );

  test("minus zero is zero", async () => {
    expect(await summaryOf("float", [-0, 0, -0])).toMatchObject({
      least: 0,
      greatest: 0,
      distinct: 1,
      values: [{ value: 0, runs: 3 }],
    });
  });

  test("times that are none have no ranges, but a least and a greatest", async () => {
    const values = ["2016-02-17 13:26:01", "0000-00-00 00:00:00", "2016-02-17 13:26:01"];
    expect(await summaryOf("time", values)).toEqual({
      runs: 3,
      missing: 0,
      least: "0000-00-00 00:00:00",
      greatest: "2016-02-17 13:26:01",
      distinct: 2,
      values: [
        { value: "2016-02-17 13:26:01", runs: 2 },
        { value: "0000-00-00 00:00:00", runs: 1 },
      ],
      sum: null,
      mean: null,
      sigma: null,
      bins: null,
    });
  });

  test("long texts that begin alike cannot be told apart", async () => {
    const summary = await summaryOf("string", ["x".repeat(300), "y"]);
    expect(summary).toMatchObject({ runs: 2, distinct: null });
  });

  test("JSON is not listed", async () => {
    expect(await summaryOf("json", ["{}", "[]", "{}"])).toMatchObject({
      runs: 3,
      distinct: 2,
      values: [],
      bins: null,
    });
  });
});

/** Every value lies in the range that counts it, and the ranges follow one another. */
function checkBins({ bins }: ValueSummary, shown: readonly Cell[]): void {
  const there = shown.filter((value) => value !== null && typeof value !== "boolean");
  if (bins === null) return;
  expect(bins.length).toBeLessThanOrEqual(41);
  for (const [index, { from, to, runs }] of bins.entries()) {
    const isLast = index === bins.length - 1;
    expect(runs).toBe(
      there.filter((value) => value >= (from ?? 0) && (value < (to ?? 0) || (isLast && value === to))).length,
    );
    if (!isLast) expect(bins[index + 1]?.from).toBe(to);
  }
}

const content: TestDatabase = {
  types: { count: "int", current: "float", kind: "string", good: "bool", at: "time", unused: "int" },
  runs: Object.fromEntries(
    Array.from({ length: 50 }, (_, at): [number, TestRun] => [
      100 + at,
      {
        started: `2016-02-17 13:26:${String(at).padStart(2, "0")}`,
        conditions: {
          ...(at % 3 === 0 ? {} : { count: at % 5 === 0 ? [-1, at] : at }),
          current: at / 8,
          kind: at % 2 === 0 ? "physics" : `kind ${at % 3}`,
          good: at % 4 !== 0,
          at: `2016-02-17 13:26:${String(at).padStart(2, "0")}`,
        },
      },
    ]),
  ),
};
const names = ["count", "current", "kind", "good", "at", "unused", "started", "length"];

describe.each(backends)("over a database on $name", ({ create }) => {
  test("a condition's summary is that of a column of all runs", async () => {
    const service = createService(await openForTest(await create(content)), "p1");
    const all = { expression: "", runMin: null, runMax: null, ranges: [], columns: names, early: false };
    const { result } = await service.searchRuns(
      { ...all, order: { column: "run", descending: false } },
      context,
    );
    const { runs, values } = await service.readRows({ result, from: 0, count: 100, texts: "cut" }, context);
    for (const [index, name] of [...names, "run"].entries()) {
      const summary = await service.summarizeColumn({ result, column: name }, context);
      const { counts, ...expected } = counted(values[index] ?? runs);
      expect(summary, name).toMatchObject(expected);
      expect(new Map(summary.values.map(({ value, runs: of }) => [value, of])), name).toEqual(counts);
      if (name !== "run") expect(await service.describeCondition({ name }, context), name).toEqual(summary);
    }
  });

  test("is read again once a condition was added", async () => {
    const database = await openWritableForTest(await create(content));
    expect(await describeCondition(database, "unused", signal)).toMatchObject({
      runs: 0,
      missing: 50,
      least: null,
    });
    await createWriteService(database, "tester").addConditions(
      { run: 100, values: [{ name: "unused", value: 7 }], replace: false },
      context,
    );
    expect(await describeCondition(database, "unused", signal)).toMatchObject({
      runs: 1,
      least: 7,
      greatest: 7,
    });
  });

  test("names that are none are refused", async () => {
    const database = await openForTest(await create(content));
    await expect(describeCondition(database, "kin", signal)).rejects.toMatchObject({
      code: "no_such_condition",
    });
  });
});
