import { describe, expect, test, vi } from "vitest";
import type { ColumnPlot } from "../../../core/api/plots.ts";
import { setFormats, usualFormats } from "../../../renderer/lib/formats.ts";
import { linePanel, stopsOf, type LineDrawing } from "../../../renderer/look/linePanel.ts";
import { valueOfRun } from "../../../renderer/look/runCard.svelte.ts";
import { bandPanel, stretchesOf } from "../../../renderer/look/stateBand.ts";
import { placeOfCard } from "../../../renderer/plot/card.ts";
import { paintBlocks } from "../../../renderer/plot/painting.ts";
import type { Palette } from "../../../renderer/plot/palette.ts";

vi.stubGlobal("devicePixelRatio", 1);
const palette = {
  groups: ["#000", "#111"],
  line: "#222",
  text: "#333",
  muted: "#444",
  font: "Inter",
} as unknown as Palette;

type Point = readonly [x: number, run: number | null, value: number | null];

/** A plot of texts that is coloured by them. */
function plotOf(points: readonly Point[], xType: "int" | "time" = "int", isState = true): ColumnPlot {
  const axis = {
    column: "run",
    type: xType,
    categories: [],
    hasOthers: false,
    others: 0,
    least: 0,
    greatest: 9,
    leastPositive: null,
  };
  const groups = ["LD2", "LH2"].map((value) => ({ kind: "value" as const, value, runs: 2 }));
  return {
    x: axis,
    y: { ...axis, column: "target", type: "string", categories: ["LD2", "LH2"] },
    ...{ rows: points.length, missing: 0, infinite: 0, nonPositive: 0, outside: 0, unplaced: 0 },
    ...{ firstRun: null, lastRun: null, isWhole: true, edges: [], low: null, high: null },
    isState,
    points: {
      x: points.map(([x]) => x),
      runs: points.map(([, run]) => run),
      values: points.map(([, , value]) => value),
      groups: points.map(([, , value]) => value ?? 2),
    },
    groups: [...groups, { kind: "missing", value: null, runs: 1 }],
  };
}

