import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import type { ColumnPlot } from "../../../core/api/plots.ts";
import { rowsOfBuckets } from "../../../core/plots/buckets.ts";
import { columnPlot } from "../../../core/plots/columnPlot.ts";
import { hasFewValues } from "../../../core/plots/fewValues.ts";
import type { HeldResult } from "../../../core/results/heldResult.ts";
import { listStretches } from "../../../core/results/stretches.ts";
import { TimeColumn } from "../../../core/results/timeColumn.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestDatabase } from "../../support/database.ts";

const content: TestDatabase = {
  types: { count: "int", kind: "string", good: "bool", at: "time", tree: "json" },
  runs: {
    1: { started: "2016-02-17 13:00:00", conditions: { count: 10, kind: "a", good: true } },
    2: { started: "2016-02-17 14:00:00", conditions: { kind: "b", at: "2016-02-17 00:00:30" } },
    3: { started: "2016-02-17 15:00:00", conditions: { count: -5, kind: "a", good: false } },
    200: { started: "2016-02-20 15:00:00", conditions: { count: 7, tree: "[1]" } },
    201: { conditions: { count: 8, kind: "c" } },
  },
};

interface Part {
  readonly from: number | null;
  readonly to: number | null;
  readonly points: number;
  readonly yFrom?: number;
  readonly yTo?: number;
}
const whole: Part = { from: null, to: null, points: 1000 };

describe.each(backends)("a column along runs and times on $name", ({ create }) => {
  async function plot(x: string, column: string, wanted: Partial<Part> = {}): Promise<ColumnPlot> {
    const columns = [x, column].filter((name) => name !== "run");
    const order = { column: "run", descending: true };
    const bounds = { expression: "", runMin: null, runMax: null, ranges: [] };
    const { result } = await searchRuns(await openForTest(await create(content)), {
      ...bounds,
      columns,
      order,
    });
    return columnPlot(result, { x, column, ...whole, ...wanted });
  }

  test("every run is a point; a missing value and a leap of runs end the line", async () => {
    expect(await plot("run", "count")).toMatchObject({
      x: { column: "run", type: "int", least: 1, greatest: 201 },
      y: { column: "count", type: "int", categories: [], least: -5, greatest: 10 },
      rows: 5,
      missing: 1,
      unplaced: 0,
      isWhole: true,
      points: {
        x: [1, 2, 3, 101.5, 200, 201],
        runs: [1, 2, 3, null, 200, 201],
        values: [10, null, -5, null, 7, 8],
      },
      low: -5,
      high: 10,
    });
  });

  test("along a time: in its order, as if its wall clock were UTC's, without what has none", async () => {
    const second = (text: string): number => Date.parse(`${text}Z`) / 1000;
    const { points, unplaced } = await plot("started", "count", { to: second("2016-02-20T15:00:00") });
    expect(unplaced).toBe(1);
    expect(points.runs).toEqual([1, 2, 3, null, 200]);
    expect(points.x[0]).toBe(second("2016-02-17T13:00:00"));
    expect(points.x.at(-1)).toBe(second("2016-02-20T15:00:00"));
  });

  test.each<[string, (number | null)[], string[]]>([
    ["kind", [0, 1, 0, null, null, 2], ["a", "b", "c"]],
    ["good", [1, null, 0, null, null, null], []],
    ["at", [null, Date.parse("2016-02-17T00:00:30Z") / 1000, null, null, null, null], []],
  ])("%s as numbers", async (column, values, categories) => {
    const { y, points } = await plot("run", column);
    expect(points.values).toEqual(values);
    expect(y.categories).toEqual(categories);
  });

  test("bounds are included", async () => {
    const { rows, points, nonPositive, outside } = await plot("run", "count", {
      from: 3,
      to: 200,
      yFrom: -4,
      yTo: 6,
    });
    expect({ rows, nonPositive, outside }).toEqual({ rows: 2, nonPositive: 1, outside: 2 });
    expect(points.runs).toEqual([3, null, 200]);
  });

  test.each([
    ["run", "tree", /cannot be plotted: its values are json/],
    ["kind", "count", /neither the run nor a time/],
  ])("%s, %s is refused", async (x, column, message) => {
    const failure = toFailure(await plot(x, column).catch((thrown: unknown) => thrown));
    expect(failure).toMatchObject({ code: "bad_input", message: expect.stringMatching(message) as string });
  });

  test("more texts than there are places for share the last one", async () => {
    const result = await resultOf(45, (index) => (index < 10 ? "often" : `kind ${index}`));
    const { y, points } = columnPlot(result, { x: "run", column: "kind", ...whole });
    // By name and not by how often they are there: another query moves none of them past another.
    expect(y.categories.slice(0, 3)).toEqual(["kind 10", "kind 11", "kind 12"]);
    expect(y.categories.at(-1)).toBe("often");
    expect(y).toMatchObject({ hasOthers: true, others: 6, greatest: 30 });
    expect(y.categories).toHaveLength(30);
    expect(points.values.filter((value) => value === 30)).toHaveLength(6);
  });

  test("of texts, which no axis is logarithmic for, a quarter of the points are buckets", async () => {
    const result = await resultOf(100, () => "a");
    const { points } = columnPlot(result, { x: "run", column: "kind", ...whole, points: 40 });
    expect(points.runs.filter((run) => run !== null)).toHaveLength(10);
  });

  async function resultOf(count: number, kindOf: (index: number) => string): Promise<HeldResult> {
    const runs = Array.from({ length: count }, (_, index) => [
      index + 1,
      { conditions: { kind: kindOf(index) } },
    ]);
    const path = await create({
      types: { kind: "string" },
      runs: Object.fromEntries(runs) as TestDatabase["runs"] & object,
    });
    const { result } = await searchRuns(await openForTest(path), {
      expression: "",
      runMin: null,
      runMax: null,
      ranges: [],
      columns: ["kind"],
      order: { column: "run", descending: false },
    });
    return result;
  }
});

