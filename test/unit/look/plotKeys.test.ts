/** What the keys do in plots. */
import { describe, expect, test } from "vitest";
import { actOnKey, nextIndex, stepKeys, zoomKeys } from "../../../renderer/plot/plotKeys.ts";

/** A press of a key, and whether it was taken from the browser. */
function pressOf(key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey", boolean>> = {}) {
  const press = {
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...held,
    isTaken: false,
    preventDefault: () => {
      press.isTaken = true;
    },
  };
  return press;
}

test.each([
  ["a key with something to do", pressOf("Enter"), true],
  ["another key", pressOf("Tab"), false],
  ["with Control", pressOf("Enter", { ctrlKey: true }), false],
  ["with Command", pressOf("Enter", { metaKey: true }), false],
  ["with Alt", pressOf("Enter", { altKey: true }), false],
])("%s: taken or left to others", (_, press, isTaken) => {
  let acts = 0;
  expect(actOnKey(press, { Enter: () => acts++ })).toBe(isTaken);
  expect(acts).toBe(isTaken ? 1 : 0);
  expect(press.isTaken).toBe(isTaken);
});

test.each([
  ["+", 0.5],
  ["=", 0.5],
  ["-", 2],
])("%s zooms by %d", (key, factor) => {
  let zoomed = 0;
  actOnKey(
    pressOf(key),
    zoomKeys((by) => (zoomed = by)),
  );
  expect(zoomed).toBe(factor);
});

describe("stepping through five", () => {
  test.each<[string, number | null, number | null]>([
    ["ArrowRight", null, 0],
    ["ArrowLeft", null, 4],
    ["ArrowRight", 2, 3],
    ["ArrowLeft", 2, 1],
    ["ArrowRight", 4, null],
    ["ArrowLeft", 0, null],
    ["Home", 3, 0],
    ["End", 3, 4],
  ])("%s from %j leads to %j", (key, from, to) => {
    let reached: number | null = null;
    const keys = stepKeys(from, (by, begin) => (reached = nextIndex(5, begin, by)));
    expect(actOnKey(pressOf(key), keys)).toBe(true);
    expect(reached).toBe(to);
  });

  test("of none there is no next one", () => {
    expect(nextIndex(0, null, 1)).toBeNull();
    expect(nextIndex(0, null, -1)).toBeNull();
  });
});
