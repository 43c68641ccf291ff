import { describe, expect, it } from "vitest";
import { naturally } from "../../../renderer/lib/naturalOrder.ts";
import { queriedColumns } from "../../../renderer/model/columns.ts";
import { findIn, partsFrom } from "../../../renderer/runs/findRows.svelte.ts";
import { tableColumns } from "../../../renderer/runs/tableColumns.ts";

const columns = tableColumns(
  { names: ["run_type", "length"], pinned: [] },
  [
    { name: "run_type", type: "string", description: null },
    { name: "length", type: "int", description: null },
  ],
  {},
  (name) => name === "length",
);
const rows = [
  { run: 103, values: ["hd_all.tsg", 3600] },
  { run: 102, values: ["hd_bcal.tsg", null] },
  { run: 101, values: ["HD_ALL", 60] },
];

describe("a text is found as the table shows it", () => {
  it.each([
    ["hd_all", false, { row: 0, column: 2 }],
    ["hd_all", true, { row: 2, column: 2 }],
    ["1:00:00", false, { row: 0, column: 3 }],
    ["102", false, { row: 1, column: 1 }],
    ["3600", false, null],
    ["nothing", true, null],
  ])("%s, back: %s", (text, isBack, found) => {
    expect(findIn(rows, columns, text, isBack)).toEqual(found);
  });

  it.each([
    [0, 3, false, [[0, 3]]],
    [
      2,
      3,
      false,
      [
        [2, 3],
        [0, 2],
      ],
    ],
    [
      1,
      3,
      true,
      [
        [0, 2],
        [2, 3],
      ],
    ],
    [2, 3, true, [[0, 3]]],
    [
      0,
      4500,
      false,
      [
        [0, 2000],
        [2000, 4000],
        [4000, 4500],
      ],
    ],
    [
      4499,
      4500,
      true,
      [
        [4000, 4500],
        [2000, 4000],
        [0, 2000],
      ],
    ],
  ])("from row %d of %d, back: %s", (row, count, isBack, parts) => {
    expect(partsFrom(row, count, isBack)).toEqual(parts);
  });
});

it("names stand as people count", () => {
  expect(["ps_hv10", "PS_hv9", "ps_hv2", "beam"].toSorted(naturally)).toEqual([
    "beam",
    "ps_hv2",
    "PS_hv9",
    "ps_hv10",
  ]);
});

describe("the conditions of a query that are no columns yet", () => {
  const type = (id: number, name: string) => ({
    id,
    name,
    type: "float" as const,
    description: null,
    created: null,
  });
  const vocabulary = {
    conditions: [type(1, "beam_current"), type(2, "event_rate")],
    aliases: [{ name: "good", code: "event_rate > 10", description: null }],
  };
  it.each([
    ["beam_current > 1 and @good", [], ["beam_current", "event_rate"]],
    ["beam_current > 1 and beam_current < 5", ["run"], ["beam_current"]],
    ["beam_current > 1", ["beam_current"], []],
    ["run > 5", [], []],
    ["beam_current >", [], []],
    ["", [], []],
  ])("%s", (expression, shown, names) => {
    expect(queriedColumns(expression, vocabulary as never, shown)).toEqual(names);
  });
});
