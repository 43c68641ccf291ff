/** Computed columns: the values that the plain evaluator gives, on each kind of database and by each way to the conditions. */
import SqliteFile from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import type { WantedColumn, WantedSearch } from "../../../core/api/search.ts";
import type { Cell } from "../../../core/api/values.ts";
import { ownIndexStatement } from "../../../core/db/ownIndexStatement.ts";
import { analyzeValue } from "../../../core/query/analyze.ts";
import { format } from "../../../core/query/format.ts";
import { normalizeTime } from "../../../core/query/time.ts";
import type { Expression } from "../../../core/query/tree.ts";
import { children } from "../../../core/query/walk.ts";
import { computeValues } from "../../../core/search/computeValues.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestRun } from "../../support/database.ts";
import { evaluateValue, type Value } from "../../support/evaluate.ts";
import {
  arbitraryQuery,
  conditions,
  definedOnly,
  keptOf,
  now,
  runs,
  types,
  valueFor,
} from "../../support/randomRuns.ts";

const everything: WantedSearch = {
  expression: "",
  runMin: null,
  runMax: null,
  ranges: [],
  columns: [],
  order: { column: "run", descending: false },
};

/** The parts of an expression that have a value of their own, the whole among them. */
function valuesWithin(tree: Expression): string[] {
  const within = [tree, ...children(tree)].flatMap((node) => (node === tree ? [] : valuesWithin(node)));
  const text = format(tree);
  const isValue = tree.kind !== "list" && analyzeValue(text, { conditions, aliases: [] }).ok;
  return [...new Set([...(isValue ? [text] : []), ...within])];
}

/** A value as a cell of its column shows it; undefined for what a column cannot show. */
function shown(value: Value, isTime: boolean): Cell | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) return undefined;
  if (isTime && typeof value === "string") return value.replace(/\.0+$/, "");
  return typeof value === "bigint" || typeof value === "boolean" ? Number(value) : value;
}

function expectSame(found: Cell, expected: Cell, text: string): void {
  if (typeof expected !== "number" || found === null) {
    expect(found, text).toEqual(expected);
    return;
  }
  // Digits beyond 2^53 come as a text of them.
  expect(
    Math.abs(Number(found) - expected),
    `${text}: ${String(found)}, not ${expected}`,
  ).toBeLessThanOrEqual(Math.abs(expected) * 1e-12);
}

const indexes: readonly (readonly [string, readonly string[]])[] = [
  ["no index", []],
  ["our own index", []],
  [
    "both indexes",
    [
      "CREATE INDEX by_run ON conditions (run_number)",
      "CREATE INDEX by_type ON conditions (condition_type_id)",
    ],
  ],
];

