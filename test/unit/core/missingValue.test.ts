/** What an expression is for a run without the condition: decided without a database, as the plain evaluator does. */
import { expect, test } from "vitest";
import { selectsMissing } from "../../../core/selection/missingValue.ts";
import { analyze } from "../../../core/query/analyze.ts";
import { evaluate } from "../../support/evaluate.ts";

const conditions = Object.entries({
  count: "int",
  current: "float",
  kind: "string",
  good: "bool",
  at: "time",
} as const).map(([name, type]) => ({ name, type, description: null }));

function treeOf(expression: string) {
  const analyzed = analyze(expression, { conditions, aliases: [] });
  if (!analyzed.ok || analyzed.value.tree === null) throw new Error(`${expression} is not an expression`);
  return analyzed.value.tree;
}

test.each([
  ["count > 5", false],
  ["not (count > 5)", false],
  ["count != 5", true],
  ["not count == 5", true],
  ["count == None", true],
  ["count is not None", false],
  ["not count", true],
  ["count == count", true],
  ["count in [1, 2]", false],
  ["count not in [1, 2]", true],
  ["count in [1, None]", true],
  ["count > 5 or count == None", false],
  ["count == None or count > 5", true],
  ["(count or 7) > 5", true],
  ["(count or 3) > 5", false],
  ["(count and 7) == None", true],
  ["count + 1 > 5", false],
  ["count != 2 * 50", true],
  ["-count != 5", false],
  ["abs(count) != 5", false],
  ["'x' in kind", false],
  ["not ('x' in kind)", false],
  ["kind.lower() != 'a'", false],
  ["kind[0] != 'a'", false],
  ["kind[:2] != 'a'", false],
  ["(kind or 'b') > 'a'", true],
  ["(kind or 'b') in 'abc'", true],
  ["at != '2016'", true],
  ["at < '2016'", false],
  ["1 < 2 < count", false],
  ["2 < 1 < count", false],
  ["good == False", false],
  ["good != True", true],
])("%s: %s", (expression, selected) => {
  const tree = treeOf(expression);
  expect(selectsMissing(tree)).toBe(selected);
  expect(evaluate(tree, () => null) === "selected").toBe(selected);
});

test.each([
  "(count or 7) / 2 > 3",
  "(kind or 'A').lower() == 'a'",
  "min([count]) == None",
  "(count or 1) // 2 != 1",
])("%s is left to the database", (expression) => {
  expect(selectsMissing(treeOf(expression))).toBeNull();
});
