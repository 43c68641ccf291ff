import { describe, expect, it } from "vitest";
import {
  dateOf,
  formatAge,
  formatBytes,
  formatCell,
  formatCount,
  formatDuration,
  formatFigure,
  formatSpan,
  formatFloat,
  formatInteger,
  formatMilliseconds,
  formatShort,
  shownName,
  valueInWords,
} from "../../../renderer/lib/format.ts";
import type { Cell } from "../../../core/api/values.ts";
import type { ValueType } from "../../../core/query/types.ts";

const GAP = "\u202f";

it.each<[Cell, ValueType, string]>([
  [null, "string", "no value"],
  ["", "string", "empty text"],
  [" \n\t", "string", "blanks only"],
  ["two\nlines", "string", "two lines"],
  [0, "int", "0"],
  ["", "int", "empty text"],
])("says what %j of type %s is where nothing would be seen of it", (value, type, words) => {
  expect(valueInWords(value, type)).toBe(words);
});

describe("formatCell", () => {
  const long = '{"rates": [1, 2, 3],\n  "name": "trigger"}';
  const cases: readonly [Cell, ValueType, string, string | null][] = [
    [null, "int", "", null],
    [true, "bool", "yes", null],
    [false, "bool", "no", null],
    [9999, "int", "9999", null],
    [195612870, "int", `195${GAP}612${GAP}870`, null],
    [0.1 + 0.2, "float", "0.3", "0.30000000000000004"],
    [11615.6, "float", `11${GAP}615.6`, null],
    ["2016-02-17 13:26:45.000000", "time", "2016-02-17 13:26", "2016-02-17 13:26:45.000000"],
    ["2016-02-17 13:26", "time", "2016-02-17 13:26", null],
    ["hd_all.tsg", "string", "hd_all.tsg", null],
    ["two\nlines", "string", "two lines", "two\nlines"],
    ["a\u202etxt.exe", "string", "a\\u202etxt.exe", "a\\u202etxt.exe"],
    ["\x1b[31m", "string", "\\x1b[31m", "\\x1b[31m"],
    [long, "json", '{"rates": [1, 2, 3], "name": "trigger"}', long],
  ];
  it.each(cases)("writes %j of type %s", (value, type, text, title) => {
    expect(formatCell(value, type)).toEqual({ text, title });
  });
});

it.each([
  ["", "(empty name)"],
  [" ", "(empty name)"],
  ["a\u202eb", "a\\u202eb"],
  ["beam_current", "beam_current"],
])("the name %j is shown as %j", (name, shown) => expect(shownName(name)).toBe(shown));

describe("numbers", () => {
  it.each([
    [0, "0"],
    [-9999, "-9999"],
    [10000, `10${GAP}000`],
    [-1234567, `-1${GAP}234${GAP}567`],
    [2 ** 53 - 1, `9${GAP}007${GAP}199${GAP}254${GAP}740${GAP}991`],
    [-(2 ** 53), `≈-9${GAP}007${GAP}199${GAP}254${GAP}740${GAP}992`],
    [1e21, "≈1e+21"],
    [123456789012345678901n, `123${GAP}456${GAP}789${GAP}012${GAP}345${GAP}678${GAP}901`],
  ])("formatInteger(%s)", (value, text) => expect(formatInteger(value)).toBe(text));

  it.each([
    [1234567, `1${GAP}234${GAP}567`],
    [12345678.9, `12${GAP}345${GAP}700`],
    [0.1 + 0.2, "0.3"],
    [2 ** 60, `≈1${GAP}152${GAP}921${GAP}504${GAP}606${GAP}847${GAP}000`],
  ])("formatFigure(%s)", (value, text) => expect(formatFigure(value)).toBe(text));

  it.each([
    [9_999_999, `9${GAP}999${GAP}999`],
    [58_716_372_110, `58.72${GAP}G`],
    [-1.5e7, `-15${GAP}M`],
    [12345.6, `12${GAP}345.6`],
    [137.123, "137.1"],
    [3.52391e-5, "3.524e-5"],
    [2e300, `2e+288${GAP}T`],
  ])("formatShort(%s)", (value, text) => expect(formatShort(value)).toBe(text));

  it.each([
    [1 / 3, "0.333333"],
    [123456.789, `123${GAP}457`],
    [-77880.81, `-77${GAP}880.8`],
    [9999.5, "9999.5"],
    [-0.000012345678, "-1.23457e-5"],
    [0.0000074, "7.4e-6"],
    [0.001, "0.001"],
    [0, "0"],
    [1.5e300, "1.5e+300"],
    [2, "2"],
  ])("formatFloat(%s)", (value, text) => expect(formatFloat(value)).toBe(text));

  it("says one and many", () => {
    expect(formatCount(1, "run")).toBe("1 run");
    expect(formatCount(0, "run")).toBe("0 runs");
    expect(formatCount(2, "index", "indices")).toBe("2 indices");
  });
});

describe("times and sizes", () => {
  it.each([
    [0, "0:00:00"],
    [59.6, "0:01:00"],
    [5025, "1:23:45"],
    [360000, "100:00:00"],
    [-61, "-0:01:01"],
  ])("formatDuration(%s)", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it.each([
    [0, "0 minutes"],
    [119, "1 minute"],
    [7199, "119 minutes"],
    [7200, "2 hours"],
    [48 * 3600 - 1, "47 hours"],
    [48 * 3600, "2 days"],
  ])("formatSpan(%s)", (seconds, text) => expect(formatSpan(seconds)).toBe(text));

  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1 kB"],
    [12_400, "12.4 kB"],
    [999_900, "1 MB"],
    [2.5e15, "2500 TB"],
  ])("formatBytes(%s)", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0.04, "0 ms"],
    [0.44, "0.4 ms"],
    [9.4, "9.4 ms"],
    [9.6, "10 ms"],
    [999.4, "999 ms"],
    [999.6, "1.00 s"],
    [2346, "2.35 s"],
    [12_346, "12.3 s"],
    [83_000, "1:23 min"],
  ])("formatMilliseconds(%s)", (time, text) => expect(formatMilliseconds(time)).toBe(text));

  it("takes the date of a time", () => expect(dateOf("2016-02-17 13:26")).toBe("2016-02-17"));

  const now = Date.parse("2026-03-01T12:00:00Z");
  it.each([
    ["2026-03-01T11:59:30Z", "just now"],
    ["2026-03-01T11:59:00Z", "1 minute ago"],
    ["2026-03-01T10:30:00Z", "1 hour ago"],
    ["2026-02-27T12:00:00Z", "2 days ago"],
    ["yesterday", "yesterday"],
  ])("formatAge(%s)", (instant, text) => expect(formatAge(instant, now)).toBe(text));
});
