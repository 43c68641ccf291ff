/** Histograms and pairs: what is counted in which bin. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlotAxis } from "../../../core/api/plots.ts";
import { binsOf } from "../../../core/plots/bins.ts";
import { columnPlot } from "../../../core/plots/columnPlot.ts";
import { histogram } from "../../../core/plots/histogram.ts";
import { pairPlot } from "../../../core/plots/pairPlot.ts";
import { TextColumn, type HeldColumn } from "../../../core/results/columns.ts";
import { NumberColumn } from "../../../core/results/numberColumn.ts";
import { Filling } from "../../../core/results/filling.ts";
import { HeldResult } from "../../../core/results/heldResult.ts";
import { NumberList } from "../../../core/results/numberList.ts";

type Value = number | string | null;

/** A result of runs 1, 2, … with the columns x (float) and y (float, or text where there is one). */
function resultOf(rows: readonly { readonly x: Value; readonly y: Value }[]): HeldResult {
  const runs = new NumberList();
  const hasTexts = rows.some(({ y }) => typeof y === "string");
  const x = new NumberColumn("float");
  const y: HeldColumn = hasTexts ? new TextColumn() : new NumberColumn("float");
  rows.forEach((values, row) => {
    runs.push(row + 1);
    x.set(row, Number(values.x ?? NaN));
    y.set(row, values.y, row);
  });
  const columns = [
    { name: "x", type: "float" as const, description: null },
    { name: "y", type: hasTexts ? ("string" as const) : ("float" as const), description: null },
  ];
  const filling = new Filling(() => (async function* () {})());
  return new HeldResult(runs, columns, [x, y], filling);
}

function axisOf(type: PlotAxis["type"], categories: string[] = []): PlotAxis {
  return {
    column: "x",
    type,
    categories,
    hasOthers: false,
    others: 0,
    least: null,
    greatest: null,
    leastPositive: null,
  };
}

