import { isDeepStrictEqual } from "node:util";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Comparison } from "../../../core/api/runs.ts";
import type { Cell } from "../../../core/api/values.ts";
import type { ValueType } from "../../../core/query/types.ts";
import {
  arrange,
  comparedFiles,
  comparedPaths,
  comparedRows,
} from "../../../renderer/compare/comparedRows.ts";
import { differenceOf } from "../../../renderer/compare/difference.ts";
import { jsonDifferences } from "../../../renderer/compare/jsonDifferences.ts";
import { moveRun, parseRunList } from "../../../renderer/compare/runList.ts";
import { changedParts } from "../../../renderer/compare/textChanges.ts";
import {
  comparisonAsCsv,
  comparisonAsMarkdown,
  comparisonAsTsv,
} from "../../../renderer/compare/writeComparison.ts";
import type { JsonValue } from "../../../renderer/json/json.ts";
import { writePath, type JsonPath } from "../../../renderer/json/jsonTree.ts";

describe("a list of runs", () => {
  test.each<[string, number[] | null]>([
    ["10,20", [10, 20]],
    ["30 10;20, 10", [30, 10, 20]],
    ["5-8, 7", [5, 6, 7, 8]],
    ["", []],
    ["8-5", null],
    ["1-21", null],
    ["1-20", Array.from({ length: 20 }, (_, at) => at + 1)],
    ["1-20, 21", null],
    ["ten", null],
    ["-5", null],
  ])("“%s”", (text, runs) => {
    expect(parseRunList(text)).toEqual(runs);
  });
  test.each<[number, number, number[]]>([
    [2, 1, [1, 3, 2]],
    [2, -1, [2, 1, 3]],
    [3, -20, [3, 1, 2]],
    [3, 1, [1, 2, 3]],
  ])("moves run %i by %i", (run, by, runs) => {
    expect(moveRun([1, 2, 3], run, by)).toEqual(runs);
  });
});

describe("a difference", () => {
  test.each<[ValueType, Cell, Cell, string | null, string | null]>([
    ["int", 12, 10, "+2", "+20 %"],
    ["int", 0, -4, "+4", "+100 %"],
    ["int", 5, 0, "+5", null],
    ["int", 123_456, 1, "+123 455".replace(" ", "\u202f"), "+12\u202f345\u202f500 %"],
    ["float", 0.3, 0.1, "+0.2", "+200 %"],
    ["float", 99, 100, "−1", "−1 %"],
    ["int", 5, 5, null, null],
    ["int", 5, null, null, null],
    ["bool", true, false, null, null],
    ["string", "a", "b", null, null],
    ["time", "2016-02-18 13:26:05", "2016-02-17 13:26:00", "+1 d 0:00:05", null],
    ["time", "2016-02-17 13:26:00", "2016-02-17 13:26:00.25", "−0.25 s", null],
    ["time", "no time", "2016-02-17 13:26:00", null, null],
  ])("of %s %j from %j is %j, %j", (type, value, reference, text, percent) => {
    const difference = differenceOf({ type, isLength: false }, value, reference);
    expect(difference?.text ?? null).toBe(text);
    expect(difference?.percent ?? null).toBe(percent);
  });
  test("of lengths is a length", () => {
    expect(differenceOf({ type: "int", isLength: true }, 60, 3661)?.text).toBe("−1:00:01");
  });
});

