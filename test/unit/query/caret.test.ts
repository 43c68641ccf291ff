import { expect, test } from "vitest";
import { caret } from "../../../core/query/caret.ts";

test.each([
  ["a = 5", 2, 3, "a = 5\n  ^"],
  ["beam > abc", 7, 10, "beam > abc\n       ^^^"],
  ["a >", 3, 3, "a >\n   ^"],
  ["", 0, 0, "\n^"],
  ["a and\n  b = 5\nor c", 10, 11, "  b = 5\n    ^"],
  ["a and\r\nb = 5\r\n", 9, 10, "b = 5\n  ^"],
  ["(a\nor b", 0, 7, "(a\n^^"],
  ["\ta = 5", 3, 4, "\ta = 5\n\t  ^"],
  ["'π' = a", 4, 5, "'π' = a\n    ^"],
  ["'😀' = a", 5, 6, "'😀' = a\n     ^"],
  ["'実験' = a", 5, 6, "'実験' = a\n       ^"],
  ["'e\u0301' = a", 5, 6, "'e\u0301' = a\n    ^"],
  ["abc", 10, 12, "abc\n   ^"],
  ["a\n", 2, 2, "\n^"],
])("%j from %i to %i", (text, from, to, expected) => {
  expect(caret(text, { from, to })).toBe(expected);
});
