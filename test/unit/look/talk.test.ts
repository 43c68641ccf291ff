/** What plots for a talk are made of: colours, plans, bars, ticks at runs. */
import { describe, expect, test } from "vitest";
import type { PlotAxis, PlotFit } from "../../../core/api/plots.ts";
import { outlines, stackedBars } from "../../../renderer/look/bars.ts";
import { positionBands, runBands } from "../../../renderer/look/periodBands.ts";
import { extentWithLine, plannedLine, planStroke, summedUnit } from "../../../renderer/look/plan.ts";
import { fitStroke, fitText, noFitText, profileStrokes, withError } from "../../../renderer/look/fits.ts";
import { setFormats, usualFormats } from "../../../renderer/lib/formats.ts";
import { hiddenAmong, hiddenBesides, legendOf } from "../../../renderer/plot/legend.ts";
import { byColour } from "../../../renderer/plot/painting.ts";
import { ticksOf } from "../../../renderer/plot/ticks.ts";

const axis: PlotAxis = {
  column: "run",
  type: "int",
  categories: [],
  hasOthers: false,
  others: 0,
  least: 0,
  greatest: 9,
  leastPositive: null,
};

describe("ticks at runs", () => {
  const at = Array.from({ length: 10 }, (_, position) => position);
  const labels = at.map((position) => String(position < 5 ? 10_000 + position : 20_000 + position));
  test.each<[number, number, number, string[]]>([
    [-0.5, 9.5, 420, ["10000", "10002", "10004", "20006", "20008"]],
    [4, 6, 420, ["10004", "20005", "20006"]],
    [20, 30, 420, []],
  ])("from %d to %d", (from, to, pixels, texts) => {
    const scale = { axis, isLogarithmic: false, from, to, stops: { at, labels } };
    expect(ticksOf(scale, pixels, "x").map(({ label }) => label)).toEqual(texts);
  });

  test("where few of many runs are drawn they stand at these", () => {
    const stops = { at: [0, 3, 95], labels: ["1", "4", "96"] };
    const scale = { axis, isLogarithmic: false, from: 0, to: 100, stops };
    expect(ticksOf(scale, 840, "x")).toEqual([
      { at: 0, label: "1" },
      { at: 95, label: "96" },
    ]);
  });
});

test("run periods lie where their runs are in the result; those without any are not there", () => {
  const period = { id: 1, description: null, startDate: null, endDate: null };
  const periods = [
    { ...period, name: "a", runMin: 1, runMax: 9 },
    { ...period, name: "none", runMin: 10, runMax: 19 },
    { ...period, name: "b", runMin: 20, runMax: 29 },
  ];
  expect(positionBands(periods, [0, 4, 4, 4, 4, 7]).map(({ x0, x1, label }) => [x0, x1, label])).toEqual([
    [-0.5, 3.5, "a"],
    [3.5, 6.5, "b"],
  ]);
});

test("what the names of all periods begin with is left out", () => {
  const period = { id: 1, description: null, startDate: null, endDate: null };
  const names = (...given: string[]) =>
    runBands(given.map((name, at) => ({ ...period, name, runMin: at * 10, runMax: at * 10 + 9 }))).map(
      ({ label }) => label,
    );
  expect(names("RunPeriod-2016-02", "RunPeriod-2017-01")).toEqual(["2016-02", "2017-01"]);
  expect(names("RunPeriod-2016-02")).toEqual(["RunPeriod-2016-02"]);
  expect(names("spring", "summer")).toEqual(["spring", "summer"]);
});