describe("the rows that are drawn of many", () => {
  const row = fc.record({
    x: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: -5, max: 105 }) },
      { weight: 1, arbitrary: fc.constant(NaN) },
    ),
    y: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }) },
      { weight: 1, arbitrary: fc.constant(NaN) },
    ),
  });
  const wanted = { from: 0, to: 100, buckets: 7, places: 0 };

  interface Placed {
    readonly x: number;
    readonly y: number;
    readonly row: number;
  }

  /** The rows of each bucket, in the order of x. */
  function bucketsOf(rows: readonly { x: number; y: number }[]): Placed[][] {
    const placed = rows.map((each, index) => ({ ...each, row: index }));
    return Array.from({ length: wanted.buckets }, (_, bucket) =>
      placed
        .filter(({ x }) => x >= 0 && x <= 100 && Math.min(6, Math.floor((x * 7) / 100)) === bucket)
        .sort((a, b) => a.x - b.x || a.row - b.row),
    ).filter((rows) => rows.length > 0);
  }

  const drawn = (rows: readonly { x: number; y: number }[], places = 0): number[][] =>
    rowsOfBuckets(
      {
        x: Float64Array.from(rows, ({ x }) => x),
        y: Float64Array.from(rows, ({ y }) => y),
        begin: 0,
        end: rows.length,
      },
      { ...wanted, places },
    );

  test("each bucket keeps its first, last, least, greatest and least positive value, and no row that is none of these", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
        const found = drawn(rows);
        const buckets = bucketsOf(rows);
        expect(found).toHaveLength(buckets.length);
        buckets.forEach((all, index) => {
          const kept = (found[index] ?? []).map((each) => rows[each] ?? { x: NaN, y: NaN });
          const valued = all.filter(({ y }) => !Number.isNaN(y));
          const values = valued.map(({ y }) => y);
          if (valued.length === 0) {
            expect(kept).toHaveLength(1);
            expect(kept[0]?.y).toBeNaN();
            return;
          }
          const isPositive = (value: number): boolean => value > 0;
          expect(kept.length).toBeLessThanOrEqual(values.every(isPositive) ? 4 : 5);
          // A logarithmic axis shows these alone.
          const least = Math.min(...values.filter(isPositive));
          expect(Math.min(...kept.map(({ y }) => y).filter(isPositive))).toBe(least);
          expect(found[index]?.[0]).toBe(valued[0]?.row);
          expect(found[index]?.at(-1)).toBe(valued.at(-1)?.row);
          expect(Math.min(...kept.map(({ y }) => y))).toBe(Math.min(...values));
          expect(Math.max(...kept.map(({ y }) => y))).toBe(Math.max(...values));
          expect(kept.map(({ x }) => x)).toEqual(kept.map(({ x }) => x).toSorted((a, b) => a - b));
        });
      }),
    );
  });

  test("of texts, each bucket keeps every one that is in it, once", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), (given) => {
        const rows = given.map(({ x, y }) => ({ x, y: Math.abs(y) }));
        const found = drawn(rows, 10);
        bucketsOf(rows).forEach((all, index) => {
          const values = [...new Set(all.map(({ y }) => y))].filter((y) => !Number.isNaN(y));
          const kept = (found[index] ?? []).map((each) => rows[each]?.y ?? NaN);
          expect(kept.toSorted((a, b) => a - b)).toEqual(
            values.length > 0 ? values.toSorted((a, b) => a - b) : [NaN],
          );
        });
      }),
    );
  });
});

