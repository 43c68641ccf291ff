import { expect, it } from "vitest";
import type { RunPeriod } from "../../../core/api/catalogue.ts";
import { boundsText, periodOf, rangeText } from "../../../renderer/lib/rangeText.ts";

const spring: RunPeriod = {
  id: 1,
  name: "RunPeriod-2018-01",
  description: null,
  runMin: 40000,
  runMax: 49999,
  startDate: null,
  endDate: null,
};

it.each([
  [null, null, "All runs"],
  [40000, 49999, "RunPeriod-2018-01"],
  [40000, 49998, "40000 – 49998"],
  [40000, null, "From 40000"],
  [null, 49999, "Up to 49999"],
  [40123, 40123, "Run 40123"],
])("rangeText(%s, %s)", (runMin, runMax, text) => expect(rangeText(runMin, runMax, [spring])).toBe(text));

it("knows a period by both its ends", () => {
  expect(periodOf(40000, 49999, [spring])).toBe(spring);
  expect(periodOf(null, 49999, [spring])).toBeNull();
});

it.each([
  [[], "40123 – 40125"],
  [
    [
      [1, 2],
      [40000, 49999],
    ],
    "1 – 2, RunPeriod-2018-01",
  ],
  [
    [
      [1, 1],
      [3, 4],
      [6, 6],
      [8, 9],
      [11, null],
    ],
    "Run 1, 3 – 4, Run 6 and 2 more",
  ],
] as const)("boundsText of %j", (ranges, text) => {
  const list = ranges.map(([runMin, runMax]) => ({ runMin, runMax }));
  expect(boundsText({ runMin: 40123, runMax: 40125, ranges: list }, [spring])).toBe(text);
});