describe("bins", () => {
  test.each<[PlotAxis["type"], number, number, number, number[]]>([
    ["float", 0, 1, 12, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ["float", -1, 3, 6, [-1, 0, 1, 2, 3]],
    ["int", 1, 4, 50, [0.5, 1.5, 2.5, 3.5, 4.5]],
    ["int", 0, 39, 10, [-0.5, 4.5, 9.5, 14.5, 19.5, 24.5, 29.5, 34.5, 39.5]],
    ["time", 0, 7200, 6, [0, 1800, 3600, 5400, 7200]],
    ["bool", 0, 1, 50, [-0.5, 0.5, 1.5]],
    // One value is in the middle.
    ["float", 20, 20, 12, [19, 21]],
    ["float", -0.5, -0.5, 12, [-0.525, -0.475]],
    ["float", 0, 0, 12, [-0.05, 0.05]],
    ["int", 7, 7, 12, [6.5, 7.5]],
    ["time", 864_000, 864_000, 26, [862_200, 865_800]],
  ])("%s from %d to %d, at most %d", (type, from, to, most, edges) => {
    expect(binsOf(axisOf(type), { from, to }, most, false).edges).toEqual(edges);
  });

  test("one value is in the middle of its bin on a logarithmic axis, too", () => {
    const { edges } = binsOf(axisOf("float"), { from: 100, to: 100 }, 12, true);
    expect(edges.map(Math.log10)).toEqual([expect.closeTo(1.5, 9), expect.closeTo(2.5, 9)]);
  });

  test.each<[string, (number | string)[][], string | null]>([
    [
      "a line",
      [
        [1, 1],
        [2, 2],
      ],
      null,
    ],
    [
      "one x",
      [
        [2, 1],
        [2, 2],
      ],
      "same",
    ],
    ["one run", [[1, 1]], "few"],
    [
      "texts",
      [
        [1, "a"],
        [2, "b"],
      ],
      "kind",
    ],
  ])("why no line goes through a pair is said: %s", (_, rows, noFit) => {
    const wanted = {
      x: "x",
      y: "y",
      xFrom: null,
      xTo: null,
      yFrom: null,
      yTo: null,
      xLog: false,
      yLog: false,
    };
    const result = resultOf(rows.map(([x = null, y = null]) => ({ x, y })));
    const size = { points: 10, columns: 10, rows: 10 };
    const plot = pairPlot(result, { ...wanted, ...size, fit: true, profileBins: 25 });
    expect(plot.noFit).toBe(noFit);
    expect(plot.fit === null).toBe(noFit !== null);
    expect(pairPlot(result, { ...wanted, ...size }).noFit).toBeNull();
  });

  const value = fc.oneof(
    fc.integer({ min: -1000, max: 1000 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.constantFrom(0.1, 0.3, 0.7, 1e-12, 1e12),
  );

  test("each value lies in its bin, and there are no more than asked for", () => {
    const wanted = fc.record({
      values: fc.array(value, { minLength: 1 }),
      most: fc.integer({ min: 3, max: 60 }),
      isLogarithmic: fc.boolean(),
      isInteger: fc.boolean(),
    });
    fc.assert(
      fc.property(wanted, ({ values: given, most, isLogarithmic, isInteger }) => {
        const numbers = isInteger ? given.map(Math.round) : given;
        const values = isLogarithmic ? numbers.map((number) => Math.abs(number) || 1) : numbers;
        const extent = { from: Math.min(...values), to: Math.max(...values) };
        const { edges, binOf } = binsOf(axisOf(isInteger ? "int" : "float"), extent, most, isLogarithmic);
        expect(edges.length - 1).toBeLessThanOrEqual(most);
        expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        for (const each of values) {
          const bin = binOf(each);
          const [from = NaN, to = NaN] = edges.slice(bin, bin + 2);
          // The outermost edges of a logarithm are a hair beside the values that they are made of; and what is next to
          // nothing beside a bin's width is rounded away.
          const hair = Math.max(Math.abs(each), to - from) * 1e-12;
          expect(each).toBeGreaterThanOrEqual(from - hair);
          expect(each).toBeLessThanOrEqual(to + hair);
        }
      }),
    );
  });
});

/** No bounds and no logarithmic axis. */
const none = { xFrom: null, xTo: null, yFrom: null, yTo: null, xLog: false, yLog: false };

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const rowsOfPairs = fc.array(fc.record({ x: cell, y: cell }), { maxLength: 80 });

describe("a histogram", () => {
  const wanted = { column: "x", from: null, to: null, log: false, bins: 20 };

  test("counts every value once, and tells mean and deviation", () => {
    fc.assert(
      fc.property(rowsOfPairs, (rows) => {
        const found = histogram(resultOf(rows), wanted);
        const values = rows.flatMap(({ x }) => (x === null ? [] : [x]));
        expect(found.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect(found).toMatchObject({ rows: values.length, missing: rows.length - values.length });
        if (values.length === 0) {
          expect(found).toMatchObject({ mean: null, deviation: null });
          return;
        }
        const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
        const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length;
        expect(found.mean).toBeCloseTo(mean, 6);
        expect(found.deviation).toBeCloseTo(Math.sqrt(variance), 6);
      }),
    );
  });

  test("within bounds, and of texts by their names", () => {
    const rows = ["b", "a", "b", null, "c"].map((y, x) => ({ x, y }));
    expect(histogram(resultOf(rows), { ...wanted, from: 1, to: 3 }).rows).toBe(3);
    expect(histogram(resultOf(rows), { ...wanted, column: "y" })).toMatchObject({
      axis: { categories: ["a", "b", "c"] },
      counts: [1, 2, 1],
      missing: 1,
      mean: null,
    });
  });

  test("on a logarithmic axis what is not positive is missing", () => {
    const rows = [-1, 0, 1, 10, 100, null].map((x) => ({ x, y: null }));
    const found = histogram(resultOf(rows), { ...wanted, log: true, bins: 4 });
    expect(found).toMatchObject({ rows: 3, missing: 3, nonPositive: 2, infinite: 0, counts: [1, 0, 1, 1] });
  });

  test("an infinite value is told apart from a missing one", () => {
    const rows = [1, Infinity, -Infinity, null].map((x) => ({ x, y: 1 }));
    expect(histogram(resultOf(rows), wanted)).toMatchObject({ rows: 1, missing: 3, infinite: 2 });
    const pair = { ...none, x: "x", y: "y", points: 10, columns: 12, rows: 9 };
    expect(pairPlot(resultOf(rows), pair)).toMatchObject({
      rows: 1,
      missing: 3,
      infinite: 2,
      nonPositive: 0,
    });
    const line = { x: "run", column: "x", from: null, to: null, points: 100 };
    expect(columnPlot(resultOf(rows), line)).toMatchObject({ rows: 4, missing: 3, infinite: 2 });
  });
});

describe("a pair", () => {
  const wanted = { x: "x", y: "y", ...none, points: 1000, columns: 12, rows: 9 };

  test("few runs are points by x; those without both values are missing", () => {
    const rows = [
      { x: 3, y: 1 },
      { x: 1, y: 2 },
      { x: null, y: 3 },
      { x: 2, y: null },
    ];
    expect(pairPlot(resultOf(rows), wanted)).toMatchObject({
      rows: 2,
      missing: 2,
      points: { x: [1, 3], y: [2, 1], runs: [2, 1] },
      cells: null,
    });
  });

  test("what cannot stand on a logarithmic axis is told apart from what is missing", () => {
    const rows = [
      { x: 0, y: 1 },
      { x: 1, y: -1 },
      { x: null, y: -1 },
      { x: 2, y: 2 },
    ];
    const found = (xLog: boolean, yLog: boolean) => pairPlot(resultOf(rows), { ...wanted, xLog, yLog });
    expect(found(true, true)).toMatchObject({ rows: 1, missing: 3, nonPositive: 2 });
    expect(found(true, false)).toMatchObject({ rows: 2, missing: 2, nonPositive: 1 });
    expect(found(false, false)).toMatchObject({ rows: 3, missing: 1, nonPositive: 0 });
  });

  test("many are counted by cells: each run in that in which it lies", () => {
    const bounds = fc.option(fc.tuple(fc.integer({ min: -60, max: 0 }), fc.integer({ min: 1, max: 60 })));
    fc.assert(
      fc.property(rowsOfPairs, bounds, (rows, bound) => {
        const [xFrom, xTo] = bound ?? [null, null];
        const found = pairPlot(resultOf(rows), { ...wanted, xFrom, xTo, points: 0 });
        const within = rows.filter(
          ({ x, y }) => x !== null && y !== null && x >= (xFrom ?? -Infinity) && x <= (xTo ?? Infinity),
        );
        expect(found.rows).toBe(within.length);
        if (!found.cells) {
          expect(within).toEqual([]);
          return;
        }
        const { xEdges, yEdges, counts } = found.cells;
        const expected = counts.map(() => 0);
        for (const { x, y } of within) {
          const column = plainBin(xEdges, x ?? NaN);
          const row = plainBin(yEdges, y ?? NaN);
          expected[column * (yEdges.length - 1) + row] =
            1 + (expected[column * (yEdges.length - 1) + row] ?? 0);
        }
        expect(counts).toEqual(expected);
      }),
    );
  });
});

/** The last bin that begins at or before a value, but the value at the end is in the last one. */
function plainBin(edges: readonly number[], value: number): number {
  const begun = edges.filter((edge) => edge <= value).length - 1;
  return Math.max(0, Math.min(begun, edges.length - 2));
}

describe("a logarithmic axis begins with the least value above zero that is drawn", () => {
  const all = { xFrom: null, xTo: null, yFrom: null, yTo: null, columns: 10, rows: 10 };
  const result = resultOf([
    { x: 1, y: 1 },
    { x: 2, y: 10 },
    { x: 3, y: 1e9 },
    { x: 400, y: 0 },
    { x: -1, y: 1e-5 },
  ]);
  test.each<[boolean, boolean, number, [number, number], number]>([
    [true, true, 2, [1, 3], 1],
    [false, true, 1, [-1, 3], 1e-5],
    [true, false, 1, [1, 400], 1],
  ])("of x: %s, of y: %s", (xLog, yLog, nonPositive, [least, greatest], leastPositive) => {
    for (const points of [100, 0]) {
      const plot = pairPlot(result, { ...all, x: "x", y: "y", xLog, yLog, points });
      expect(plot).toMatchObject({
        rows: 5 - nonPositive,
        nonPositive,
        x: { least, leastPositive: 1, greatest },
        y: { leastPositive, greatest: 1e9 },
      });
    }
  });

  test("in a histogram and along the runs", () => {
    const counted = histogram(result, { column: "y", from: null, to: null, log: true, bins: 20 });
    expect(counted).toMatchObject({ rows: 4, nonPositive: 1, axis: { least: 0, leastPositive: 1e-5 } });
    expect(counted.edges[0]).toBeCloseTo(1e-5, 12);
    const line = columnPlot(result, { x: "run", column: "y", from: null, to: null, points: 100 });
    expect(line).toMatchObject({ nonPositive: 1, y: { leastPositive: 1e-5, greatest: 1e9 } });
    const sum = columnPlot(result, { x: "run", column: "x", sumUnit: 1, from: null, to: null, points: 100 });
    expect(sum.y).toMatchObject({ least: 0, leastPositive: 1, greatest: 406 });
  });
});
