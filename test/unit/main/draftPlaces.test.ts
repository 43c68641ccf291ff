/** Windows with the same database open keep drafts of their own. */
import { expect, test } from "vitest";
import { DraftPlaces } from "../../../main/draftPlaces.ts";

test("each window of a database has a place of its own, which is free again when it leaves", () => {
  const places = new DraftPlaces();
  expect([1, 2, 1, 3].map((window) => places.placeOf("a", window))).toEqual([0, 1, 0, 2]);
  expect(places.placeOf("b", 4)).toBe(0);
  places.leave(2);
  expect(places.placeOf("a", 5)).toBe(1);
  expect(places.placeOf("a", 3)).toBe(2);
});

test("a window that opens another database frees its place", () => {
  const places = new DraftPlaces();
  places.placeOf("a", 1);
  places.placeOf("b", 1);
  expect(places.placeOf("a", 2)).toBe(0);
  places.leave(1);
  places.leave(2);
  expect(places.placeOf("a", 3)).toBe(0);
});
