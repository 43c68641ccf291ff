import fc from "fast-check";
import { expect, test } from "vitest";
import { format } from "../../../core/query/format.ts";
import { parse } from "../../../core/query/parser.ts";
import { textMethods } from "../../../core/query/methods.ts";
import type { ComparisonOperator, Expression } from "../../../core/query/tree.ts";
import { valueOf, withoutSpans } from "./sketch.ts";

test.each([
  ["a  >5   and(b)", "a > 5 and b"],
  ["((a or b))and c", "(a or b) and c"],
  ["(a and b) and c", "(a and b) and c"],
  ["not(a==b)", "not a == b"],
  ["(not a)==b", "(not a) == b"],
  ["a-(b-c)-d", "a - (b - c) - d"],
  ["-(a**2)", "-a ** 2"],
  ["(-a)**2", "(-a) ** 2"],
  ["(a**b)**c", "(a ** b) ** c"],
  ["2**(-a)", "2 ** -a"],
  ["(a<b)<c", "(a < b) < c"],
  ['"x"', "'x'"],
  ["'it\\'s'", `"it's"`],
  [`'it\\'s "x"'`, `'it\\'s "x"'`],
  ["'\\n\\x07\\u200b\\\\π'", "'\\n\\x07\\u200b\\\\π'"],
  ["0x1F", "31"],
  ["1_000.", "1000.0"],
  ["1e30", "1e+30"],
  ["a in(1,)", "a in (1,)"],
  ["a in(1,2)", "a in (1, 2)"],
  ["a not  in[1,]", "a not in [1]"],
  ["a is  not None", "a is not None"],
  ["a.lower( ).startswith( 'x' )", "a.lower().startswith('x')"],
  ["(a or b).lower()", "(a or b).lower()"],
  ["(5).lower()", "(5).lower()"],
  ["@x  and\n@y", "@x and @y"],
])("%s", (text, expected) => {
  const tree = valueOf(parse(text));
  if (tree === null) throw new Error("empty");
  expect(format(tree)).toBe(expected);
});

const nowhere = { from: 0, to: 0 };
const comparisonOperators: ComparisonOperator[] = "< <= > >= == != in is".split(" ") as ComparisonOperator[];
comparisonOperators.push("not in", "is not");

/** Any tree that the grammar can make, whether or not its types make sense. */
const anyTree = fc.letrec<{ tree: Expression }>((tie: fc.LetrecTypedTie<{ tree: Expression }>) => {
  const tree = tie("tree");
  const name = fc
    .constantFrom("a", "run_type", "größe", "lower")
    .map((text): Expression => ({ kind: "name", name: text, ...nowhere }));
  const text = fc.string({ unit: "grapheme" });
  return {
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      name,
      fc.bigInt({ min: 0n }).map((value): Expression => ({ kind: "integer", value, ...nowhere })),
      fc
        .double({ min: 0, noNaN: true, noDefaultInfinity: true })
        .map((value): Expression => ({ kind: "float", value: Math.abs(value), ...nowhere })),
      fc
        .oneof(text, fc.string({ unit: "binary" }))
        .map((value): Expression => ({ kind: "string", value, ...nowhere })),
      fc.boolean().map((value): Expression => ({ kind: "boolean", value, ...nowhere })),
      fc.constant<Expression>({ kind: "none", ...nowhere }),
      fc
        .constantFrom("x", "is_production")
        .map((alias): Expression => ({ kind: "alias", name: alias, ...nowhere })),
      fc
        .tuple(fc.constantFrom("[]", "()"), fc.array(tree, { maxLength: 3 }))
        .map(([brackets, items]): Expression => ({ kind: "list", brackets, items, ...nowhere })),
      fc
        .tuple(fc.constantFrom("-", "+"), tree)
        .map(([operator, operand]): Expression => ({ kind: "sign", operator, operand, ...nowhere })),
      fc
        .tuple(tree, fc.constantFrom("+", "-", "*", "/", "//", "%", "**"), tree)
        .map(([left, operator, right]): Expression => ({
          kind: "arithmetic",
          operator,
          left,
          right,
          ...nowhere,
        })),
      fc
        .tuple(
          tree,
          fc.array(fc.tuple(fc.constantFrom(...comparisonOperators), tree), { minLength: 1, maxLength: 3 }),
        )
        .map(([first, links]): Expression => ({
          kind: "comparison",
          first,
          links: links.map(([operator, right]) => ({ operator, right, operatorSpan: nowhere })),
          ...nowhere,
        })),
      tree.map((operand): Expression => ({ kind: "not", operand, ...nowhere })),
      fc
        .tuple(fc.constantFrom("and", "or"), fc.array(tree, { minLength: 2, maxLength: 3 }))
        .map(([operator, operands]): Expression => ({ kind: "logical", operator, operands, ...nowhere })),
      fc.tuple(tree, fc.constantFrom(...textMethods), tree).map(([target, method, argument]): Expression => ({
        kind: "call",
        target,
        method,
        methodSpan: nowhere,
        argument: method === "lower" || method === "upper" ? null : argument,
        ...nowhere,
      })),
    ),
  };
}).tree;

test("parse reads from the formatted text the same tree", () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      expect(withoutSpans(valueOf(parse(format(tree))))).toEqual(withoutSpans(tree));
    }),
    { numRuns: 2000 },
  );
});

test("formatting a formatted text changes nothing", () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      const text = format(tree);
      const again = valueOf(parse(text));
      expect(again && format(again)).toBe(text);
    }),
  );
});

test.each([
  ["avg score", "`avg score`"],
  ["in", "`in`"],
  ["Null", "`Null`"],
  ["class", "`class`"],
  ["1st", "`1st`"],
  ["a`b", "`a``b`"],
  ["", "``"],
  ["a\nb", "`a\nb`"],
  ["beam_current", "beam_current"],
  ["Größe", "Größe"],
  ["abs", "abs"],
  ["r", "r"],
])("the name %j is written %s, and read back", (name, written) => {
  const tree: Expression = { kind: "name", name, from: 0, to: written.length };
  expect(format(tree)).toBe(written);
  expect(parse(written)).toEqual({ ok: true, value: tree });
});

test("any name is read back where it stands", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const text = `not ${format({ kind: "name", name, from: 0, to: 0 })} == 5`;
      const parsed = parse(text);
      expect(parsed.ok && parsed.value && format(parsed.value)).toBe(text);
    }),
  );
});
