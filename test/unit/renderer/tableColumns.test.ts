import { describe, expect, it } from "vitest";
import type { ConditionType } from "../../../core/api/catalogue.ts";
import type { Column } from "../../../core/api/search.ts";
import {
  fittedWidths,
  fittingWidth,
  limitWidth,
  longerLine,
  widest,
} from "../../../renderer/runs/columnWidths.ts";
import {
  arrange,
  moveColumn,
  moveName,
  tableColumns,
  togglePin,
  withinRoom,
} from "../../../renderer/runs/tableColumns.ts";
import { availableColumns, defaultColumns, isLength, knownColumns } from "../../../renderer/model/columns.ts";

function type(id: number, name: string, valueType: ConditionType["type"]): ConditionType {
  return { id, name, type: valueType, description: null, created: null };
}
const types = [type(1, "event_count", "int"), type(2, "run_type", "string")];

describe("columns of a database", () => {
  it("has the run's own before the conditions", () => {
    expect(availableColumns(types).map(({ name }) => name)).toEqual([
      "started",
      "finished",
      "length",
      "event_count",
      "run_type",
    ]);
  });

  it("lets a condition type win over the run's own column, and takes a name once", () => {
    const odd = [...types, type(3, "length", "int"), type(4, "event_count", "int")];
    const columns = availableColumns(odd);
    expect(columns.filter(({ name }) => name === "length")).toEqual([
      { name: "length", type: "int", description: null },
    ]);
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
    expect(isLength("length", odd)).toBe(false);
    expect(isLength("length", types)).toBe(true);
  });

  it("starts with the run's times and what is suggested, of which there is all and nothing twice", () => {
    const suggested = ["run_type", "gone", "event_count", "length"];
    expect(defaultColumns(availableColumns(types), suggested)).toEqual([
      "started",
      "length",
      "run_type",
      "event_count",
    ]);
    expect(defaultColumns(availableColumns([]), [])).toEqual(["started", "length"]);
    expect(knownColumns(["gone", "run_type"], availableColumns(types))).toEqual(["run_type"]);
  });
});

describe("columns of the table", () => {
  it.each([
    [[10_001, 10_340], 104],
    [[null, null], 104],
    [[1, 1_234_567_890], 128],
    [[-9_007_199_254_740_991, 5], 183],
  ])("the column of runs from %j has room for them: %d px", (ends, width) => {
    expect(tableColumns({ names: [], pinned: [] }, [], {}, () => false, ends)[1]?.width).toBe(width);
    expect(tableColumns({ names: [], pinned: [] }, [], { run: 90 }, () => false, ends)[1]?.width).toBe(90);
  });

  const held: Column[] = [
    { name: "started", type: "time", description: null },
    { name: "event_count", type: "int", description: null },
  ];
  it("shows the run first and of the others those that are here, in the order asked for", () => {
    const names = ["event_count", "not_yet", "started"];
    const columns = tableColumns({ names, pinned: [] }, held, { started: 99 }, () => false);
    expect(columns.map(({ role, name, valueIndex }) => [role, name, valueIndex])).toEqual([
      ["mark", "", -1],
      ["run", "run", -1],
      ["value", "event_count", 1],
      ["value", "started", 0],
    ]);
    expect(columns[3]?.width).toBe(99);
  });

  it("keeps pinned ones beside the run, as far as there is room", () => {
    const widths = { run: 100, event_count: 150, started: 200 };
    const pinned = ["event_count", "started"];
    const columns = tableColumns({ names: pinned, pinned }, held, widths, () => false);
    expect(columns.map(({ left }) => left)).toEqual([0, 34, 134, 284]);
    expect(withinRoom(columns, 484).map(({ left }) => left)).toEqual([0, 34, 134, 284]);
    expect(withinRoom(columns, 483).map(({ left }) => left)).toEqual([0, 34, 134, null]);
    expect(withinRoom(columns, 10).map(({ left }) => left)).toEqual([0, 34, null, null]);
  });

  it("keeps widths within limits", () => {
    expect(limitWidth(3)).toBe(56);
    expect(limitWidth(5000)).toBe(900);
    expect(fittingWidth("x", ["short", "a much longer text than that"])).toBeGreaterThan(
      fittingWidth("x", ["short"]),
    );
  });

  it.each([
    ["run", 3],
    ["event_count", 6],
    ["polarization_direction", 13],
    ["a_b_c_d", 4],
    ["__x", 2],
    ["trailing_", 9],
    ["", 0],
  ])("%s in two lines has %d letters in the longer one", (name, letters) => {
    expect(longerLine(name)).toBe(letters);
  });

  it("fits values, with a name that is longer in two lines, and only grows", () => {
    const texts = [["1.25", "103.5"], ["x".repeat(80)]];
    const first = fittedWidths(
      [{ name: "beam_on_current" }, { name: "user_comment" }],
      (at) => texts[at] ?? [],
    );
    expect(first["beam_on_current"]).toBeLessThan(fittingWidth("beamxonxcurrent", []));
    expect(first["user_comment"]).toBe(260);
    expect(widest(first, { beam_on_current: 10 })).toBe(first);
    expect(widest(first, { beam_on_current: 500, new: 60 })).toEqual({
      ...first,
      beam_on_current: 500,
      new: 60,
    });
  });
});