describe("a state band", () => {
  test.each<[string, readonly Point[], "int" | "time", readonly (readonly [number, number, number])[]]>([
    [
      "a value stays until the next one",
      [
        [0, 5, 0],
        [1, 6, 0],
        [2, 9, 1],
      ],
      "int",
      [
        [-0.5, 1.5, 0],
        [1.5, 2.5, 1],
      ],
    ],
    [
      "a missing value ends it",
      [
        [0, 5, 0],
        [1, 6, null],
        [2, 9, 0],
      ],
      "int",
      [
        [-0.5, 0.5, 0],
        [1.5, 2.5, 0],
      ],
    ],
    [
      "so do runs far apart",
      [
        [5, 5, 0],
        [250, null, null],
        [500, 500, 0],
      ],
      "int",
      [
        [4.5, 5.5, 0],
        [499.5, 500.5, 0],
      ],
    ],
    [
      "over runs that are not selected it goes on",
      [
        [5, 5, 0],
        [9, 9, 1],
      ],
      "int",
      [
        [4.5, 8.5, 0],
        [8.5, 9.5, 1],
      ],
    ],
    [
      "over a time it begins with the run",
      [
        [100, 5, 0],
        [200, 6, 1],
        [300, 7, 1],
      ],
      "time",
      [
        [100, 200, 0],
        [200, 300, 1],
      ],
    ],
    ["no run, no stretch", [], "int", []],
  ])("%s", (_, points, type, expected) => {
    const found = stretchesOf(plotOf(points, type)).map(({ x0, x1, value }) => [x0, x1, value]);
    expect(found).toEqual(expected);
  });

  const points: readonly Point[] = [
    [0, 5, 0],
    [1, 6, 1],
  ];
  const drawing: LineDrawing = {
    name: "target",
    xTitle: "run",
    scale: { axis: plotOf(points).x, isLogarithmic: false, from: -0.5, to: 1.5 },
    colours: { isHidden: () => false, ofPoints: () => null },
    isSummed: false,
    isLine: true,
    band: null,
    areFew: true,
    isLogarithmic: false,
    isRobust: false,
    plan: null,
    periods: [],
    stops: null,
  };
  const bandOf = (plot: ColumnPlot) =>
    linePanel(plot, { ...drawing, band: bandPanel(plot), stops: stopsOf(plot) });

  test("each stretch has its colour and its value written in it, and a legend of its own", () => {
    const panel = bandOf(plotOf(points));
    expect(panel.blocks.map(({ colour, inside }) => [colour, inside ?? null])).toEqual([
      [0, null],
      [0, "LD2"],
      [1, null],
      [1, "LH2"],
    ]);
    expect(panel.legend?.map(({ name }) => name)).toEqual(["LD2", "LH2", "no value"]);
    expect(panel).toMatchObject({ hasLine: false, hasDots: false });
  });

  test("numbers are written with all their digits, in it as in its legend", () => {
    const plot = plotOf(points);
    const [at10081, at10085] = [10081, 10085].map((value) => ({ kind: "value" as const, value, runs: 1 }));
    const numbers: ColumnPlot = {
      ...plot,
      y: { ...plot.y, type: "float", categories: [] },
      points: { ...plot.points, values: [10081, 10085] },
      groups: [at10081, at10085].flatMap((group) => group ?? []),
    };
    setFormats({ ...usualFormats, digits: 3 });
    const panel = bandOf(numbers);
    setFormats(usualFormats);
    const inside = panel.blocks.flatMap((block) => block.inside ?? []);
    expect(inside).toEqual(["10\u202f081", "10\u202f085"]);
    expect(panel.legend?.map(({ name }) => name)).toEqual(inside);
  });

  test("no more is painted than there are pixels, and nothing is measured for stretches that are too narrow", () => {
    const many = plotOf(Array.from({ length: 8000 }, (_, at): Point => [at, at, at % 2]));
    const { blocks } = bandOf(many);
    expect(blocks).toHaveLength(16_000);
    const width = 1000;
    /** What is painted of the places from one to another. */
    const paint = (from: number, to: number) => {
      const painted: [left: number, top: number][] = [];
      const texts: string[] = [];
      let measured = 0;
      const ctx = {
        save: () => undefined,
        restore: () => undefined,
        fillRect: (left: number, top: number) => painted.push([left, top]),
        measureText: (text: string) => ({ width: 7 * text.length, count: ++measured }),
        fillText: (text: string) => texts.push(text),
      } as unknown as CanvasRenderingContext2D;
      const scales = { x: { min: from, max: to }, y: { min: 0, max: 1 } };
      const valToPos = (value: number, scale: string) =>
        scale === "x" ? ((value - from) / (to - from)) * width : (1 - value) * 48;
      const bbox = { left: 0, top: 0, width, height: 48 };
      paintBlocks({ ctx, bbox, scales, valToPos }, blocks, palette);
      return {
        rectangles: painted.length,
        columns: new Set(painted.map(([left]) => left)).size,
        texts,
        measured,
      };
    };
    const whole = paint(-0.5, 7999.5);
    // A stripe and a tint for each column of pixels.
    expect(whole).toMatchObject({ columns: width + 1, rectangles: 2 * (width + 1), texts: [], measured: 0 });
    const near = paint(99.5, 109.5);
    expect(near.texts).toHaveLength(10);
    expect(near.rectangles).toBeLessThan(30);
    // The same texts are measured once.
    expect(near.measured).toBe(2);
    expect(paint(98.5, 108.5).measured).toBe(0);
  });

  test("values that are measured stay points and lines; states are steps", () => {
    const measured = bandOf(plotOf(points, "int", false));
    expect(measured).toMatchObject({ hasLine: true, isStepped: false, blocks: [] });
    expect(linePanel(plotOf(points), drawing)).toMatchObject({ isStepped: true });
  });
});

describe("the card at the pointer", () => {
  test("has the value of the very run, not of its neighbour", () => {
    const plot = plotOf(
      [
        [100, 5, 0],
        [100, 6, 1],
        [200, 7, null],
      ],
      "time",
    );
    expect(valueOfRun(plot, { run: 6, at: 100 })).toBe(1);
    expect(valueOfRun(plot, { run: 7, at: 200 })).toBe(null);
    expect(valueOfRun(plot, { run: 8, at: 200 })).toBe(undefined);
  });

  test.each([
    [
      { left: 100, top: 100 },
      { left: 114, top: 114 },
    ],
    [
      { left: 950, top: 100 },
      { left: 736, top: 114 },
    ],
    [
      { left: 100, top: 560 },
      { left: 114, top: 446 },
    ],
    [
      { left: 2, top: 590 },
      { left: 16, top: 476 },
    ],
  ])("stands within the window: %o", (at, expected) => {
    expect(placeOfCard(at, { width: 200, height: 100 }, { width: 1000, height: 600 })).toEqual(expected);
  });
});
