import { describe, expect, it } from "vitest";
import type { Column, ConditionType } from "../../../core/api/schemas.ts";
import { fittingWidth, limitWidth, moveName, tableColumns } from "../../../renderer/runs/tableColumns.ts";
import { availableColumns, defaultColumns, isLength, knownColumns } from "../../../renderer/state/columns.ts";

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

  it("starts with the usual ones that there are", () => {
    expect(defaultColumns(availableColumns(types))).toEqual(["started", "length", "run_type", "event_count"]);
    expect(defaultColumns(availableColumns([]))).toEqual(["started", "length"]);
    expect(knownColumns(["gone", "run_type"], availableColumns(types))).toEqual(["run_type"]);
  });
});

describe("columns of the table", () => {
  const held: Column[] = [
    { name: "started", type: "time", description: null },
    { name: "event_count", type: "int", description: null },
  ];
  it("shows the run first and of the others those that are here, in the order asked for", () => {
    const columns = tableColumns(["event_count", "not_yet", "started"], held, { started: 99 }, () => false);
    expect(columns.map(({ name, valueIndex }) => [name, valueIndex])).toEqual([
      ["run", null],
      ["event_count", 1],
      ["started", 0],
    ]);
    expect(columns[2]?.width).toBe(99);
  });

  it("keeps widths within limits", () => {
    expect(limitWidth(3)).toBe(56);
    expect(limitWidth(5000)).toBe(900);
    expect(fittingWidth("x", ["short", "a much longer text than that"])).toBeGreaterThan(
      fittingWidth("x", ["short"]),
    );
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