test("times as seconds are those of a calendar", () => {
  const time = fc
    .date({
      min: new Date("1900-01-01T00:00:00Z"),
      max: new Date("2139-12-31T23:59:59Z"),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, 19));
  fc.assert(
    fc.property(fc.array(time), fc.boolean(), (times, asTexts) => {
      const column = new TimeColumn();
      times.forEach((text, at) => column.set(at, text.replace("T", " "), at + 1));
      // A time beyond the calendar's years: all are held as texts.
      if (asTexts) column.set(times.length, "1066-10-14 09:00:00", times.length + 1);
      const seconds = [...column.numbers(times.length)];
      expect(seconds).toEqual(times.map((text) => Date.parse(`${text}Z`) / 1000));
    }),
  );
});

describe("states", () => {
  test("texts, yes and no, numbers that runs share are states; what is measured is none; their stretches", async () => {
    const database = await openForTest(
      await (backends[0] ?? raise()).create({
        types: { target: "string", good: "bool", angle: "int", beam: "float", at: "time" },
        runs: Object.fromEntries(
          Array.from({ length: 40 }, (_, run) => [
            run + 1,
            {
              conditions: {
                target: run < 20 ? "LD2" : "LH2",
                good: run > 3,
                angle: run % 4 < 2 ? 45 : 90,
                beam: run + 0.5,
                at: "2016-02-17 00:00:00",
              },
            },
          ]),
        ),
      }),
    );
    const columns = ["target", "good", "angle", "beam", "at"];
    const order = { column: "run", descending: false };
    const bounds = { expression: "", runMin: null, runMax: null, ranges: [] };
    const { result } = await searchRuns(database, { ...bounds, columns, order });
    const states = columns.filter((column) => hasFewValues(result, column));
    expect(states).toEqual(["target", "good", "angle"]);
    expect(columnPlot(result, { x: "run", column: "beam", ...whole }).isState).toBe(false);
    expect(listStretches(result, ["target"], { runMin: 15, runMax: 25 })).toEqual([
      { first: 15, last: 20, runs: 6, values: ["LD2"] },
      { first: 21, last: 25, runs: 5, values: ["LH2"] },
    ]);
    expect(listStretches(result, ["beam"], { most: 3 })).toHaveLength(3);
  });
});

function raise(): never {
  throw new Error("there is no database to test with");
}
