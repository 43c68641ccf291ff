/** The changes of a draft as a list. */
import { describe, expect, test } from "vitest";
import type { Change, ReviewedChange } from "../../../core/api/changes.ts";
import type { Cell } from "../../../core/api/values.ts";
import {
  blocking,
  changesText,
  resolved,
  withChange,
  withChanges,
  withFile,
  withoutChange,
  withoutStored,
} from "../../../renderer/model/changeList.ts";

const change = (run: number, name: string, old: Cell, next: Cell): Change => ({
  run,
  kind: "condition",
  name,
  old,
  new: next,
});
const reviewed = (of: Change, state: ReviewedChange["state"], now: Cell): ReviewedChange => ({
  ...of,
  type: "int",
  now,
  state,
  message: null,
  changed: null,
  next: null,
});
const a = change(1, "a", 5, 6);
const b = change(2, "b", null, "x");

describe("a change joins the others", () => {
  test.each<[string, readonly Change[], Change, readonly Change[]]>([
    ["the first", [], a, [a]],
    ["of another value", [a], b, [a, b]],
    ["of the same condition of another run", [a], change(2, "a", 5, 6), [a, change(2, "a", 5, 6)]],
    ["of the same value: the old one stays", [a, b], change(1, "a", 6, 7), [change(1, "a", 5, 7), b]],
    ["back to the stored value", [a, b], change(1, "a", 5, 5), [b]],
    ["back to what was stored, and is not now", [a], change(1, "a", 7, 5), [change(1, "a", 5, 5)]],
    ["of a value to itself", [a], change(3, "c", 1, 1), [a]],
    ["a removal of an added value", [b], change(2, "b", null, null), []],
    ["a time of the same name", [a], { ...a, kind: "time" }, [a, { ...a, kind: "time" }]],
  ])("%s", (_what, before, added, after) => {
    expect(withChange(before, added)).toEqual(after);
    expect(withChanges(before, [added])).toEqual(after);
  });
});

test("one is taken out", () => {
  expect(withoutChange([a, b], a)).toEqual([b]);
});

describe("a conflict is decided", () => {
  const conflict = reviewed(a, "conflict", 9);
  test.each<["mine" | "stored", readonly Change[]]>([
    ["mine", [{ ...a, old: 9 }, b]],
    ["stored", [b]],
  ])("%s", (choice, after) => {
    expect(resolved([a, b], [conflict], choice)).toEqual(after);
  });
});

test("a change of a file names the value that it was made over, so that a conflict is found", () => {
  expect(withFile([a, b], [change(1, "a", 3, 4)])).toEqual([change(1, "a", 3, 4), b]);
});

test.each<[string, readonly Change[], readonly Change[]]>([
  ["nothing", [a, b], []],
  ["another value", [a, b, change(3, "c", 1, 2)], [change(3, "c", 1, 2)]],
  ["a value that was stored, edited once more", [change(1, "a", 5, 8), b], [change(1, "a", 6, 8)]],
  ["one whose edit was taken back meanwhile", [b], []],
])("what was edited while the others were stored is left: %s", (_what, now, left) => {
  expect(withoutStored(now, [a, b])).toEqual(left);
});

test("what blocks a commit", () => {
  const list = (["ready", "done", "conflict", "no_run", "no_condition", "unfit"] as const).map((state, run) =>
    reviewed(change(run, "a", 1, 2), state, 1),
  );
  expect(blocking(list).map(({ state }) => state)).toEqual(["conflict", "no_run", "no_condition", "unfit"]);
});

test.each([
  [[a], "1 change of run 1"],
  [[a, change(1, "b", 1, 2)], "2 changes of run 1"],
  [[a, b], "2 changes of 2 runs"],
  [[], "0 changes of 0 runs"],
])("in words: %#", (list, words) => {
  expect(changesText(list)).toBe(words);
});

test("of changes that were stored already it is not said that they were written", () => {
  const changes = ["a", "b", "c"].map((name) => ({ run: 20, kind: "condition" as const, name }));
  expect(changesText(changes, 1)).toBe("2 changes of run 20");
});
