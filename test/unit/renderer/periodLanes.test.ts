/** Run periods on a line: lanes, places, and overlaps. */
import { expect, test } from "vitest";
import type { RunPeriod } from "../../../core/api/catalogue.ts";
import { overlapsOf, placePeriods } from "../../../renderer/settings/periodLanes.ts";

const period = (name: string, runMin: number, runMax: number): RunPeriod => ({
  id: runMin,
  name,
  description: null,
  runMin,
  runMax,
  startDate: null,
  endDate: null,
});
const [a, b, c] = [period("a", 1, 50), period("b", 50, 60), period("c", 61, 100)];

test.each([
  ["one after the other", [b, c], [0, 0], []],
  ["with a run in common", [c, b, a], [0, 1, 0], [["b", "a", 50, 50]]],
  [
    "one within another",
    [a, period("d", 10, 20), period("e", 21, 30)],
    [0, 1, 1],
    [
      ["a", "d", 10, 20],
      ["a", "e", 21, 30],
    ],
  ],
  ["none", [], [], []],
])("%s", (_what, periods, lanes, overlaps) => {
  const placed = placePeriods(periods);
  expect(placed.map(({ lane }) => lane)).toEqual(lanes);
  for (const { left, width } of placed) expect(left + width).toBeLessThanOrEqual(1.000001);
  expect(overlapsOf(periods).map(({ names, runMin, runMax }) => [...names, runMin, runMax])).toEqual(
    overlaps,
  );
});