it.each([
  ["a", "c", ["b", "a", "c"]],
  ["a", null, ["b", "c", "a"]],
  ["c", "a", ["c", "a", "b"]],
  ["b", "b", ["a", "b", "c"]],
  ["a", "not there", ["b", "c", "a"]],
])("moveName %s before %s", (name, before, expected) => {
  expect(moveName(["a", "b", "c"], name, before)).toEqual(expected);
});

describe("pinning", () => {
  const loose = arrange(["a", "b", "c", "d"], []);
  const some = arrange(["a", "b", "c", "d"], ["c", "a"]);

  it("puts pinned columns first, in the order they had", () => {
    expect(some).toEqual({ names: ["a", "c", "b", "d"], pinned: ["a", "c"] });
    expect(arrange(["b"], ["gone"])).toEqual({ names: ["b"], pinned: [] });
  });

  it.each([
    ["pins the first", loose, "c", ["c", "a", "b", "d"], ["c"]],
    ["pins one more, behind the others", some, "d", ["a", "c", "d", "b"], ["a", "c", "d"]],
    ["lets one go, to be the first of the others", some, "a", ["c", "a", "b", "d"], ["c"]],
    ["pins the last one", arrange(["a"], []), "a", ["a"], ["a"]],
  ] as const)("%s", (_, before, name, names, pinned) => {
    expect(togglePin(before, name)).toEqual({ names, pinned });
  });

  it.each([
    ["within the pinned ones", "c", "a", true, ["c", "a", "b", "d"], ["c", "a"]],
    ["into them", "d", "c", true, ["a", "d", "c", "b"], ["a", "d", "c"]],
    ["to their end", "d", "b", true, ["a", "c", "d", "b"], ["a", "c", "d"]],
    ["out of them", "a", "d", false, ["c", "b", "a", "d"], ["c"]],
    ["out of them, to the end", "a", null, false, ["c", "b", "d", "a"], ["c"]],
  ] as const)("moves %s", (_, name, before, isPinned, names, pinned) => {
    expect(moveColumn(some, name, before, isPinned)).toEqual({ names, pinned });
  });
});

it("a head has the unit of numbers, with room for it in the second line; texts and lengths have none", () => {
  const unitOf = (type: Column["type"], ofLength = false) =>
    tableColumns(
      { names: ["a"], pinned: [] },
      [{ name: "a", type, description: "Mean [nA]" }],
      {},
      () => ofLength,
    ).find(({ name }) => name === "a")?.unit;
  expect([unitOf("float"), unitOf("string"), unitOf("int", true)]).toEqual(["nA", null, null]);
  expect(fittingWidth("beam_current", [], "nA")).toBe(fittingWidth("beam_current_[nA]", []));
});
