import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  drawnRows,
  isScaled,
  lastOffset,
  offsetShowing,
  ROW_HEIGHT,
  scrollHeight,
  toOffset,
  toScrollTop,
} from "../../../renderer/lib/scroll.ts";

const VIEWPORT = 648;

describe("the scroll bar", () => {
  it.each([0, 1, 24, 3000, 370_000, 400_000, 1_000_000, 5_000_000])(
    "reaches both ends of %s rows",
    (rows) => {
      const bottom = Math.max(0, scrollHeight(rows) - VIEWPORT);
      expect(toOffset(0, rows, VIEWPORT)).toBe(0);
      expect(toOffset(bottom, rows, VIEWPORT)).toBeCloseTo(lastOffset(rows, VIEWPORT), 3);
    },
  );

  it("stays below the height engines can draw", () => {
    expect(scrollHeight(5_000_000)).toBeLessThan(16_000_000);
    expect(isScaled(5_000_000)).toBe(true);
    expect(isScaled(100_000)).toBe(false);
  });

  it("comes back from where it was sent", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 10_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, at) => {
          const offset = at * lastOffset(rows, VIEWPORT);
          expect(toOffset(toScrollTop(offset, rows, VIEWPORT), rows, VIEWPORT)).toBeCloseTo(offset, 3);
        },
      ),
    );
  });
});

describe("rows", () => {
  it("draws all that are seen, and none that are not there", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, at) => {
          const offset = at * lastOffset(rows, VIEWPORT);
          const { first, last } = drawnRows(offset, VIEWPORT, rows);
          expect(first * ROW_HEIGHT).toBeLessThanOrEqual(offset);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(last).toBeLessThan(rows);
          expect(last === rows - 1 || (last + 1) * ROW_HEIGHT >= offset + VIEWPORT).toBe(true);
          expect(last - first).toBeLessThan(50);
        },
      ),
    );
  });

  it.each([
    ["seen already", 5, 0, 0],
    ["above", 3, 200, 81],
    ["below", 24, 0, 27],
    ["half below", 30, 200, 200],
  ])("moves no further than needed: %s", (_, row, offset, expected) => {
    expect(offsetShowing(row, offset, VIEWPORT)).toBe(expected);
  });
});