describe("JSON side by side", () => {
  test.each<[string, (JsonValue | undefined)[], [string, (JsonValue | undefined)[]][]]>([
    [
      "alike",
      [
        { a: 1, b: [1] },
        { b: [1], a: 1 },
      ],
      [],
    ],
    [
      "a value, a key and an item",
      [
        { a: 1, list: [1, 2] },
        { a: 2, list: [1], more: null },
      ],
      [
        ["a", [1, 2]],
        ["list[1]", [2, undefined]],
        ["more", [undefined, null]],
      ],
    ],
    ["an object for an array", [{ a: {} }, { a: [] }], [["a", [{}, []]]]],
    ["three", [{ a: 1 }, { a: 1 }, { a: 3 }], [["a", [1, 1, 3]]]],
    ["plain values", [1, "1"], [["", [1, "1"]]]],
    [
      "a key of all objects' own kind",
      [{ a: 1 }, { constructor: 1, a: 1 }],
      [["constructor", [undefined, 1]]],
    ],
  ])("%s", (_, values, expected) => {
    const found = jsonDifferences(values, 100);
    expect(found.map(({ path, values: here }) => [writePath(path), here])).toEqual(expected);
  });
  test("ends after as many as are wanted", () => {
    const many = Array.from({ length: 1000 }, (_, at) => at);
    expect(jsonDifferences([many, many.map((at) => -at - 1)], 10)).toHaveLength(10);
  });

  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
  test("nothing differs exactly where values are deeply equal, and what differs differs there", () => {
    fc.assert(
      fc.property(json, json, (left, right) => {
        const found = jsonDifferences([left, right], Infinity);
        expect(found.length === 0).toBe(
          isDeepStrictEqual(JSON.parse(JSON.stringify(left)), JSON.parse(JSON.stringify(right))),
        );
        for (const { path, values } of found) expect(values).toEqual([at(left, path), at(right, path)]);
      }),
    );
  });
  test("the first value with its differences put right is the second", () => {
    fc.assert(
      fc.property(json, json, (left, right) => {
        const patched = jsonDifferences([left, right], Infinity).reduce<unknown>(
          (value, { path, values }) => put(value, path, values[1]),
          left,
        );
        expect(JSON.parse(JSON.stringify(dense(patched)))).toEqual(JSON.parse(JSON.stringify(right)));
      }),
    );
  });
});

function at(value: JsonValue, path: JsonPath): unknown {
  return path.reduce<unknown>((inner, key) => {
    const hasKey = typeof inner === "object" && inner !== null && Object.hasOwn(inner, key);
    return hasKey ? (inner as Record<string, unknown>)[key] : undefined;
  }, value);
}
/** A copy with another value at the path; none where it is undefined. */
function put(value: unknown, [key, ...rest]: JsonPath, wanted: unknown): unknown {
  if (key === undefined) return wanted;
  const child = put((value as Record<string, unknown>)[key], rest, wanted);
  if (Array.isArray(value)) return Object.assign([...(value as unknown[])], { [key]: child });
  return Object.fromEntries([
    ...Object.entries(value as object).filter(([name]) => name !== key),
    [key, child],
  ]);
}
/** Arrays whose last items were taken away are shorter. */
function dense(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(dense);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, dense(child)]));
}

const comparison: Comparison = {
  runs: [10, 20, 30],
  conditions: [
    { name: "length", type: "int", description: null, values: [3600, 60, null], different: true },
    {
      name: "stats",
      type: "json",
      description: null,
      values: ['{"a":1}', '{ "a": 1 }', '{"a":2}'],
      different: true,
    },
    {
      name: "note",
      type: "string",
      description: null,
      values: ["one, “two”", 'a|b "c"', "x\ny"],
      different: true,
    },
    { name: "same", type: "bool", description: null, values: [true, true, true], different: false },
  ],
  files: [
    { path: "/a.conf", different: true, files: [[f(1, "x")], [f(2, "old"), f(3, "x")], [f(4, "y")]] },
    { path: "/b.conf", different: true, files: [[], [f(5, "z")], []] },
  ],
};
function f(id: number, sha256: string) {
  return { id, sha256, bytes: 1 };
}
const rows = comparedRows(comparison.conditions, (name) => name === "length");

