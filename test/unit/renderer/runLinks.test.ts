/** Links of a run to other sites, and JSON that is shown as a table. */
import { expect, test } from "vitest";
import { recordTable } from "../../../renderer/json/recordTable.ts";
import type { JsonValue } from "../../../renderer/json/json.ts";
import { addressOf, templateFault } from "../../../renderer/model/runLinks.ts";

test.each([
  ["https://log.example.org/?run={run}", "https://log.example.org/?run=70206"],
  [" http://h/{run}/{run}.html ", "http://h/70206/70206.html"],
  ["javascript:alert({run})", null],
  ["file:///etc/{run}", null],
  ["log.example.org/{run}", null],
])("%s for run 70206 is %s", (template, address) => {
  expect(addressOf(template, 70206)).toBe(address);
});

test.each([
  ["https://log.example.org/{run}", null],
  ["https://log.example.org/", /\{run\}/],
  ["ftp://log.example.org/{run}", /https:\/\//],
  ["https://log{run}.example.org/", /host/],
])("the template %s", (template, fault) => {
  if (fault === null) expect(templateFault(template)).toBeNull();
  else expect(templateFault(template)).toMatch(fault);
});

const tables: readonly [string, JsonValue, string[][] | null][] = [
  [
    "kinds of components",
    { A: "ROC", B: "TS" },
    [
      ["", "value"],
      ["A", "ROC"],
      ["B", "TS"],
    ],
  ],
  [
    "statistics of components",
    { A: { rate: 1, size: 2.5 }, B: { size: 3, note: null } },
    [
      ["", "rate", "size", "note"],
      ["A", "1", "2.5", ""],
      ["B", "", "3", "null"],
    ],
  ],
  ["a single part", { A: { rate: 1 } }, null],
  ["deeper parts", { A: { rate: [1] }, B: { rate: 2 } }, null],
  ["parts of several kinds", { A: { rate: 1 }, B: 2 }, null],
  ["a list", [1, 2], null],
  ["a text", "x", null],
  [
    "names of the language",
    JSON.parse('{"__proto__": {"a": 1}, "b": {"toString": 2}}') as JsonValue,
    [
      ["", "a", "toString"],
      ["__proto__", "1", ""],
      ["b", "", "2"],
    ],
  ],
];
test.each(tables)("%s as a table", (_, value, expected) => {
  const table = recordTable(value);
  expect(table && [table.heads, ...table.rows]).toEqual(expected);
});
