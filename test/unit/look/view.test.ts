import { describe, expect, test } from "vitest";
import { boundsWithin } from "../../../renderer/model/currentRuns.ts";
import { formatView, parseView } from "../../../renderer/look/view.ts";

describe("what the page shows, in its address", () => {
  test.each<Record<string, string>>([
    { plot: "run" },
    { plot: "time", x: "run_start_time", y: "beam_current,a%2Cb", low: "1.5", high: "20" },
    { plot: "pair", x: "a", y: "b", low: "0", high: "1", ylow: "-5", yhigh: "5", log: "xy" },
    { plot: "run", y: "a", style: "line", range: "robust", log: "y" },
    { plot: "run", y: "a", axis: "number", sum: "1", plan: "1500000000", colour: "target_type" },
    { plot: "histogram", y: "a", colour: "@period", bars: "outline" },
  ])("%o comes back", (view) => {
    expect(formatView(parseView(view))).toEqual(view);
  });

  test.each<[Record<string, string>, object]>([
    [
      { plot: "pie", low: "5", high: "1", style: "dashes" },
      { plot: "run", part: null, style: "points" },
    ],
    // As addresses of earlier versions say it.
    [{ style: "both" }, { style: "line" }],
    [
      { plan: "-5", colour: "" },
      { plan: null, colour: null },
    ],
    [{ y: "a,,a,b" }, { y: ["a", "b"] }],
    [{ y: "1,2,3,4,5,6,7" }, { y: ["1", "2", "3", "4", "5", "6"] }],
    [{ y: "100%" }, { y: ["100%"] }],
  ])("%o is read as far as it can be", (view, expected) => {
    expect(parseView(view)).toMatchObject(expected);
  });
});

describe("some of the runs of a query as bounds", () => {
  const none = { runMin: null, runMax: null, ranges: [] };

  test.each([
    [none, { runMin: 5, runMax: 9, ranges: [] }],
    [
      { ...none, runMin: 7 },
      { runMin: 7, runMax: 9, ranges: [] },
    ],
    [
      { ...none, runMax: 8 },
      { runMin: 5, runMax: 8, ranges: [] },
    ],
    [
      {
        runMin: 1,
        runMax: 30,
        ranges: [
          { runMin: 1, runMax: 6 },
          { runMin: 8, runMax: null },
        ],
      },
      {
        runMin: 5,
        runMax: 9,
        ranges: [
          { runMin: 5, runMax: 6 },
          { runMin: 8, runMax: 9 },
        ],
      },
    ],
    [
      {
        runMin: 1,
        runMax: 30,
        ranges: [
          { runMin: 1, runMax: 6 },
          { runMin: 20, runMax: 30 },
        ],
      },
      { runMin: 5, runMax: 6, ranges: [] },
    ],
  ])("%o from 5 to 9", (bounds, expected) => {
    expect(boundsWithin(bounds, 5, 9)).toEqual(expected);
  });
});
