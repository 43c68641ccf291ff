/** What plots compute of a held result: running sums, neighbours, colours, positions. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import type { PlotAxis } from "../../../core/api/plots.ts";
import { binsOfWidth } from "../../../core/plots/bins.ts";
import { freedmanDiaconis, nearestRound } from "../../../core/plots/binWidth.ts";
import { columnPlot } from "../../../core/plots/columnPlot.ts";
import { colourGroups } from "../../../core/plots/colourGroups.ts";
import { histogram } from "../../../core/plots/histogram.ts";
import { baseOfTimes, fitLine } from "../../../core/plots/lineFit.ts";
import { stretchesOfRuns } from "../../../core/plots/neighbours.ts";
import { pairPlot } from "../../../core/plots/pairPlot.ts";
import { profileOf } from "../../../core/plots/profile.ts";
import { neighboursOf } from "../../../core/plots/runFacts.ts";
import { runningSums } from "../../../core/plots/runningSums.ts";
import type { HeldResult } from "../../../core/results/heldResult.ts";
import { searchRuns } from "../../../core/search/search.ts";
import type { Database } from "../../../core/db/database.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { sqlite } from "../../support/backends.ts";

const none = NaN;

describe("running sums", () => {
  const axis = {
    column: "n",
    categories: [],
    hasOthers: false,
    others: 0,
    least: null,
    greatest: null,
    leastPositive: null,
  };
  const along = (values: number[], isAscending = true) => ({
    axis: { ...axis, type: "int" as const },
    values: Float64Array.from(values),
    infinite: null,
    isAscending,
  });
  test.each<[string, number[], number[] | null, number, number[]]>([
    ["each with those before it", [1, 2, 3], null, 1, [1, 3, 6]],
    ["a missing value adds nothing", [1, none, 3], null, 1, [1, 1, 4]],
    ["in hours", [1800, 5400], null, 3600, [0.5, 2]],
    ["by place, not by row", [1, 10, 100], [2, none, 1], 1, [101, none, 100]],
    ["small ones beside a large one are not lost", [1e16, 1, 1, -1e16], null, 1, [1e16, 1e16, 1e16 + 2, 2]],
    ["down as well", [5, -7], null, 1, [5, -2]],
  ])("%s", (_, values, places, unit, sums) => {
    const x = along(places ?? [...values.keys()], places === null);
    expect([...runningSums(along(values), x, unit).values]).toEqual(sums);
  });

  test("the axis begins at zero; whole numbers stay whole", () => {
    const x = along([0, 1]);
    expect(runningSums(along([2, 3]), x, 1).axis).toMatchObject({ type: "int", least: 0, greatest: 5 });
    expect(runningSums(along([2, 3]), x, 2).axis).toMatchObject({ type: "float", greatest: 2.5 });
  });
});

test.each<[number[], number[], number[]]>([
  [
    [1, 2, 3],
    [1, 2, 3],
    [0, 0, 0],
  ],
  [
    [1, 3, 9, 10],
    [1, 2, 3, 9, 10],
    [0, 1, 1, 1],
  ],
  [[5], [1, 5, 9], [0]],
  [
    [1, 4, 6],
    [1, 2, 3, 4, 5, 6, 7],
    [0, 1, 2],
  ],
  [[], [1], []],
])("runs %j of %j are neighbours as %j", (runs, all, stretches) => {
  expect([...stretchesOfRuns(Float64Array.from(runs), all)]).toEqual(stretches);
});

describe("a result", () => {
  let database: Database;
  let result: HeldResult;
  beforeAll(async () => {
    const kinds = ["a", "b", "a", null, "c", "a"];
    const runs = Object.fromEntries(
      kinds.map((kind, at) => [
        at < 3 ? 10 + at : 1000 + at,
        {
          started: `2016-02-17 1${at}:00:00`,
          conditions: {
            count: at + 1,
            ...(kind === null ? {} : { kind }),
            good: at % 2 === 0,
            many: at < 12 ? `text ${at}` : "",
            current: at * 1.5,
            ended: `2016-02-18 0${5 - at}:00:00`,
          },
        },
      ]),
    );
    database = await openDatabase(
      await sqlite.create({
        types: {
          count: "int",
          kind: "string",
          good: "bool",
          many: "string",
          current: "float",
          ended: "time",
        },
        runs,
      }),
    );
    const columns = ["count", "kind", "good", "many", "current", "started", "ended"];
    const bounds = { expression: "", runMin: null, runMax: null, ranges: [] };
    ({ result } = await searchRuns(database, {
      ...bounds,
      columns,
      order: { column: "run", descending: false },
    }));
  });
  afterAll(() => database.close());
  const whole = { x: "run", column: "count", from: null, to: null, points: 1000 };

  test("by position, with where run periods begin", () => {
    const plot = columnPlot(result, { ...whole, byPosition: true, edges: [0, 12, 1000, 9999] });
    expect(plot.x).toMatchObject({ column: "run", least: 0, greatest: 5 });
    expect(plot.points.x).toEqual([0, 1, 2, 3, 4, 5]);
    expect(plot.points.runs).toEqual([10, 11, 12, 1003, 1004, 1005]);
    expect(plot.edges).toEqual([0, 2, 3, 6]);
  });

  test("the runs between two positions", () => {
    const { firstRun, lastRun, rows } = columnPlot(result, { ...whole, byPosition: true, from: 1.5, to: 4 });
    expect({ firstRun, lastRun, rows }).toEqual({ firstRun: 12, lastRun: 1004, rows: 3 });
  });

  test("sums count what is missing in what is summed", () => {
    const plot = columnPlot(result, { ...whole, column: "good", sumUnit: 1 });
    expect(plot.points.values.filter((value) => value !== null)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(plot).toMatchObject({ missing: 0, y: { type: "int", least: 0, greatest: 3 } });
  });

  test("sums along a time are sorted once for all parts of it", () => {
    const sort = vi.spyOn(Int32Array.prototype, "sort");
    const sums = { ...whole, x: "ended", sumUnit: 1 };
    const values = (from: number | null, more: object = {}) =>
      columnPlot(result, { ...sums, from, ...more }).points.values.filter((value) => value !== null);
    try {
      expect(values(null)).toEqual([6, 11, 15, 18, 20, 21]);
      const before = sort.mock.calls.length;
      expect(before).toBeGreaterThan(0);
      expect(values(Date.parse("2016-02-18T03:00:00Z") / 1000)).toEqual([18, 20, 21]);
      expect(sort.mock.calls.length).toBe(before);
      expect(values(null, { sumUnit: 2 })).toEqual([3, 5.5, 7.5, 9, 10, 10.5]);
      expect(values(null, { column: "current" })).toEqual([7.5, 13.5, 18, 21, 22.5, 22.5]);
      expect(values(null, { x: "started" })).toEqual([1, 3, 6, 10, 15, 21]);
    } finally {
      sort.mockRestore();
    }
  });

  test("a line ends where the database has runs between that are not in the result", async () => {
    const stretches = await neighboursOf(database, result, new AbortController().signal);
    expect(columnPlot(result, whole, { stretches }).points.values).toEqual([1, 2, 3, 4, 5, 6]);
    const some = { expression: "count != 2", runMin: null, runMax: null, ranges: [] };
    const order = { column: "run", descending: false };
    const { result: part } = await searchRuns(database, { ...some, columns: ["count"], order });
    const apart = await neighboursOf(database, part, new AbortController().signal);
    expect(columnPlot(part, whole, { stretches: apart }).points.values).toEqual([1, null, 3, 4, 5, 6]);
  });

  test("panels that ask at once have the runs read once; one that is cancelled stops none of the others", async () => {
    const bounds = { expression: "count != 3", runMin: null, runMax: null, ranges: [] };
    const order = { column: "run", descending: false };
    const { result: part } = await searchRuns(database, { ...bounds, columns: ["count"], order });
    const first = new AbortController();
    const { signal } = new AbortController();
    const asked = [first.signal, signal, signal].map((each) => neighboursOf(database, part, each));
    first.abort();
    await expect(asked[0]).rejects.toMatchObject({ code: "cancelled" });
    const [one, other] = await Promise.all(asked.slice(1));
    expect([...(one ?? [])]).toEqual([0, 0, 1, 1, 1]);
    expect(other).toBe(one);
  });

  test("runs that nobody waits for any more are read anew for the next one", async () => {
    const bounds = { expression: "count != 4", runMin: null, runMax: null, ranges: [] };
    const order = { column: "run", descending: false };
    const { result: part } = await searchRuns(database, { ...bounds, columns: ["count"], order });
    const only = new AbortController();
    const cancelled = neighboursOf(database, part, only.signal);
    only.abort();
    const next = neighboursOf(database, part, new AbortController().signal);
    await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
    expect([...(await next)]).toEqual([0, 0, 0, 1, 1]);
  });

  test.each<[string, Parameters<typeof colourGroups>[1], [string, unknown, number][], number[]]>([
    [
      "texts, and runs without one",
      { column: "kind" },
      [
        ["value", "a", 3],
        ["value", "b", 1],
        ["value", "c", 1],
        ["missing", null, 1],
      ],
      [0, 1, 0, 3, 2, 0],
    ],
    [
      "yes and no",
      { column: "good" },
      [
        ["value", false, 3],
        ["value", true, 3],
      ],
      [1, 0, 1, 0, 1, 0],
    ],
    [
      "run periods",
      { calendar: "period" },
      [
        ["value", "first", 2],
        ["missing", null, 4],
      ],
      [0, 0, 1, 1, 1, 1],
    ],
  ])("is coloured by %s", (_, colouring, groups, groupOf) => {
    const period = { id: 1, description: null, startDate: null, endDate: null };
    const periods = [
      { ...period, name: "first", runMin: 1, runMax: 11 },
      { ...period, name: "later", runMin: 5000, runMax: 6000 },
    ];
    const found = colourGroups(result, colouring, periods);
    expect(found.groups.map(({ kind, value, runs }) => [kind, value, runs])).toEqual(groups);
    expect([...found.groupOf]).toEqual(groupOf);
  });

  test("a run in several periods has the colour of the one that begins last, as in totals", () => {
    const period = { id: 1, description: null, startDate: null, endDate: null };
    const periods = [
      { ...period, name: "all", runMin: 1, runMax: 9999 },
      { ...period, name: "within", runMin: 11, runMax: 1003 },
    ];
    const { groups, groupOf } = colourGroups(result, { calendar: "period" }, periods);
    expect(groups.map(({ value, runs }) => [value, runs])).toEqual([
      ["all", 3],
      ["within", 3],
    ]);
    expect([...groupOf]).toEqual([0, 1, 1, 1, 0, 0]);
  });

  test("a time does not colour, a text is not summed", () => {
    const refused = (act: () => unknown) => {
      try {
        return act();
      } catch (error) {
        return toFailure(error).message;
      }
    };
    expect(refused(() => colourGroups(result, { column: "started" }, []))).toMatch(
      /cannot colour: its values are time/,
    );
    expect(refused(() => columnPlot(result, { ...whole, column: "kind", sumUnit: 1 }))).toMatch(
      /cannot be summed/,
    );
  });

  test("points, pairs and bars have the groups of their runs", () => {
    const colours = colourGroups(result, { column: "kind" }, []);
    expect(columnPlot(result, { ...whole, byPosition: true }, { colours }).points.groups).toEqual([
      0, 1, 0, 3, 2, 0,
    ]);
    const axes = {
      xFrom: null,
      xTo: null,
      yFrom: null,
      yTo: null,
      xLog: false,
      yLog: false,
      columns: 9,
      rows: 9,
    };
    const pair = pairPlot(result, { x: "count", y: "current", points: 100, ...axes }, colours);
    expect(pair.points?.groups).toEqual([0, 1, 0, 3, 2, 0]);
    const bars = histogram(result, { column: "good", from: null, to: null, log: false, bins: 10 }, colours);
    expect(bars.counts).toEqual([3, 3]);
    expect(bars.groupCounts).toEqual([
      [1, 2],
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
  });

  test("more values than colours share one; their peaks stay where rows are many", () => {
    const values = Array.from({ length: 12 }, (_, at) => ({
      text: `k${String(at).padStart(2, "0")}`,
      runs: 12 - at,
    }));
    const keys = values.flatMap(({ runs }, key) => Array.from({ length: runs }, () => key));
    const many = {
      count: keys.length,
      valuesOf: () => ({
        type: "string",
        keys: Float64Array.from(keys),
        cellOf: (key: number) => values[key]?.text,
      }),
    } as unknown as HeldResult;
    const { groups } = colourGroups(many, { column: "kind" }, []);
    expect(groups.map(({ kind }) => kind)).toEqual([...Array.from({ length: 8 }, () => "value"), "others"]);
    expect(groups.at(-1)).toMatchObject({ runs: 4 + 3 + 2 + 1 });
    expect(groups[0]).toMatchObject({ value: "k00", runs: 12 });
  });
});

describe("lines and profiles", () => {
  test.each<[string, [number, number][], object | string]>([
    [
      "exactly on a line",
      [
        [0, 1],
        [1, 3],
        [2, 5],
      ],
      { intercept: 1, slope: 2, slopeError: 0, correlation: 1 },
    ],
    [
      "of two points, without errors",
      [
        [1, 1],
        [3, 2],
      ],
      { intercept: 0.5, slope: 0.5, slopeError: null },
    ],
    [
      "level",
      [
        [0, 4],
        [1, 4],
        [2, 4],
      ],
      { intercept: 4, slope: 0, correlation: null },
    ],
    ["of one point", [[1, 1]], "few"],
    [
      "upright",
      [
        [1, 1],
        [1, 2],
      ],
      "same",
    ],
    [
      "too far apart",
      [
        [1e200, 1],
        [-1e200, 2],
      ],
      "large",
    ],
    [
      "far from zero",
      [
        [1e9, 1],
        [1e9 + 1, 2],
        [1e9 + 2, 3],
      ],
      { slope: 1, correlation: 1 },
    ],
  ])("%s", (_, points, fit) => {
    const found = fitLine(points);
    if (typeof fit === "string") expect(found).toBe(fit);
    else expect(found).toMatchObject(fit);
  });

  const midnight = Date.UTC(2018, 2, 1) / 1000;
  test.each<[string, number, number, object]>([
    ["days", 13 * 3600, 86_400, { origin: midnight, unit: 86_400 }],
    ["hours", 13 * 3600 + 60, 600, { origin: midnight + 13 * 3600, unit: 3600 }],
  ])("along a time, in %s from the first on", (_, after, step, base) => {
    const first = midnight + after;
    const { origin, unit } = baseOfTimes(first, first + 9 * step);
    expect({ origin, unit }).toEqual(base);
    const fit = fitLine(
      Array.from({ length: 10 }, (__, at) => {
        const x = first + at * step;
        return [x, 12.3 + (0.4 * (x - origin)) / unit] as const;
      }),
      { origin, unit },
    );
    expect(fit).toMatchObject({
      ...base,
      intercept: expect.closeTo(12.3, 9) as number,
      slope: expect.closeTo(0.4, 9) as number,
    });
  });

  test("with the errors that textbooks give", () => {
    // x 1 … 5, y 2 4 5 4 5: slope 0.6, intercept 2.2, residual sum of squares 2.4.
    const found = fitLine([
      [1, 2],
      [2, 4],
      [3, 5],
      [4, 4],
      [5, 5],
    ]);
    const fit = typeof found === "string" ? null : found;
    expect(fit?.slope).toBeCloseTo(0.6, 12);
    expect(fit?.intercept).toBeCloseTo(2.2, 12);
    expect(fit?.slopeError).toBeCloseTo(Math.sqrt(0.8 / 10), 12);
    expect(fit?.interceptError).toBeCloseTo(Math.sqrt(0.8 * (1 / 5 + 9 / 10)), 12);
    expect(fit?.correlation).toBeCloseTo(0.7745966692, 9);
  });

  test("mean and σ of each bin", () => {
    const bins = { edges: [0, 1, 2, 3], binOf: Math.floor };
    expect(
      profileOf(
        [
          [0.5, 1],
          [0.6, 3],
          [2.5, 7],
        ],
        bins,
      ),
    ).toEqual({
      edges: [0, 1, 2, 3],
      means: [2, null, 7],
      deviations: [1, null, 0],
      counts: [2, 0, 1],
    });
  });
});

describe("bins", () => {
  const float: PlotAxis = {
    column: "x",
    type: "float",
    categories: [],
    hasOthers: false,
    others: 0,
    least: 0,
    greatest: 1,
    leastPositive: null,
  };
  test.each<[string, number[], number | null]>([
    ["twice the quartiles' range over the cube root", [0, 1, 2, 3, 4, 5, 6, 7], (2 * 3.5) / 2],
    ["the middle half is one value", [0, 1, 1, 1, 1, 9], null],
    ["one value", [5], null],
    ["none", [], null],
  ])("%s", (_, values, width) => {
    expect(freedmanDiaconis(values)).toBe(width);
  });

  test.each<["int" | "float", number, number, number, number[]]>([
    ["float", 0.1, 0.9, 0.25, [0, 0.25, 0.5, 0.75, 1]],
    ["int", 3, 8, 2, [1.5, 3.5, 5.5, 7.5, 9.5]],
    ["int", 3, 5, 0.2, [2.5, 3.5, 4.5, 5.5]],
  ])("%s from %d to %d by %d", (type, from, to, width, edges) => {
    expect(binsOfWidth({ ...float, type }, { from, to }, width).edges).toEqual(edges);
  });

  test.each([
    [24, 20],
    [0.036, 0.05],
    [8, 10],
    [1, 1],
  ])("%d is nearest to %d", (width, round) => {
    expect(nearestRound(width)).toBe(round);
  });

  test("too many are refused", () => {
    expect(() => binsOfWidth(float, { from: 0, to: 1e6 }, 1)).toThrow(/more than 1000/);
  });
});
