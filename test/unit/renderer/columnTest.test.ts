import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { analyze, format, parse, type ValueType } from "../../../core/query/index.ts";
import {
  filtersOf,
  isTestable,
  readTest,
  withTest,
  type ColumnTest,
  type TestedColumn,
} from "../../../renderer/model/columnTest.ts";
import { arbitraryExpression } from "../../support/arbitraryExpression.ts";
import { evaluate, type Value } from "../../support/evaluate.ts";
import { conditions, vocabulary } from "../query/vocabulary.ts";

const kind: TestedColumn = { name: "run_type", type: "string" };
const count: TestedColumn = { name: "event_count", type: "int" };
const current: TestedColumn = { name: "beam_current", type: "float" };
const doubled: TestedColumn = { name: "doubled", type: "float", expression: "beam_current * 2" };
const beam: TestedColumn = { name: "has_beam", type: "bool" };
const start: TestedColumn = { name: "run_start_time", type: "time" };
const run: TestedColumn = { name: "run", type: "int" };

const values = (...list: (string | number | boolean)[]): ColumnTest => ({
  kind: "values",
  values: list,
  isExcluded: false,
});
const without = (...list: (string | number | boolean)[]): ColumnTest => ({
  kind: "values",
  values: list,
  isExcluded: true,
});
const range = (from: string | number | null, to: string | number | null, isClosed = false): ColumnTest => ({
  kind: "range",
  from,
  to,
  isClosed,
});

test.each<[string, TestedColumn, ColumnTest | null, string]>([
  ["", kind, values("hd_all.tsg"), "run_type == 'hd_all.tsg'"],
  ["", kind, values("a", "it's"), `run_type in ['a', "it's"]`],
  ["", kind, without("a"), "run_type != 'a'"],
  ["", kind, without("a", "b"), "run_type not in ['a', 'b']"],
  ["", beam, values(true), "has_beam == True"],
  ["", count, range(10, 20), "10 <= event_count < 20"],
  ["", count, range(-20, -10, true), "-20 <= event_count <= -10"],
  ["", current, range(80, 120.5), "80.0 <= beam_current < 120.5"],
  ["", count, range(10, null), "event_count >= 10"],
  ["", count, range(null, 10, true), "event_count <= 10"],
  ["", start, range("2016-02-01 00:00:00", null), "run_start_time >= '2016-02-01 00:00:00'"],
  ["", run, range(10000, 20000), "10000 <= run < 20000"],
  ["", kind, { kind: "presence", isPresent: false }, "run_type is None"],
  ["", kind, { kind: "presence", isPresent: true }, "run_type is not None"],
  ["event_count > 5", kind, values("a"), "event_count > 5 and run_type == 'a'"],
  ["event_count > 5 or has_beam", kind, values("a"), "(event_count > 5 or has_beam) and run_type == 'a'"],
  ["not has_beam", kind, values("a"), "not has_beam and run_type == 'a'"],
  ["@is_production", kind, values("a"), "@is_production and run_type == 'a'"],
  // The menu's own is replaced, wherever it stands.
  ["run_type == 'a' and has_beam", kind, values("a", "b"), "has_beam and run_type in ['a', 'b']"],
  ["has_beam and 10 <= event_count < 20", count, range(5, 6), "has_beam and 5 <= event_count < 6"],
  ["run_type in ['a', 'b']", kind, null, ""],
  ["has_beam and run_type is None and event_count", kind, null, "has_beam and event_count"],
  // What people wrote otherwise stays.
  [
    "80 < beam_current < 120",
    current,
    range(90, 100),
    "80 < beam_current < 120 and 90.0 <= beam_current < 100.0",
  ],
  ["run_type == 'a' or has_beam", kind, values("b"), "(run_type == 'a' or has_beam) and run_type == 'b'"],
  ["run_type == daq_run", kind, values("b"), "run_type == daq_run and run_type == 'b'"],
  // A computed column is tested by its expression.
  ["has_beam", doubled, range(90, 100), "has_beam and 90.0 <= beam_current * 2 < 100.0"],
  ["90.0 <= beam_current*2 < 100.0 and has_beam", doubled, null, "has_beam"],
  ["", { ...doubled, expression: "has_beam or run_type" }, values("a"), "(has_beam or run_type) == 'a'"],
])("%j with a test of %j", (expression, column, wanted, expected) => {
  expect(withTest(expression, column, wanted)).toBe(expected);
});

