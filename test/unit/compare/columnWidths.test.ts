import { expect, test } from "vitest";
import { columnWidths, haveRoom } from "../../../renderer/compare/columnWidths.ts";

test.each([
  // Columns, room, narrow, names, values.
  [3, 960, false, 261, 233],
  [3, 1860, false, 400, 360],
  [4, 960, false, 260, 184],
  [7, 1860, false, 264, 228],
  [20, 1860, false, 260, 184],
  [20, 960, true, 190, 84],
  [8, 1860, true, 260, 120],
  [3, 0, false, 260, 184],
])("%d columns in %d pixels, narrow %s: names %d, values %d", (columns, room, isNarrow, name, value) => {
  expect(columnWidths(columns, room, isNarrow)).toEqual({ name, value });
});

test.each([
  [3, 960, true],
  [4, 960, false],
  [8, 1860, true],
  [9, 1860, false],
])("%d usual columns have room in %d pixels: %s", (columns, room, fit) => {
  expect(haveRoom(columns, room)).toBe(fit);
});