describe("a plan", () => {
  test.each<[Parameters<typeof plannedLine>, object]>([
    [[{ least: 0, greatest: 9 }, 10, 5], { x: [0, 9], y: [5, 50] }],
    // At their numbers, with others between them.
    [[{ least: 10_001, greatest: 20_000 }, 3, 5], { x: [10_001, 20_000], y: [5, 15] }],
    [[{ least: 86_400, greatest: 3 * 86_400 }, null, 10], { x: [86_400, 259_200], y: [0, 20] }],
    [[{ least: null, greatest: null }, 1, 5], { x: [0, 0], y: [5, 5] }],
  ])("%o", (given, line) => {
    expect(plannedLine(...given)).toEqual(line);
  });

  test("has room in the plot as far as it is in sight", () => {
    const line = plannedLine({ least: 0, greatest: 9 }, 10, 10);
    expect(extentWithLine({ from: 0, to: 40 }, line, { from: 0, to: 4 }, false)).toMatchObject({
      from: 0,
      to: 50.4,
    });
    expect(extentWithLine({ from: 0, to: 200 }, line, { from: 0, to: 9 }, false)).toEqual({
      from: 0,
      to: 200,
    });
    expect(extentWithLine({ from: 0, to: 40 }, line, { from: 20, to: 30 }, false)).toEqual({
      from: 0,
      to: 40,
    });
  });

  test.each<
    [string, Parameters<typeof plannedLine>, { from: number; to: number }, [number, number], number[]]
  >([
    // 1 a run: 1 … 1000.
    ["by run", [{ least: 0, greatest: 999 }, 1000, 1], { from: 0, to: 2 }, [0, 3], [0, 999]],
    ["above what is drawn", [{ least: 0, greatest: 9 }, 10, 1e6], { from: 0, to: 2 }, [6, 7], [0, 9]],
    ["below it", [{ least: 0, greatest: 9 }, 10, 1e-3], { from: 0, to: 2 }, [-3, -2], [0, 9]],
    // It begins at nothing, which has no place: it is drawn from the bottom on.
    ["over time", [{ least: 0, greatest: 864_000 }, null, 100], { from: 1, to: 2 }, [1, 3], [8640, 864_000]],
  ])("on a logarithmic axis it is bent, and as high as its values: %s", (_, given, shown, ends, along) => {
    const plan = plannedLine(...given);
    const all = { from: given[0].least ?? 0, to: given[0].greatest ?? 0 };
    const across = extentWithLine(shown, plan, all, true);
    expect(across.from).toBeCloseTo(Math.min(shown.from, ends[0]), 9);
    expect(across.to).toBeGreaterThanOrEqual(Math.max(shown.to, ends[1]) - 1e-9);
    expect(across.to).toBeLessThan(Math.max(shown.to, ends[1]) + 0.3);
    const { x, y } = planStroke(plan, all, across, true);
    expect([y[0], y.at(-1)]).toEqual(ends.map((at) => expect.closeTo(at, 9) as number));
    expect([x[0], x.at(-1)]).toEqual(along.map((at) => expect.closeTo(at, 6) as number));
    // Each of its places is on the line.
    const [from, to] = plan.y;
    for (const [index, at] of x.entries()) {
      const share = (at - all.from) / (all.to - all.from);
      expect(10 ** (y[index] ?? NaN)).toBeCloseTo(from + share * (to - from), 6);
    }
  });

  test("out of sight there is none of it", () => {
    const plan = plannedLine({ least: 0, greatest: 9 }, 10, 10);
    expect(planStroke(plan, { from: 20, to: 30 }, { from: 0, to: 2 }, true).x).toEqual([]);
    expect(planStroke(plan, { from: 0, to: 9 }, { from: 0, to: 2 }, false)).toEqual({
      x: [0, 9],
      y: [10, 100],
      colour: "plan",
      isDashed: true,
    });
  });

  test.each([
    ["s", { text: "h", size: 3600 }],
    ["nA", { text: "nA", size: 1 }],
    [null, { text: null, size: 1 }],
  ])("sums of %s", (unit, summed) => {
    expect(summedUnit(unit)).toEqual(summed);
  });
});

