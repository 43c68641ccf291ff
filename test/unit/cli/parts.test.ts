import { describe, expect, test } from "vitest";
import { escapeControls } from "../../../cli/escapeControls.ts";
import { displayWidth, Table } from "../../../cli/table.ts";
import { rowFormat } from "../../../cli/rowFormats.ts";
import { parseRunRange } from "../../../core/runRange.ts";

describe("run ranges", () => {
  test.each<[string, number | null, number | null]>([
    ["1000-2000", 1000, 2000],
    ["1000-1000", 1000, 1000],
    ["1000-", 1000, null],
    ["-2000", null, 2000],
    ["1000", 1000, 1000],
    [" 1000 - 2000 ", 1000, 2000],
    ["0", 0, 0],
  ])("%j", (text, runMin, runMax) => {
    expect(parseRunRange(text)).toEqual({ ok: true, value: { runMin, runMax } });
  });

  test.each<[string, RegExp]>([
    ["", /is no run range/],
    ["-", /is no run range/],
    ["1-2-3", /is no run range/],
    ["1,2", /is no run range/],
    ["1.5", /is no run range/],
    ["0x10", /is no run range/],
    ["2000-1000", /Did you mean 1000-2000/],
    ["99999999999999999999", /no run can have/],
    ["1-99999999999999999999", /no run can have/],
  ])("%j is refused", (text, message) => {
    expect(parseRunRange(text)).toMatchObject({
      ok: false,
      error: { code: "bad_input", message: expect.stringMatching(message) as string },
    });
  });
});

test.each<[string, string]>([
  ["plain é 漢 🙂", "plain é 漢 🙂"],
  ["a\tb\r\nc", "a\\tb\\r\\nc"],
  ["\x00\x1b[1m\x7f", "\\x00\\x1b[1m\\x7f"],
  ["\x9b\u2028\u202e\u2066", "\\x9b\\u2028\\u202e\\u2066"],
])("control characters of %j", (text, visible) => {
  expect(escapeControls(text)).toBe(visible);
});

test("texts of several lines keep their lines", () => {
  expect(escapeControls("a\n\tb\r\x1b", "multi-line")).toBe("a\n\tb\\r\\x1b");
});

test.each<[string, number]>([
  ["", 0],
  ["abc", 3],
  ["é", 1],
  ["e\u0301", 1],
  ["漢字", 4],
  ["🙂", 2],
])("%j takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("a table stays aligned over parts, which may widen it", () => {
  const table = new Table(["right", "left", "left"]);
  expect(
    table.lines([
      ["run", "name", "x"],
      ["9", "漢", "1"],
    ]),
  ).toEqual(["run  name  x", "  9  漢    1"]);
  expect(
    table.lines([
      ["10000", "abcde", ""],
      ["1", "", "2"],
    ]),
  ).toEqual(["10000  abcde", "    1         2"]);
  expect(table.lines([["3", "c", "d"]])).toEqual(["    3  c      d"]);
});

test("json keeps the order of columns, and names that objects treat specially", () => {
  const columns = ["2", "__proto__", "a"].map((name) => ({ name, type: "int" as const, description: null }));
  const format = rowFormat("json", columns);
  const text =
    format.begin() + format.part({ from: 0, runs: [7], values: [[1], [2], [null]] }) + format.end();
  expect(text).toBe('[\n{"run":7,"2":1,"__proto__":2,"a":null}\n]\n');
});
