import { describe, expect, test } from "vitest";
import type { Totals, TotalsGroup } from "../../../core/api/totals.ts";
import type { Cell } from "../../../core/api/values.ts";
import { barsEnd } from "../../../renderer/statistics/bars.ts";
import { delimitedLines } from "../../../renderer/statistics/groups.ts";
import {
  figureOf,
  figureText,
  formatTotals,
  keyText,
  mostPivotColumns,
  parseTotals,
  pivotOf,
  totalsRows,
} from "../../../renderer/statistics/totals.ts";
import { ticksOf } from "../../../renderer/plot/ticks.ts";

const defaults = { groups: ["@period"], measures: ["event_count"] };

test.each([
  [{}, { groups: ["@period"], measures: ["event_count"], figure: "sum", measure: "event_count" }],
  [{ of: "" }, { measures: [], figure: "runs", measure: null }],
  [
    { groups: "a,b,c,d", of: "x,y", show: "y", figure: "mean" },
    { groups: ["a", "b", "c"], measure: "y" },
  ],
  [
    { of: "x", show: "y", figure: "nothing" },
    { measure: "x", figure: "sum" },
  ],
  [{ table: "list" }, { isPivot: false }],
])("the address %j", (view, expected) => {
  const parsed = parseTotals(view, defaults);
  expect(parsed).toMatchObject(expected);
  expect(parseTotals(formatTotals(parsed), defaults)).toEqual(parsed);
});

const group = (keys: Cell[], sum: number | null): TotalsGroup => ({
  keys,
  query: "",
  runs: 2,
  totals: [{ runs: 2, missing: 0, sum, mean: null, sigma: null, least: null, greatest: null }],
});
const column = (name: string) => ({ name, type: "string" as const, description: null });
const totals: Totals = {
  by: [column("a"), column("b")],
  measures: [column("x")],
  groups: [group(["1", "y"], 5), group(["1", null], 6), group(["2", "x"], 1.5), group([null, "x"], null)],
  whole: group([], 12.5),
  milliseconds: 1,
};

describe("a pivot table", () => {
  test("has the last key across, runs without one last", () => {
    const pivot = pivotOf(totals);
    expect(pivot.rows).toEqual([["1"], ["2"], [null]]);
    expect(pivot.columns).toEqual(["x", "y", null]);
    const sums = pivot.rows.map((_row, row) =>
      pivot.columns.map((_column, at) => figureOf(pivot.groupAt(row, at), "sum", 0)),
    );
    expect(sums).toEqual([
      [null, 5, 6],
      [1.5, null, null],
      [null, null, null],
    ]);
  });

  test("leaves columns out that nobody would look through, and says how many", () => {
    const groups = Array.from({ length: mostPivotColumns + 7 }, (_, at) => group(["1", at], 1));
    const { columns, hidden } = pivotOf({ by: totals.by, groups });
    expect([columns.length, hidden]).toEqual([mostPivotColumns, 7]);
  });
});

test("a file has all figures, and no formulas where that is asked for", () => {
  const text = delimitedLines(totalsRows(totals, ["a", "@month"]), ",", true);
  expect(text.split("\n").slice(0, 2)).toEqual([
    "a,month,runs,sum x,mean x,sigma x,least x,greatest x,missing x",
    "1,y,2,5,,,,,0",
  ]);
  expect(delimitedLines([["=1", -1]], ",", true)).toBe("'=1,-1\n");
});

test.each([
  [null, ""],
  [12_345_678, "12\u202f345\u202f678"],
  [63_515_980.25, "63\u202f516\u202f000"],
  [1.234567891, "1.23457"],
])("the figure %j", (value, text) => {
  expect(figureText(value)).toBe(text);
});

test.each([
  [null, "@period", "in no run period"],
  [null, "@day", "start not known"],
  [null, "kind", "no value"],
  ["", "kind", "(empty text)"],
])("the key %j of %s", (key, name, text) => {
  expect(keyText(key, name, "string")).toBe(text);
});

test("one bar alone does not fill the plot", () => {
  const bar = { x0: 2, x1: 3, value: 1, readout: [] };
  expect(barsEnd([bar])).toBe(10);
  expect(barsEnd([bar, { ...bar, x0: 20, x1: 21 }])).toBe(21);
});

test("a label that the end of the plot would cut is left out", () => {
  const axis = {
    column: "period",
    type: "string" as const,
    categories: ["RunPeriod-2016-02", "RunPeriod-2025-01"],
    hasOthers: false,
    others: 0,
    least: null,
    greatest: null,
    leastPositive: null,
  };
  const labels = (to: number) =>
    ticksOf({ axis, isLogarithmic: false, from: -0.5, to }, 400, "x").map(({ label }) => label);
  expect(labels(1.5)).toEqual(axis.categories);
  expect(labels(1.05)).toEqual(["RunPeriod-2016-02", ""]);
});
