import { describe, expect, test } from "vitest";
import { boundsWithin } from "../../../renderer/model/currentRuns.ts";
import { formatView, isPartOfOthers, parseView } from "../../../renderer/look/view.ts";

describe("what the page shows, in its address", () => {
  test.each<Record<string, string>>([
    { plot: "run" },
    { plot: "time", x: "run_start_time", y: "beam_current,a%2Cb", low: "1.5", high: "20" },
    { plot: "pair", x: "a", y: "b", low: "0", high: "1", ylow: "-5", yhigh: "5", log: "xy" },
    { plot: "run", y: "a", style: "line", range: "robust", log: "y" },
    { plot: "run", y: "a", axis: "number", sum: "1", plan: "1500000000", colour: "target_type" },
    { plot: "histogram", y: "a", colour: "@period", bars: "outline" },
    { plot: "run", y: "a", first: "-0.5", last: "3" },
    { plot: "run", y: "a", low: "10000", high: "10010", axis: "number" },
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
    // These are run numbers.
    [
      { plot: "run", low: "10000", high: "10010" },
      { isByNumber: true, part: { low: 10_000, high: 10_010 } },
    ],
    [
      { plot: "run", first: "1", last: "4" },
      { isByNumber: false, part: { low: 1, high: 4 } },
    ],
    [
      { plot: "time", low: "5", high: "9", first: "1", last: "2" },
      { isByNumber: false, part: { low: 5, high: 9 } },
    ],
    [
      { plot: "histogram", first: "1", last: "2" },
      { isByNumber: false, part: null },
    ],
    [{ y: "a,,a,b" }, { y: ["a", "b"] }],
    [{ y: "1,2,3,4,5,6,7" }, { y: ["1", "2", "3", "4", "5", "6"] }],
    [{ y: "100%" }, { y: ["100%"] }],
  ])("%o is read as far as it can be", (view, expected) => {
    expect(parseView(view)).toMatchObject(expected);
  });
});

describe("a part of the places of runs", () => {
  const all = { expression: "", runMin: null, runMax: null, ranges: [] };
  const some = { ...all, expression: "count > 5" };
  const part = { plot: "run", first: "1", last: "4" };
  type View = Record<string, string>;
  type Runs = Parameters<typeof isPartOfOthers>[0]["runs"];
  test.each<[string, boolean, Runs, View, Runs, View]>([
    ["is dropped with its runs", true, all, part, some, part],
    ["and where others are in a range", true, all, part, { ...all, runMin: 5 }, part],
    ["stays while the runs do", false, all, part, all, { ...part, y: "a" }],
    ["another one is of the new runs", false, all, part, some, { ...part, last: "9" }],
    ["as is the first one", false, all, { plot: "run" }, some, part],
    ["run numbers stay", false, all, { low: "1", high: "4" }, some, { low: "1", high: "4" }],
    [
      "so do times",
      false,
      all,
      { plot: "time", low: "1", high: "4" },
      some,
      { plot: "time", low: "1", high: "4" },
    ],
  ])("%s", (_, isDropped, runsBefore, viewBefore, runs, view) => {
    const before = { runs: runsBefore, view: parseView(viewBefore) };
    expect(isPartOfOthers(before, { runs: runs, view: parseView(view) })).toBe(isDropped);
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