describe("a comparison as rows", () => {
  test("cells are as the first run's, or differ", () => {
    expect(rows.map(({ name, unfolds, cells }) => [name, unfolds, cells.map(({ same }) => same)])).toEqual([
      ["length", null, [true, false, false]],
      ["stats", "paths", [true, true, false]],
      ["note", "texts", [true, false, false]],
      ["same", null, [true, true, true]],
    ]);
    expect(rows[0]?.cells.map(({ text, difference }) => [text, difference?.text])).toEqual([
      ["1:00:00", undefined],
      ["0:01:00", "−0:59:00"],
      ["", undefined],
    ]);
  });
  test("JSON unfolds into the paths that differ; a run without it has nothing there", () => {
    const [row] = comparedRows(
      [
        {
          name: "stats",
          type: "json",
          description: null,
          values: ['{"a":{"b":[1,2]}}', null, '{"a":{"b":[1,{"c":3}]}}'],
          different: true,
        },
      ],
      () => false,
    );
    expect(row && comparedPaths(row)).toEqual({
      paths: [{ path: "a.b[1]", texts: ["2", null, '{ "c": 3 }'] }],
      cut: false,
    });
  });
  test("files are the newest of each run: same, changed, missing", () => {
    const states = comparedFiles(comparison.files).map(({ reference, files }) => [
      reference,
      files.map((file) => file && `${file.id} ${file.state}`),
    ]);
    expect(states).toEqual([
      [1, ["1 reference", "3 same", "4 changed"]],
      [null, [null, "5 added", null]],
    ]);
  });
  test("in another order, the values follow their runs", () => {
    const { runs, conditions, files } = arrange(comparison, [30, 10, 20]);
    expect(runs).toEqual([30, 10, 20]);
    expect(conditions[0]?.values).toEqual([null, 3600, 60]);
    expect(files[1]?.files.map((ofRun) => ofRun.length)).toEqual([0, 0, 1]);
  });
});

describe("a comparison to take along", () => {
  const shown = { runs: comparison.runs, rows: rows.slice(0, 3), files: comparedFiles(comparison.files) };
  test("as CSV another program reads the values back", () => {
    const read = parse(comparisonAsCsv(shown));
    expect(read).toEqual([
      ["condition", "10", "20", "30"],
      ["length", "3600", "60", ""],
      ["stats", '{"a":1}', '{ "a": 1 }', '{"a":2}'],
      ["note", "one, “two”", 'a|b "c"', "x\ny"],
      ["/a.conf", "x", "x", "y"],
      ["/b.conf", "", "z", ""],
    ]);
  });
  test("without formulas", () => {
    const odd = { ...shown, files: [], rows: shown.rows.map((row) => ({ ...row, name: "=a" })) };
    expect(comparisonAsCsv(odd, true)).toMatch(/\r\n'=a,3600,/);
    expect(comparisonAsTsv(odd, true)).toMatch(/\n'=a\t3600\t/);
  });
  test("as TSV and as Markdown it is a line for each row", () => {
    expect(comparisonAsTsv(shown).split("\n")[3]).toBe('note\tone, “two”\ta|b "c"\tx y');
    expect(comparisonAsMarkdown(shown).split("\n").slice(0, 3)).toEqual([
      "| condition | 10 | 20 | 30 |",
      "| --- | --- | --- | --- |",
      "| length | 3600 | 60 |  |",
    ]);
    expect(comparisonAsMarkdown(shown)).toContain(String.raw`a\|b "c"`);
  });
});

describe("texts in parts", () => {
  test("the parts are the text, and those that are old are in the other one, in order", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (reference, text) => {
        const parts = changedParts(reference, text) ?? [];
        expect(parts.map((part) => part.text).join("")).toBe(text);
        let from = 0;
        for (const part of parts.filter(({ isNew }) => !isNew)) {
          const found = reference.indexOf(part.text, from);
          expect(found).toBeGreaterThanOrEqual(0);
          from = found + part.text.length;
        }
      }),
    );
  });
  test("what was added is marked", () => {
    expect(changedParts("beam is stable", "beam is not stable")).toEqual([
      { text: "beam is ", isNew: false },
      { text: "not ", isNew: true },
      { text: "stable", isNew: false },
    ]);
    expect(changedParts("a", "b".repeat(30_000))).toBeNull();
  });
});
