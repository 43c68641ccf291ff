import { expect, it } from "vitest";
import type { RunPeriod } from "../../../core/api/schemas.ts";
import { periodOf, rangeText } from "../../../renderer/frame/rangeText.ts";

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