describe("colours", () => {
  const groups = [
    { kind: "value" as const, value: false, runs: 3 },
    { kind: "value" as const, value: 45.5, runs: 2 },
    { kind: "value" as const, value: "", runs: 1 },
    { kind: "others" as const, value: null, runs: 7 },
    { kind: "missing" as const, value: null, runs: 9 },
  ];

  test("in a legend", () => {
    expect(legendOf(groups).map(({ name, colour, runs }) => [name, colour, runs])).toEqual([
      ["no", 0, 3],
      ["45.5", 1, 2],
      ["(empty)", 2, 1],
      ["other", 8, 7],
      ["no value", 9, 9],
    ]);
  });

  test("whose names differ as their values do", () => {
    const values = [10081, 10085, 1_000_001, 1_000_002, 0.1234567, 0.1234568, 1e-7, -12345];
    const alike = values.map((value) => ({ kind: "value" as const, value, runs: 1 }));
    setFormats({ ...usualFormats, digits: 3, grouping: "comma" });
    const names = legendOf(alike).map(({ name }) => name);
    setFormats(usualFormats);
    expect(names).toEqual([
      ...["10,081", "10,085", "1,000,001", "1,000,002"],
      ...["0.1234567", "0.1234568", "1e-7", "-12,345"],
    ]);
  });

  test.each([
    [[], 1, [0, 2]],
    [[0, 2], 1, []],
    [[1], 1, [0, 2]],
    [[0], 1, [0, 2]],
  ])("with %j hidden a click on %d hides %j", (hidden, group, hides) => {
    expect(hiddenBesides([0, 1, 2], new Set(hidden), group)).toEqual(hides);
  });

  const group = (value: string, runs: number) => ({ kind: "value" as const, value, runs });
  test.each<[string, ReturnType<typeof group>[], number[]]>([
    ["with other counts", [group("a", 9), group("b", 2)], [1]],
    ["in another order", [group("b", 1), group("a", 1)], [0]],
    ["with one more value", [group("a", 1), group("b", 1), group("c", 1)], []],
    ["with another value", [group("a", 1), group("c", 1)], []],
    ["without one", [group("b", 1)], []],
  ])("what is hidden stays so by its value: %s", (_, now, hidden) => {
    expect(hiddenAmong(now, [group("a", 1), group("b", 1)], new Set([1]))).toEqual(hidden);
  });

  test("those of values are painted over the others", () => {
    expect(byColour([0, 1, 2, 3], [9, 0, 8, 0])).toEqual([
      [9, [0]],
      [8, [2]],
      [0, [1, 3]],
    ]);
    expect(byColour([0, 1], null)).toEqual([[null, [0, 1]]]);
  });
});

describe("bars by colour", () => {
  const bins = [
    { x0: 0, x1: 1 },
    { x0: 1, x1: 2 },
  ];
  const bars = [
    { counts: [2, 0], colour: 0 },
    { counts: [3, 5], colour: 9 },
  ];
  test("on top of each other", () => {
    const drawn = stackedBars(bins, bars, 1, { bottom: 0, isLogarithmic: false });
    expect(drawn.map(({ y0, y1, colour, strength }) => [y0, y1, colour, strength])).toEqual([
      [0, 2, 0, 0.8],
      [2, 5, 9, 0.8],
      [0, 5, 9, 1],
    ]);
  });

  test("on a logarithmic axis", () => {
    const drawn = stackedBars(bins, bars, null, { bottom: -0.3, isLogarithmic: true });
    expect(drawn.map(({ y0, y1 }) => [y0, y1])).toEqual([
      [-0.3, Math.log10(2)],
      [Math.log10(2), Math.log10(5)],
      [-0.3, Math.log10(5)],
    ]);
  });

  test("as outlines", () => {
    expect(outlines(bins, bars, { bottom: 0, isLogarithmic: false })[0]).toEqual({
      x: [0, 0, 1, 1, 2, 2],
      y: [0, 2, 2, 0, 0, 0],
      colour: 0,
    });
  });
});

