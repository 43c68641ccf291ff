/** Variants of an expression for ranges of runs: read, written, and what of their ranges is to be known. */
import { describe, expect, test } from "vitest";
import { rangesOfVariants, readVariants, writeVariants, type Variant } from "../../../core/query/index.ts";

const variant = (from: number | null, to: number | null, code: string): Variant => ({ from, to, code });

describe("an expression", () => {
  test.each<readonly [text: string, variants: readonly Variant[] | null]>([
    ["a > 5", [variant(null, null, "a > 5")]],
    ["run < 5 and a", [variant(null, 4, "a")]],
    ["(run < 5 and a) or (run >= 5 and b)", [variant(null, 4, "a"), variant(5, null, "b")]],
    ["5 <= run <= 9 and a or 10 > run and b", [variant(5, 9, "a"), variant(null, 9, "b")]],
    ["run == 7 and (a or b)", [variant(7, 7, "a or b")]],
    ["run > 5 and run < 9 and a and (b or c)", [variant(6, 8, "a and (b or c)")]],
    ["8 < run > 5 and a", [variant(9, null, "a")]],
    ["9 > run < 12 and 3 <= run and a", [variant(3, 8, "a")]],
    ["7 == run > 5 and a", [variant(7, 7, "a")]],
    ["run > 5 and a and run < 9", [variant(6, null, "a and run < 9")]],
    ["run < 5", [variant(null, null, "run < 5")]],
    ["run < 5 and a or b", [variant(null, null, "run < 5 and a or b")]],
    ["run < x and a", [variant(null, null, "run < x and a")]],
    ["run != 5 and a", [variant(null, null, "run != 5 and a")]],
    ["a or b", [variant(null, null, "a or b")]],
    ["(run < 5 and", null],
    ["", null],
  ])("%s", (text, variants) => {
    expect(readVariants(text)).toEqual(variants);
  });
});

test.each<readonly [variants: readonly Variant[], text: string | null]>([
  [[variant(null, null, " a or b ")], "a or b"],
  [[variant(null, 4, "a or b")], "run <= 4 and (a or b)"],
  [
    [variant(null, 4, "a"), variant(5, 9, "not b"), variant(10, null, "c and d")],
    "(run <= 4 and a) or (5 <= run <= 9 and not b) or (run >= 10 and c and d)",
  ],
  [[variant(7, 7, "a"), variant(null, null, "b")], "(run == 7 and a) or (b)"],
  // Each by itself: none gets out of its brackets.
  [[variant(7, null, "a) or (b")], null],
  [[variant(null, null, "a) or (b"), variant(5, 9, "c")], null],
  [[variant(1, 4, "a"), variant(5, 9, "")], null],
  [[variant(1, 4, "a and")], null],
])("%j becomes an expression", (variants, text) => {
  expect(writeVariants(variants)).toBe(text);
});

test("what is written is read back", () => {
  const variants = [variant(null, 4, "a or b"), variant(5, 9, "c"), variant(20, 20, "d and not (e or f)")];
  expect(readVariants(writeVariants(variants) ?? "")).toEqual(variants);
});

test("overlaps and gaps of ranges", () => {
  const of = (...ranges: readonly (readonly [number | null, number | null])[]) =>
    rangesOfVariants(ranges.map(([from, to]) => ({ from, to })));
  expect(of([null, 4], [5, null])).toEqual({ overlaps: [], gaps: [] });
  expect(of([10, null], [null, 5])).toEqual({ overlaps: [], gaps: [{ from: 6, to: 9 }] });
  expect(of([null, 10], [10, 20], [18, null])).toEqual({
    overlaps: [
      { first: 0, second: 1, from: 10, to: 10 },
      { first: 1, second: 2, from: 18, to: 20 },
    ],
    gaps: [],
  });
  expect(of([null, null], [3, 4])).toEqual({
    overlaps: [{ first: 0, second: 1, from: 3, to: 4 }],
    gaps: [],
  });
  // A range that ends before it begins has no runs.
  expect(of([1, 5], [9, 7])).toEqual({ overlaps: [], gaps: [] });
});