describe.each(backends)("random values of random data on $name", (backend) => {
  test.each(indexes)("%s", async (way, statements) => {
    const [random = []] = fc.sample(runs, { seed: 7, numRuns: 1 });
    const values = random.map((run) => keptOf(run, backend));
    const stored = values.map((run, at): [number, TestRun] => [at + 1, { conditions: definedOnly(run) }]);
    const place = await backend.create({ types, runs: Object.fromEntries(stored), statements });
    if (way === "our own index" && backend.name === "sqlite") {
      const statement = ownIndexStatement(await openForTest(place));
      const file = new SqliteFile(place);
      file.exec(statement);
      file.close();
    }
    const database = await openForTest(place);
    const seen = { values: 0, missing: 0 };
    const property = fc.asyncProperty(arbitraryQuery, async (tree) => {
      const texts = valuesWithin(tree).slice(0, 20);
      const columns = texts.map((expression, at) => ({
        name: `x${at}`,
        expression,
        unit: null,
        description: null,
      }));
      const { result } = await searchRuns(database, { ...everything, columns }, undefined, now);
      const rows = result.rows(0, 100);
      for (const [at, text] of texts.entries()) {
        const checked = analyzeValue(text, { conditions, aliases: [] }, now);
        if (!checked.ok) throw new Error(text);
        for (const [row, run] of values.entries()) {
          const expected = shown(
            evaluateValue(checked.value.tree, (name) => valueFor(name, run), now),
            result.columns[at]?.type === "time",
          );
          if (expected === undefined) continue;
          seen[expected === null ? "missing" : "values"] += 1;
          const found = rows.values[at]?.[row] ?? null;
          expectSame(
            typeof found === "boolean" ? Number(found) : found,
            expected,
            `${text} of run ${row + 1}`,
          );
        }
      }
    });
    await fc.assert(property, { numRuns: 60, seed: 11 });
    expect(Math.min(seen.values, seen.missing)).toBeGreaterThan(100);
  });

  const content = {
    types: { beam_current: "float", run_length: "int", run_type: "string", at: "time" },
    runs: {
      1: {
        started: "2016-02-17 13:00:00",
        conditions: { beam_current: 100, run_length: 3600, run_type: "beam" },
      },
      2: { conditions: { beam_current: 50, run_type: `long ${"x".repeat(400)}`, at: "2016-02-17 13:26:01" } },
      3: { conditions: { beam_current: 10, run_length: 1000, run_type: "beam" } },
      4: { conditions: {} },
    },
  } as const;

  test("beside conditions, in the order of one of them, of the runs that are selected", async () => {
    const database = await openForTest(await backend.create(content));
    const columns: WantedColumn[] = [
      "started",
      { name: "charge", expression: "beam_current * run_length / 1e6", unit: "C", description: null },
      "run_type",
      { name: "type", expression: "run_type.upper()", unit: null, description: "in capitals" },
      { name: "when", expression: "at", unit: null, description: null },
      { name: "isLong", expression: "run_length > 2000", unit: null, description: null },
    ];
    const order = { column: "charge", descending: true };
    const search = { ...everything, expression: "beam_current > 5", columns, order };
    const { result } = await searchRuns(database, search);
    expect(result.columns.slice(1)).toEqual([
      {
        name: "charge",
        type: "float",
        description: "beam_current * run_length / 1e6 [C]",
        expression: "beam_current * run_length / 1e6",
      },
      expect.objectContaining({ name: "run_type" }),
      { name: "type", type: "string", description: "in capitals", expression: "run_type.upper()" },
      { name: "when", type: "time", description: "at", expression: "at" },
      { name: "isLong", type: "bool", description: "run_length > 2000", expression: "run_length > 2000" },
    ]);
    const long = `long ${"x".repeat(400)}`;
    const { runs: found, values } = result.rows(0, 10);
    expect(found).toEqual([1, 3, 2]);
    expect(values[0]).toEqual(["2016-02-17 13:00:00", null, null]);
    expect(values[1]).toEqual([0.36, 0.01, null]);
    expect(values[3]).toEqual(["BEAM", "BEAM", long.toUpperCase()]);
    expect(values[4]).toEqual([null, null, normalizeTime("2016-02-17 13:26:01")?.slice(0, 19)]);
    expect(values[5]).toEqual([true, false, null]);
    expect(result.numbersOf("charge")).toEqual(new Float64Array([0.36, NaN, 0.01]));
  });

  test.each<[string, WantedColumn[], object]>([
    [
      "an unknown name, with its place in the column's text",
      [{ name: "a", expression: "beam_currnt * 2", unit: null, description: null }],
      {
        code: "expression",
        message: /^The computed column “a”: There is no condition/,
        detail: { column: "a", text: "beam_currnt * 2", problems: [{ from: 0, to: 11 }] },
      },
    ],
    [
      "a text in arithmetic",
      [{ name: "a", expression: "run_type * 2", unit: null, description: null }],
      { code: "expression" },
    ],
    ["nothing", [{ name: "a", expression: " ", unit: null, description: null }], { code: "expression" }],
    [
      "a constant",
      [{ name: "a", expression: "1 + 1", unit: null, description: null }],
      { code: "expression" },
    ],
    [
      "the name of a condition",
      [{ name: "run_type", expression: "run_length", unit: null, description: null }],
      { code: "bad_input" },
    ],
    [
      "the name of a run's own column",
      [{ name: "length", expression: "run_length", unit: null, description: null }],
      { code: "bad_input" },
    ],
    [
      "one name twice",
      [
        { name: "a", expression: "run_length", unit: null, description: null },
        { name: "a", expression: "beam_current", unit: null, description: null },
      ],
      { code: "bad_input" },
    ],
  ])("refused: %s", async (_what, columns, failure) => {
    const database = await openForTest(await backend.create(content));
    const thrown: unknown = await searchRuns(database, { ...everything, columns }).catch(
      (error: unknown) => error,
    );
    const { message, ...rest } = failure as { message?: RegExp };
    expect(toFailure(thrown)).toMatchObject(rest);
    if (message) expect(toFailure(thrown).message).toMatch(message);
  });
});

test.each(backends)(
  "of some runs, in their order, on $name; what cannot be calculated is missing",
  async (backend) => {
    const database = await openForTest(
      await backend.create({
        types: { count: "int", current: "float" },
        runs: { 5: { conditions: { count: 6, current: 1.5 } }, 7: { conditions: { count: 4 } } },
      }),
    );
    const computed = { name: "rate", expression: "count / current" };
    const column = { ...computed, unit: "1/nA", description: null };
    const { signal } = new AbortController();
    expect(await computeValues(database, [7, 5, 9], [column], signal)).toEqual([
      { ...computed, type: "float", description: "count / current [1/nA]", values: [null, 4, null] },
    ]);
    expect(await computeValues(database, [5], [], signal)).toEqual([]);
  },
);