describe("over a scatter plot", () => {
  const fit: PlotFit = {
    origin: 0,
    unit: 1,
    intercept: 1.234,
    slope: 0.5678,
    interceptError: 0.0456,
    slopeError: 0.012,
    correlation: 0.97654,
    points: 9,
  };

  test("a line with its parameters, to two digits of their errors", () => {
    const axis = { unit: null, isTime: false, isLogarithmic: false };
    const [x, y] = [
      { ...axis, name: "current" },
      { ...axis, name: "rate" },
    ];
    expect(fitText(fit, x, y)).toBe("rate = (1.234 ± 0.046) + (0.568 ± 0.012) · current, r = 0.977");
    expect(fitText({ ...fit, correlation: null }, { ...x, isLogarithmic: true, unit: "nA" }, y)).toMatch(
      /\) · log₁₀ current$/,
    );
    const withUnits = fitText(fit, { ...x, unit: "nA" }, { ...y, unit: "Hz" });
    expect(withUnits.replaceAll("\u00a0", " ")).toBe(
      "rate = (1.234 ± 0.046) Hz + (0.568 ± 0.012) Hz/nA · current, r = 0.977",
    );
    expect(fitStroke(fit, { from: 0, to: 10 })).toMatchObject({ x: [0, 10], y: [1.234, 6.912] });
  });

  const start = Date.UTC(2018, 2, 1, 13) / 1000;
  const daily = { ...fit, origin: start - 13 * 3600, unit: 86_400, correlation: null };
  test.each<[string, object, object, Partial<PlotFit>, string]>([
    [
      "a day",
      { isTime: true },
      { unit: "nA" },
      daily,
      "y = (1.234 ± 0.046) nA + (0.568 ± 0.012) nA per day from 2018-03-01",
    ],
    [
      "an hour",
      { isTime: true },
      {},
      { ...daily, origin: start, unit: 3600 },
      "y = (1.234 ± 0.046) + (0.568 ± 0.012) per hour from 2018-03-01 13:00",
    ],
    [
      "a time against a number",
      { unit: "nA" },
      { isTime: true },
      { intercept: start, interceptError: 7200, slope: 5400, slopeError: 360, correlation: null },
      "y = (2018-03-01 13:00:00 ± 2 h) + (1.50 ± 0.10) h/nA · x",
    ],
    [
      "a time against a time",
      { isTime: true },
      { isTime: true },
      { ...daily, intercept: start, interceptError: null, slope: 86_400, slopeError: null },
      "y = 2018-03-01 13:00:00 + 1 d per day from 2018-03-01",
    ],
  ])("a line along times says its moment and per what: %s", (_, ofX, ofY, given, text) => {
    const axis = { unit: null, isTime: false, isLogarithmic: false };
    const written = fitText(
      { ...fit, ...given },
      { ...axis, name: "x", ...ofX },
      { ...axis, name: "y", ...ofY },
    );
    expect(written.replaceAll("\u00a0", " ")).toBe(text);
  });

  test("a line along times is drawn from its moment on", () => {
    const { y } = fitStroke(
      { ...daily, intercept: 1, slope: 2 },
      { from: daily.origin, to: daily.origin + 86_400 },
    );
    expect(y).toEqual([1, 3]);
  });

  test("why there is no line is said", () => {
    expect(noFitText("same", "current")).toBe("no line: all values of current are the same");
  });

  test.each<[number, number | null, string]>([
    [1234.56, 12, "(1235 ± 12)"],
    [5, null, "5"],
    [5, 0, "5"],
    [123_456, 7890, "(123\u202f500 ± 7900)"],
    [12_345_678.9, 1.2, "(12\u202f345\u202f678.9 ± 1.2)"],
    [-1_234_567_890, 12, "(-1\u202f234\u202f567\u202f890 ± 12)"],
    [0.5, 0.5, "(0.50 ± 0.50)"],
    [123.456, 9.96, "(123 ± 10)"],
    [-0.001, 1.2, "(0.0 ± 1.2)"],
    [1.23456789e-7, 4.5e-12, "(1.234568e-7 ± 4.5e-12)"],
    [1e-9, 4.5e-5, "(0 ± 4.5e-5)"],
    [1.23456789e20, 1.2e18, "(1.235e+20 ± 1.2e+18)"],
    [5, 1e-20, "(5.0000000000000000e+0 ± 1.0e-20)"],
    [5, Infinity, "(5e+0 ± Infinity)"],
  ])("%d with %d", (value, error, text) => {
    expect(withError(value, error)).toBe(text);
  });

  test("a cross for each bin with runs", () => {
    const profile = { edges: [0, 2, 4], means: [5, null], deviations: [1, null], counts: [3, 0] };
    expect(profileStrokes(profile, false)).toEqual([
      { x: [0, 2, 2, 1, 1, 1], y: [5, 5, null, 4, 6, null], colour: "active" },
    ]);
    // What begins at zero has no place on a logarithmic axis.
    expect(profileStrokes(profile, true)).toEqual([]);
  });
});
