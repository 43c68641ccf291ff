/** Values as people type them. */
import { expect, test } from "vitest";
import type { Cell } from "../../../core/api/values.ts";
import type { ValueType } from "../../../core/query/types.ts";
import { lineEndChange, readValue, withLineEnds } from "../../../renderer/changes/valueText.ts";

test.each<[ValueType, string, Cell]>([
  ["int", " 42 ", 42],
  ["int", "-7", -7],
  ["int", "9223372036854775807", "9223372036854775807"],
  ["int", "+9223372036854775807", "9223372036854775807"],
  ["float", "1e3", 1000],
  ["float", ".5", 0.5],
  ["bool", "true", true],
  ["bool", "No", false],
  ["time", "2016-02-17 13:26", "2016-02-17 13:26"],
  ["time", " 2016-02-17T13:26:01.5 ", "2016-02-17T13:26:01.5"],
  ["json", '{"a": [1, 2]}', '{"a": [1, 2]}'],
  ["string", " as it is ", " as it is "],
  ["string", "", ""],
])("%s: “%s”", (type, text, value) => {
  expect(readValue(type, text)).toEqual({ value });
});

test.each<[ValueType, string, RegExp]>([
  ["int", "1.5", /integer/],
  ["int", "", /integer/],
  ["int", "0x10", /integer/],
  ["float", "1,5", /number/],
  ["float", "1e999", /number/],
  ["float", "nan", /number/],
  ["bool", "maybe", /yes or no/],
  ["time", "2016-02-31", /date and time/],
  ["json", '{"a":', /JSON/],
])("%s: “%s” is refused", (type, text, words) => {
  const read = readValue(type, text);
  expect("problem" in read ? read.problem : "").toMatch(words);
});

// A field of several lines gives LF for every end of a line.
test.each([
  ["CRLF throughout", "a\r\nb\r\n", "a\nB\n", "a\r\nB\r\n", ""],
  ["a line more", "a\r\nb", "a\nb\nc", "a\r\nb\r\nc", ""],
  ["CR throughout", "a\rb", "a\nB", "a\rB", ""],
  ["LF", "a\nb", "a\nB", "a\nB", ""],
  ["typed back as it was", "a\r\nb\nc", "a\nb\nc", "a\r\nb\nc", ""],
  ["of both kinds", "a\r\nb\nc", "A\nb\nc", "A\nb\nc", "CRLF and LF → LF"],
  ["none yet", "a", "a\nb", "a\nb", ""],
])("ends of lines, %s", (_what, opened, typed, kept, change) => {
  expect(withLineEnds(typed, opened)).toBe(kept);
  expect(lineEndChange(opened, kept)).toBe(change);
});
