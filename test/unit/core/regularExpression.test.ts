/** `.matches()` on SQLite takes a time linear in the text, and means what the language's own expressions mean. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { searchFor } from "../../../core/db/sqlite/regularExpression.ts";

const texts = [
  "",
  "a",
  "aa",
  "b",
  "ab",
  "FCAL_m7.conf",
  "a b",
  "a\u00a0b",
  "\u2003",
  "\v",
  "é",
  "😀",
  "a😀",
  "[",
  ":",
  "0",
  "a\nb",
  "-",
  "\\",
  ".",
];

test.each([
  "^FCAL.*[0-9]",
  "\\s",
  "\\S",
  "[\\s\\S]",
  "^[^\\s]+$",
  "[^\\S]",
  "a.b",
  "^.$",
  "\\u{1F600}",
  "\\u0061b",
  "[[:]",
  "\\[",
  "[\\]a]",
  "a{2}",
  "(?:a|b)+?$",
  "\\p{L}",
  "\\d\\.",
  "[^]",
  "[]",
  "^(?!a)",
  "(a)\\1",
  "(?<=a)b",
  "\\b\\w+\\b",
  "[\\w-]",
  "\\x61",
  "\\cJ",
  "\\0",
  "a{1001}",
  "(?<name>a)b",
])("%s", (pattern) => {
  const own = new RegExp(pattern, "u");
  for (const text of texts) expect(searchFor(pattern)(text), JSON.stringify(text)).toBe(own.test(text));
});

test("random patterns mean the same", () => {
  const part = fc.constantFrom(
    "a",
    "b",
    ".",
    "\\s",
    "\\S",
    "[ab]",
    "[^a]",
    "[^\\s]",
    "\\w",
    "\\d",
    "\\b",
    "^",
    "$",
    "é",
    "😀",
    "\\.",
    "[a-z]",
    "(?:a|b)",
  );
  const count = fc.constantFrom("", "", "+", "*", "?", "{2}", "+?");
  const item = fc.tuple(part, count).map(([one, many]) => (/^(\^|\$|\\b)$/.test(one) ? one : one + many));
  const pattern = fc
    .array(item, { maxLength: 5 })
    .chain((items) => fc.constantFrom(items.join(""), `(${items.join("")})+`, `${items.join("")}|b`));
  const text = fc.array(fc.constantFrom("a", "b", " ", "\u2003", "é", "😀", "1", "."), { maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (source, characters) => {
      const subject = characters.join("");
      expect(searchFor(source)(subject)).toBe(new RegExp(source, "u").test(subject));
    }),
    { numRuns: 2000, seed: 3 },
  );
});

test("patterns that may fit in many ways", () => {
  const before = process.cpuUsage().user;
  for (const pattern of ["((([A-Z_a-z0-9]+)+)+)+$z", "^(a+)+$", "(a|a)*b$", "(.*)*x", "(a*)*(b*)*$c"]) {
    for (let at = 0; at < 300; at++) expect(searchFor(pattern)(`${"a".repeat(60)}!`)).toBe(false);
  }
  expect(process.cpuUsage().user - before).toBeLessThan(30_000_000);
});