test("an expression with an error is left alone", () => {
  expect(withTest("event_count >", kind, values("a"))).toBeNull();
  expect(readTest("event_count >", count)).toBeNull();
});

test.each<[TestedColumn, boolean]>([
  [kind, true],
  [run, true],
  [start, true],
  [beam, true],
  [{ name: "rtvs", type: "json" }, false],
  [{ name: "length", type: "int" }, false],
  [{ name: "not a name", type: "int" }, false],
  [{ name: "and", type: "int" }, false],
])("whether %j can be asked for: %s", (column, expected) => {
  expect(isTestable(column, vocabulary)).toBe(expected);
});

describe("whatever is added", () => {
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
  const literals: Partial<Record<ValueType, fc.Arbitrary<string | number | boolean>>> = {
    int: fc.integer(),
    float: number,
    string: fc.string({ unit: "grapheme" }),
    bool: fc.boolean(),
    time: fc.constantFrom("2016-02-17 13:26:01", "2018-01-01 00:00:00.25"),
  };
  const added = fc
    .constantFrom(...conditions.filter(({ type }) => type !== "json" && type !== "blob"))
    .chain(({ name, type }) => {
      const literal = literals[type] ?? fc.constant(0);
      const some: fc.Arbitrary<ColumnTest> = fc.record({
        kind: fc.constant("values" as const),
        values: fc.uniqueArray(literal, { minLength: 1, maxLength: 3 }),
        isExcluded: fc.boolean(),
      });
      const presence: fc.Arbitrary<ColumnTest> = fc.record({
        kind: fc.constant("presence" as const),
        isPresent: fc.boolean(),
      });
      const between: fc.Arbitrary<ColumnTest> = fc
        .tuple(literal, literal, fc.boolean())
        .map(([from, to, isClosed]) => ({ kind: "range", from, to, isClosed }));
      const tests = type === "bool" ? [some, presence] : [some, presence, between];
      return fc.oneof(...tests).map((test) => ({ column: { name, type }, test }));
    });
  const before = fc.oneof(fc.constant(""), arbitraryExpression(conditions).map(format));

  it("is an expression without problems, and is read back", () => {
    fc.assert(
      fc.property(before, added, (expression, { column, test: wanted }) => {
        const text = withTest(expression, column, wanted);
        expect(text !== null && analyze(text, vocabulary).ok, `${text}`).toBe(true);
        expect(readTest(text ?? "", column)).toEqual(wanted);
        // Once more changes nothing, and taking it off leaves none.
        expect(withTest(text ?? "", column, wanted)).toBe(text);
        expect(readTest(withTest(text ?? "", column, null) ?? "", column)).toBeNull();
      }),
    );
  });

  it("selects what the expression selected and the test does", () => {
    const stored: Record<string, Value> = {
      event_count: 7n,
      beam_current: 80.5,
      run_type: "a",
      has_beam: true,
    };
    const outcome = (text: string) => {
      if (text === "") return "selected";
      const parsed = parse(text);
      if (!parsed.ok || parsed.value === null) throw new Error(text);
      return evaluate(parsed.value, (name) => stored[name] ?? null);
    };
    const base = fc.constantFrom("has_beam or event_count > 9", "event_count > 9", "not has_beam", "");
    fc.assert(
      fc.property(base, added, (expression, { column, test: wanted }) => {
        const both = outcome(withTest(expression, column, wanted) ?? "");
        const alone = outcome(withTest("", column, wanted) ?? "");
        expect(both === "selected").toBe(outcome(expression) === "selected" && alone === "selected");
      }),
    );
  });
});

test.each<[string, readonly (readonly [string, string])[]]>([
  ["", []],
  ["has_beam", [["has_beam", ""]]],
  ["a > 1 or b", [["a > 1 or b", ""]]],
  [
    "a > 1 and (b or c) and 'x' in d",
    [
      ["a > 1", "(b or c) and 'x' in d"],
      ["b or c", "a > 1 and 'x' in d"],
      ["'x' in d", "a > 1 and (b or c)"],
    ],
  ],
  ["a >", [["a >", ""]]],
])("the filters of %j", (expression, expected) => {
  expect(filtersOf(expression)).toEqual(expected.map(([text, rest]) => ({ text, rest })));
});
