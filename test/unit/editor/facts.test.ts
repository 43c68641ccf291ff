import { expect, test } from "vitest";
import type { ValueSummary } from "../../../core/api/summary.ts";
import type { ValueType } from "../../../core/query/index.ts";
import { factLines } from "../../../renderer/editor/facts.ts";

const nothing: ValueSummary = {
  runs: 0,
  missing: 10,
  least: null,
  greatest: null,
  distinct: 0,
  values: [],
  sum: null,
  mean: null,
  sigma: null,
  bins: null,
};
const values = ["a", "b'c", "x".repeat(60)].map((value, at) => ({ value, runs: 9 - at }));

test.each<[ValueType, Partial<ValueSummary>, string[]]>([
  ["int", {}, ["No run has it."]],
  [
    "int",
    { runs: 9000, missing: 3000, least: -5, greatest: 123_456 },
    ["9000 of 12 000 runs have it", "From -5 to 123 456"],
  ],
  ["float", { runs: 1, missing: 2, least: 1.5, greatest: 1.5 }, ["1 of 3 runs has it", "Always 1.5"]],
  [
    "time",
    { runs: 3, missing: 0, least: "2016-02-17 13:26:01", greatest: "2018-01-01 00:00:00" },
    ["All runs have it", "From 2016-02-17 13:26 to 2018-01-01 00:00"],
  ],
  [
    "bool",
    {
      runs: 30,
      missing: 0,
      least: false,
      greatest: true,
      values: [
        { value: true, runs: 20 },
        { value: false, runs: 10 },
      ],
    },
    ["All runs have it", "True in 20, False in 10"],
  ],
  [
    "string",
    { runs: 24, missing: 0, distinct: 3, values },
    ["All runs have it", `3 values: 'a', "b'c", '${"x".repeat(40)}…'`],
  ],
  [
    "string",
    { runs: 24, missing: 0, distinct: null, values },
    ["All runs have it", `'a', "b'c", '${"x".repeat(40)}…', …`],
  ],
  ["json", { runs: 24, missing: 0, distinct: null }, ["All runs have it"]],
])("what is said of %s with %j", (type, summary, lines) => {
  expect(factLines({ ...nothing, ...summary }, type)).toEqual(
    lines.map((line) => line.replaceAll(/(\d) (\d{3})/g, "$1\u202f$2")),
  );
});
