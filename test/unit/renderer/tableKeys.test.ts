import { describe, expect, it } from "vitest";
import { HEADER, readKey, type TableCommand } from "../../../renderer/runs/tableKeys.ts";

const inRows = { row: 50, column: 3, rows: 100, columns: 6, page: 20 };
const inHeader = { ...inRows, row: HEADER };

function press(keys: string) {
  const names = keys.split("+");
  const has = (name: string) => names.includes(name);
  const key = names.at(-1) ?? "";
  return {
    key: key === "Space" ? " " : key,
    shiftKey: has("Shift"),
    ctrlKey: has("Ctrl"),
    metaKey: has("Meta"),
    altKey: has("Alt"),
  };
}
const row = (to: number, isMarking = false): TableCommand => ({ kind: "row", to, isMarking });
const column = (to: number): TableCommand => ({ kind: "column", to });

describe("in the rows", () => {
  it.each<[string, TableCommand | null]>([
    ["ArrowDown", row(51)],
    ["Shift+ArrowDown", row(51, true)],
    ["Ctrl+ArrowDown", row(99)],
    ["ArrowUp", row(49)],
    ["PageDown", row(70)],
    ["PageUp", row(30)],
    ["Shift+PageUp", row(30, true)],
    ["Ctrl+Home", row(0)],
    ["Meta+End", row(99)],
    ["Home", column(0)],
    ["End", column(5)],
    ["ArrowRight", column(4)],
    ["Shift+ArrowRight", column(4)],
    ["Enter", { kind: "open-page" }],
    ["Space", { kind: "open" }],
    ["Ctrl+Space", { kind: "mark" }],
    ["Ctrl+a", { kind: "mark-all" }],
    ["a", null],
    ["Alt+ArrowDown", null],
    ["Alt+ArrowLeft", null],
    ["Shift+F10", { kind: "cell-menu" }],
    ["ContextMenu", { kind: "cell-menu" }],
    ["F2", { kind: "edit" }],
  ])("%s", (keys, command) => expect(readKey(press(keys), inRows)).toEqual(command));
});

describe("in the header", () => {
  it.each<[string, TableCommand | null]>([
    ["Enter", { kind: "sort" }],
    ["Space", { kind: "sort" }],
    ["Alt+ArrowDown", { kind: "menu" }],
    ["Shift+F10", { kind: "menu" }],
    ["ContextMenu", { kind: "menu" }],
    ["Shift+ArrowLeft", { kind: "widen", by: -12 }],
    ["ArrowUp", row(HEADER)],
    ["ArrowDown", row(0)],
    ["Shift+ArrowDown", row(0)],
  ])("%s", (keys, command) => expect(readKey(press(keys), inHeader)).toEqual(command));
});

it("ends where the table does", () => {
  expect(readKey(press("ArrowDown"), { ...inRows, row: 99 })).toEqual(row(99));
  expect(readKey(press("PageUp"), { ...inRows, row: 5 })).toEqual(row(0));
  expect(readKey(press("ArrowLeft"), { ...inRows, column: 0 })).toEqual(column(0));
  expect(readKey(press("Enter"), { ...inRows, column: 0 })).toEqual({ kind: "mark" });
});
