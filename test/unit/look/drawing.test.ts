/** What is drawn where: ticks, ranges, the nearest point, pictures. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnPlot, PlotAxis } from "../../../core/api/plots.ts";
import type { Figure, Panel, Scale } from "../../../renderer/plot/figure.ts";
import { formatPlaced, rangeText } from "../../../renderer/plot/figure.ts";
import { leftOutInWords } from "../../../renderer/look/leftOut.ts";
import { nearestPoint, nextPoint } from "../../../renderer/plot/nearest.ts";
import { dateBands, runBands } from "../../../renderer/look/periodBands.ts";
import { figureShapes } from "../../../renderer/look/figureShapes.ts";
import type { Shape } from "../../../renderer/picture/shapes.ts";
import { svgOf } from "../../../renderer/picture/svg.ts";
import {
  extentOfPoints,
  moved,
  partOf,
  scaleOf as scaleOfAxis,
  zoomed,
} from "../../../renderer/plot/ranges.ts";
import { ticksOf } from "../../../renderer/plot/ticks.ts";
import { fileName } from "../../../renderer/lib/saveFile.ts";

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

function scaleOf(type: PlotAxis["type"], from: number, to: number, more: Partial<Scale> = {}): Scale {
  return { axis: axisOf(type), isLogarithmic: false, from, to, ...more };
}

const second = (text: string): number => Date.parse(`${text}Z`) / 1000;
const G = "\u202f";

describe("ticks", () => {
  test.each<[string, Scale, number, string[]]>([
    ["numbers", scaleOf("float", 0, 1), 500, ["0", "0.2", "0.4", "0.6", "0.8", "1"]],
    ["integers are never between two", scaleOf("int", 0, 3), 1000, ["0", "1", "2", "3"]],
    ["large numbers", scaleOf("int", 0, 4e8), 420, ["0", `100${G}M`, `200${G}M`, `300${G}M`, `400${G}M`]],
    [
      "runs",
      scaleOf("int", 10_000, 30_000),
      420,
      [`10${G}000`, `15${G}000`, `20${G}000`, `25${G}000`, `30${G}000`],
    ],
    [
      "up to a thousand T",
      scaleOf("float", 0, 8e14),
      420,
      ["0", `200${G}T`, `400${G}T`, `600${G}T`, `800${G}T`],
    ],
    ["huge ones", scaleOf("int", 0, 4e18), 420, ["0", "1·10¹⁸", "2·10¹⁸", "3·10¹⁸", "4·10¹⁸"]],
    [
      "huge negative ones",
      scaleOf("float", -1e16, 1e16),
      420,
      ["-1·10¹⁶", "-5·10¹⁵", "0", "5·10¹⁵", "1·10¹⁶"],
    ],
    ["huge neighbours", scaleOf("int", 4e18, 4e18 + 2e12), 252, ["4·10¹⁸", "4.000001·10¹⁸", ""]],
    [
      "neighbours in M",
      scaleOf("int", 1e14, 1e14 + 2e6),
      252,
      [`100${G}000${G}000${G}M`, `100${G}000${G}001${G}M`, ""],
    ],
    ["powers", scaleOf("float", -1, 3, { isLogarithmic: true }), 500, ["10⁻¹", "1", "10", "10²", "10³"]],
    ["booleans", scaleOf("bool", -0.5, 1.5), 300, ["no", "yes"]],
    [
      "hours",
      scaleOf("time", second("2016-02-17T20:30:00"), second("2016-02-18T03:30:00")),
      400,
      ["22:00\n2016-02-17", "00:00\n2016-02-18", "02:00"],
    ],
    [
      "days",
      scaleOf("time", second("2016-12-30T00:00:00"), second("2017-01-02T12:00:00")),
      500,
      ["12-30\n2016", "12-31", "01-01\n2017", "01-02"],
    ],
    [
      "months",
      scaleOf("time", second("2016-01-01T00:00:00"), second("2016-12-31T00:00:00")),
      500,
      ["2016-01", "2016-04", "2016-07", "2016-10"],
    ],
    [
      "years",
      scaleOf("time", second("2014-06-01T00:00:00"), second("2018-06-01T00:00:00")),
      500,
      ["2015", "2016", "2017", "2018"],
    ],
  ])("%s", (_, scale, pixels, labels) => {
    expect(ticksOf(scale, pixels, "x").map(({ label }) => label)).toEqual(labels);
  });

  test.each([
    [-4, 3, ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "1", "10", "10²", "10³"]],
    [9.5, 12, ["10¹⁰", "10¹¹", "10¹²"]],
    [0, 0.5, ["1", "1.5", "2", "2.5", "3"]],
  ])(
    "a logarithmic axis from 10^%d to 10^%d has powers of ten, and values where it has none",
    (from, to, labels) => {
      const scale = { axis: axisOf("float"), isLogarithmic: true, from, to };
      expect(ticksOf(scale, 700, "x").map(({ label }) => label)).toEqual(labels);
    },
  );

  test("texts: as many as there is room for, cut where they are long", () => {
    const axis = axisOf("string", ["", "a".repeat(40), "b"]);
    const scale = { axis: { ...axis, hasOthers: true }, isLogarithmic: false, from: -0.5, to: 3.5 };
    expect(ticksOf(scale, 1000, "x").map(({ label }) => label)).toEqual([
      "(empty)",
      `${"a".repeat(17)}…`,
      "b",
      "all others",
    ]);
    expect(ticksOf(scale, 300, "x").map(({ at }) => at)).toEqual([0, 2]);
  });

  test("they lie within, ascend, and there are not too many, whatever is shown", () => {
    const span = fc.tuple(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom("int", "float", "time"),
        span,
        fc.integer({ min: 100, max: 3000 }),
        (type, [from, width], pixels) => {
          const scale = scaleOf(type, from, from + width);
          const places = ticksOf(scale, pixels, "x").map(({ at }) => at);
          expect(places.length).toBeLessThanOrEqual(Math.max(2, pixels / 84) * 1.6 + 2);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          const hair = Math.abs(from) * 1e-9 + width * 1e-9;
          for (const at of places) expect(at >= from - hair && at <= from + width + hair).toBe(true);
        },
      ),
    );
  });
});

describe("values for people", () => {
  test.each<[number, PlotAxis, string]>([
    [12_345, axisOf("int"), `12${G}345`],
    [1.23456789, axisOf("float"), "1.23457"],
    [1, axisOf("bool"), "yes"],
    [second("2016-02-17T13:26:01"), axisOf("time"), "2016-02-17 13:26:01"],
    [1, axisOf("string", ["a", "b"]), "b"],
    [2, axisOf("string", ["a", "b"]), "all others"],
  ])("%d", (value, axis, text) => {
    expect(formatPlaced(value, axis)).toBe(text);
  });

  test.each<[number, number, PlotAxis, string]>([
    [0.5, 1.5, axisOf("int"), "1"],
    [-0.5, 4.5, axisOf("int"), "0 – 4"],
    [1, 1.5, axisOf("float"), "1 – 1.5"],
    [0.5, 1.5, axisOf("string", ["a", "b"]), "b"],
  ])("from %d to %d", (from, to, axis, text) => {
    expect(rangeText(axis, from, to)).toBe(text);
  });
});

describe("the nearest point", () => {
  const points = { x: [0, 10, 10, 11, 50], y: [5, 0, 100, null, 7] };
  const pixels = { x: 1, y: 1 };

  test.each<[string, number, number, number | null]>([
    ["of a peak, by height as well", 9, 90, 2],
    ["and its foot", 9, 10, 1],
    ["far from all of them, by x", 35, 100, 4],
    ["not one without a value", 11, 55, 2],
  ])("%s", (_, x, y, index) => {
    expect(nearestPoint(points, { x, y }, pixels)).toBe(index);
  });

  test("there is none among missing ones", () => {
    expect(nearestPoint({ x: [1, 2], y: [null, null] }, { x: 1, y: 1 }, pixels)).toBeNull();
  });

  test("steps leave out missing ones and stay within", () => {
    expect(nextPoint(points, null, 1)).toBe(0);
    expect(nextPoint(points, 2, 1)).toBe(4);
    expect(nextPoint(points, 4, 1)).toBeNull();
    expect(nextPoint(points, null, -1, { from: 0, to: 20 })).toBe(2);
  });
});

describe("the part that is shown", () => {
  const whole = { from: 0, to: 100 };

  test("a zoom keeps what is under the pointer there", () => {
    expect(zoomed(whole, 25, 0.5, whole)).toEqual({ from: 12.5, to: 62.5 });
    expect(zoomed({ from: 10, to: 20 }, 10, 0.5, whole)).toEqual({ from: 10, to: 15 });
  });

  test("and ends at all there is", () => {
    expect(zoomed({ from: 10, to: 90 }, 50, 2, whole)).toBeNull();
    expect(zoomed({ from: 0, to: 20 }, 20, 2, whole)).toEqual({ from: 0, to: 40 });
    expect(moved({ from: 80, to: 100 }, 0.5, whole)).toEqual({ from: 80, to: 100 });
    expect(moved({ from: 10, to: 20 }, -2, whole)).toEqual({ from: 0, to: 10 });
  });

  test.each<[string, Partial<PlotAxis>, [number, number]]>([
    // Powers of ten from the least value above zero to the greatest, with a little more.
    ["values above zero", { least: 1, leastPositive: 1, greatest: 1e9 }, [-0.36, 9.36]],
    ["zeros among them", { least: 0, leastPositive: 1, greatest: 1e9 }, [-0.36, 9.36]],
    ["negative ones among them", { least: -5, leastPositive: 1e-4, greatest: 10 }, [-4.2, 1.2]],
    ["one above zero", { least: -5, leastPositive: 100, greatest: 100 }, [1.9, 2.1]],
    ["none above zero", { least: -5, leastPositive: null, greatest: 0 }, [-0.04, 1.04]],
    ["no value", {}, [-0.04, 1.04]],
  ])("a logarithmic axis reaches over all that it can show: %s", (_, ends, [from, to]) => {
    const scale = scaleOfAxis({ ...axisOf("float"), ...ends }, true, null);
    expect([scale.from, scale.to]).toEqual([expect.closeTo(from, 9), expect.closeTo(to, 9)]);
  });

  test.each<[{ low: number; high: number } | null, { from: number; to: number } | null]>([
    [
      { low: 10, high: 1000 },
      { from: 1, to: 3 },
    ],
    [
      { low: -5, high: 1000 },
      { from: -0.36, to: 3 },
    ],
    [{ low: -5, high: -1 }, null],
    [null, null],
  ])("a part %o of a logarithmic axis", (part, extent) => {
    const axis = { ...axisOf("float"), least: 0, leastPositive: 1, greatest: 1e9 };
    expect(partOf(axis, part, true)).toEqual(extent);
  });

  test("y is that of the points in sight; robust without the outermost", () => {
    const plot: ColumnPlot = {
      x: axisOf("int"),
      y: { ...axisOf("float"), least: 0, greatest: 1000 },
      rows: 3,
      missing: 0,
      infinite: 0,
      nonPositive: 1,
      outside: 0,
      unplaced: 0,
      firstRun: 1,
      lastRun: 3,
      isWhole: true,
      isState: false,
      points: { x: [1, 2, 3, 4], runs: [1, 2, 3, 4], values: [0, 100, 1000, 50], groups: null },
      groups: null,
      edges: [],
      low: 0,
      high: 100,
    };
    expect(extentOfPoints(plot, { from: 2, to: 4 }, false, false)).toEqual({ from: 12, to: 1038 });
    expect(extentOfPoints(plot, { from: 1, to: 4 }, false, true)).toEqual({ from: -4, to: 104 });
    expect(extentOfPoints(plot, { from: 1, to: 4 }, true, false)).toMatchObject({
      to: expect.closeTo(3.05, 2) as number,
    });
  });
});

describe("run periods as bands", () => {
  const period = { id: 1, description: null, startDate: "2016-02-05", endDate: "2016-04-25" };
  const periods = [
    { ...period, name: "late", runMin: 20, runMax: 29 },
    { ...period, name: "early", runMin: 10, runMax: 19, startDate: null },
  ];

  test("along runs, in their order", () => {
    expect(runBands(periods).map(({ x0, x1, label }) => [x0, x1, label])).toEqual([
      [9.5, 19.5, "early"],
      [19.5, 29.5, "late"],
    ]);
  });

  test("along time, to the end of the last day; without dates none", () => {
    expect(dateBands(periods).map(({ x0, x1, label }) => [x0, x1, label])).toEqual([
      [second("2016-02-05T00:00:00"), second("2016-04-26T00:00:00"), "late"],
    ]);
  });
});

describe("pictures", () => {
  const palette = {
    background: "#fff",
    text: "#111",
    muted: "#555",
    grid: "#eee",
    border: "#ccc",
    line: "#0a0",
    band: "#f1f1f1",
    active: "#00f",
    groups: ["#0072b2", "#d55e00"],
    font: '"Inter Variable", sans-serif',
  };
  const panel: Panel = {
    title: "current",
    x: scaleOf("int", 0, 10),
    y: scaleOf("float", 0, 100),
    points: { x: [0, 1, 2, 3, 4], y: [10, null, 20, 30, null] },
    hasLine: true,
    hasDots: false,
    blocks: [{ x0: 0, x1: 10, y0: null, y1: null, colour: "band", strength: 0.5, label: "2016 & <b>" }],
  };
  const figure: Figure = {
    title: "current by run",
    footer: ["5 runs · <all>", "sample, changed today"],
    panels: [panel],
  };
  const { shapes, size } = figureShapes(figure, palette, 800, 300);
  const inside = (some: readonly Shape[]): readonly Shape[] =>
    some.flatMap((shape) => (shape.kind === "cut" ? inside(shape.shapes) : [shape]));

  test("a line ends where a value is missing; a point alone is a dot", () => {
    const all = inside(shapes);
    const line = all.find((shape) => shape.kind === "line" && shape.colour === palette.line);
    expect(line?.kind === "line" && line.stretches.map(({ length }) => length)).toEqual([2, 4]);
    const dots = all.filter((shape) => shape.kind === "dots");
    expect(dots.map(({ centres }) => centres.length)).toEqual([2]);
  });

  test("title, range, period and ticks are written", () => {
    const words = inside(shapes).flatMap((shape) => (shape.kind === "words" ? [shape.text] : []));
    expect(words).toEqual(
      expect.arrayContaining(["current by run", "5 runs · <all>", "2016 & <b>", "100", "10"]),
    );
  });

  test("a legend with counts, points in its colours, and a planned line", () => {
    const entries = [
      { group: 0, colour: 0, name: "LD2", runs: 12_345 },
      { group: 1, colour: 1, name: "<empty>", runs: 1 },
    ];
    const coloured: Panel = {
      ...panel,
      hasLine: false,
      hasDots: true,
      points: { ...panel.points, colours: [0, 0, 1, 0, 0] },
      strokes: [{ x: [0, 4], y: [0, 40], colour: "plan", isDashed: true }],
    };
    const drawn = figureShapes(
      { ...figure, panels: [coloured], legend: { title: "target", entries } },
      palette,
      800,
      300,
    );
    const all = inside(drawn.shapes);
    expect(all.flatMap((shape) => (shape.kind === "words" ? [shape.text] : []))).toEqual(
      expect.arrayContaining(["target", `LD2 (12${G}345)`, "<empty> (1)"]),
    );
    const dots = all.filter((shape) => shape.kind === "dots" && shape.centres.length > 2);
    expect(dots.map((shape) => shape.kind === "dots" && shape.colour)).toEqual(["#0072b2"]);
    const content = svgOf(drawn.shapes, drawn.size, palette.font);
    expect(content).toContain('stroke-dasharray="6 4"');
    expect(content).toContain("&lt;empty&gt; (1)");
    expect(drawn.size.height).toBe(size.height + 18);
  });

  test("a stepped line keeps its value until the next point", () => {
    const stepped = figureShapes({ ...figure, panels: [{ ...panel, isStepped: true }] }, palette, 800, 300);
    const line = inside(stepped.shapes).find(
      (shape) => shape.kind === "line" && shape.colour === palette.line,
    );
    const [, x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0] =
      line?.kind === "line" ? [0, ...(line.stretches[1] ?? [])] : [];
    expect([x1, y1]).toEqual([x2, y0]);
    expect(x1 > x0 && y2 !== y0).toBe(true);
  });

  test("what is not shown is written over each plot", () => {
    const notes = leftOutInWords({ nonPositive: 73, missing: 4, infinite: 1, outliers: 2 });
    expect(notes).toEqual([
      "73 runs at or below 0 are not shown",
      "2 outliers are not shown",
      "1 run with an infinite value is not shown",
      "3 without a value",
    ]);
    const left = leftOutInWords({
      unplaced: { count: 1, column: "started" },
      axes: [{ ...axisOf("string", ["a"]), hasOthers: true, others: 12 }],
    });
    expect(left).toEqual([
      "1 run without started is not shown",
      "12 less frequent texts of x are drawn together as “all others”",
    ]);
    expect(leftOutInWords({ nonPositive: 0, missing: 0, axes: [axisOf("float")] })).toEqual([]);
    for (const panels of [[{ ...panel, notes }], [panel, { ...panel, notes }]]) {
      const drawn = inside(figureShapes({ ...figure, panels }, palette, 1200, 300).shapes);
      const words = drawn.flatMap((shape) => (shape.kind === "words" ? [shape.text] : []));
      expect(words).toContain(notes.join(" · "));
    }
  });

  test("an SVG is well-formed, and texts of the database are text in it", () => {
    const svg = svgOf(shapes, size, palette.font);
    expect(svg).toContain('width="800" height="432"');
    expect(svg).toContain("2016 &amp; &lt;b&gt;");
    expect(svg).toContain("5 runs · &lt;all&gt;");
    expect(svg).toContain("&quot;Inter Variable&quot;");
    expect(svg).not.toContain("<b>");
    expect(svg).not.toContain("NaN");
    const opened = svg.match(/<(?![/?])[a-zA-Z]+[^>]*[^/]>/g)?.length;
    expect(svg.match(/<\/[a-zA-Z]+>/g)?.length).toBe(opened);
  });

  test.each([
    ["event_count by run", "event_count-by-run"],
    ["../../etc/passwd", "etc-passwd"],
    ["a:b*c?", "a-b-c"],
    ["", "plot"],
  ])("“%s” as the name of a file", (title, name) => {
    expect(fileName(title)).toBe(name);
  });
});
