import { expect, test } from "vitest";
import { decimalsOf, missingDecimals, mostDecimals } from "../../../renderer/lib/decimals.ts";
import { formatCell } from "../../../renderer/lib/format.ts";

test.each([
  ["1", 0],
  ["-103.25", 2],
  ["12\u202f345.5", 1],
  ["7.4e-6", null],
  ["NaN", null],
  ["", null],
  ["1.2.3", null],
])("decimalsOf(%s)", (text, decimals) => {
  expect(decimalsOf(text)).toBe(decimals);
});

test("numbers of a column get the room of the digits they have less, so that points stand under each other", () => {
  const texts = [103.25, 7, -0.5, 0, 0.0000074, 11617.8].map((value) => formatCell(value, "float").text);
  expect(texts).toEqual(["103.25", "7", "-0.5", "0", "7.4e-6", "11\u202f617.8"]);
  const most = mostDecimals(texts);
  expect(most).toBe(2);
  expect(texts.map((text) => text + missingDecimals(text, most))).toEqual([
    "103.25",
    "7.00",
    "-0.50",
    "0.00",
    "7.4e-6",
    "11\u202f617.80",
  ]);
});

test("one number with very many digits does not push the others away", () => {
  expect(mostDecimals(["1", "0.1234567890123"])).toBe(6);
  expect(missingDecimals("0.1234567890123", 6)).toBe("");
});
