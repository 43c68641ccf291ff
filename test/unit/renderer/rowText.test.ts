import { describe, expect, it } from "vitest";
import type { Column } from "../../../core/api/search.ts";
import type { Cell } from "../../../core/api/values.ts";
import { parseEnd } from "../../../renderer/runs/rangeEnd.ts";
import { rowsOf, toMarkdown, toTsv } from "../../../renderer/runs/rowText.ts";
import { tableColumns } from "../../../renderer/runs/tableColumns.ts";

const held: Column[] = [
  { name: "note", type: "string", description: null },
  { name: "event_count", type: "int", description: null },
  { name: "good", type: "bool", description: null },
];
const columns = tableColumns({ names: ["event_count", "note"], pinned: [] }, held, {}, () => false);
const rows = rowsOf({
  from: 0,
  runs: [8, 7],
  values: [
    ["tab\tand\r\nline", "a|b *c* <d>"],
    [195612870, null],
    [true, false],
  ],
});

describe("rows as text", () => {
  it("has the shown columns in their order, values as they are stored", () => {
    expect(toTsv(columns, rows)).toBe(
      "run\tevent_count\tnote\n8\t195612870\ttab and line\n7\t\ta|b *c* <d>\n",
    );
  });

  it("holds no formulas where that is asked for", () => {
    const odd = rowsOf({ from: 0, runs: [8], values: [["=1+1"], [-5], [true]] });
    expect(toTsv(columns, odd, true).split("\n")[1]).toBe("8\t-5\t'=1+1");
  });

  it("is a table of Markdown that nothing breaks out of", () => {
    expect(toMarkdown(columns, rows)).toBe(
      [
        "| run | event\\_count | note |",
        "| --: | --: | --- |",
        "| 8 | 195612870 | tab and line |",
        "| 7 |  | a\\|b \\*c\\* \\<d\\> |",
        "",
      ].join("\n"),
    );
  });
});

it.each<[string, "int" | "float" | "time", Cell | undefined]>([
  ["", "int", null],
  [" 80 ", "int", 80],
  ["1 000_000", "int", 1_000_000],
  ["1.5e6", "float", 1.5e6],
  ["-3", "float", -3],
  ["abc", "float", undefined],
  ["1e999", "float", undefined],
  ["2016-02-17", "time", "2016-02-17"],
  ["2016-02-30", "time", undefined],
])("an end of a range %j of type %s is %j", (text, type, value) => expect(parseEnd(text, type)).toBe(value));
