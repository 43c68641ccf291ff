/** Windows with the same database open keep drafts of their own. */
import { expect, test } from "vitest";
import { DraftPlaces } from "../../../main/draftPlaces.ts";

const none = (): boolean => false;

test("each window of a database has a place of its own, which is free again when it leaves", () => {
  const places = new DraftPlaces();
  expect([1, 2, 1, 3].map((window) => places.placeOf("a", window, none))).toEqual([0, 1, 0, 2]);
  expect(places.placeOf("b", 4, none)).toBe(0);
  places.leave(2);
  expect(places.placeOf("a", 5, none)).toBe(1);
  expect(places.placeOf("a", 3, none)).toBe(2);
});

test("a window that opens another database frees its place", () => {
  const places = new DraftPlaces();
  places.placeOf("a", 1, none);
  places.placeOf("b", 1, none);
  expect(places.placeOf("a", 2, none)).toBe(0);
  places.leave(1);
  places.leave(2);
  expect(places.placeOf("a", 3, none)).toBe(0);
});

test("a draft that a closed window has left is found by the next one", () => {
  const places = new DraftPlaces();
  const isLeft = (place: number): boolean => place === 1 || place === 2;
  expect(places.placeOf("a", 1, isLeft)).toBe(1);
  expect(places.left("a", isLeft)).toBe(1);
  expect(places.placeOf("a", 2, isLeft)).toBe(2);
  expect(places.left("a", isLeft)).toBe(0);
  expect(places.placeOf("a", 3, isLeft)).toBe(0);
  places.leave(1);
  expect(places.left("a", isLeft)).toBe(1);
});
