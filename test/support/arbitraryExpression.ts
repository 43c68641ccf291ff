import fc from "fast-check";
import type { FunctionName } from "../../core/query/functions.ts";
import type { TextMethod } from "../../core/query/methods.ts";
import type { ArithmeticOperator, ConditionName, Expression, MethodCall } from "../../core/query/tree.ts";
import type { ValueType } from "../../core/query/types.ts";

const nowhere = { from: 0, to: 0 };
const places = { from: fc.constant(0), to: fc.constant(0) };

/** Texts that are awkward for a database: wildcards, quotes, case, trailing blanks, characters beyond 16 bits. */
export const awkwardTexts = [
  "",
  " ",
  "a",
  "A",
  "ab",
  "ab ",
  "a%b",
  "a_b",
  "100%",
  "it's",
  'say "x"',
  "\\",
  "a\\b",
  "Größe",
  "ß",
  "π",
  "\uffe6",
  "😀",
  "tab\tnew\nline",
  "a😀b\nGröße",
  " 12 ",
  "-7",
  "+1_0",
  "1.5",
  "1e3 ",
  "_1",
] as const;
export const awkwardIntegers = [0n, 1n, 2n, 3n, 5n, 7n, 16n, 100n, 500000n, 2147483647n] as const;
/** Of literals alone: conditions are kept in 32 bits, and floats in single precision. */
const largeIntegers = [2147483648n, 4294967295n, 94906267n, 9007199254740993n, 9223372036854775807n] as const;
const largeFloats = [1e15, 1e40, 1e200, 1e308, 1e-40, 1e-200, 1e-320] as const;
export const awkwardFloats = [
  0, 0.1, 0.3, 0.30000000000000004, 0.5, 1, 2.5, 99.999, 120, 1e6, 1350.25,
] as const;
export const awkwardTimes = [
  "2016-02-17",
  "2016-02-17 13:26",
  "2016-02-17T13:26:01",
  "2016-02-29 23:59:59.5",
  "2018-01-01",
] as const;
/** What is compared with times beside these. */
const dates = [
  ...awkwardTimes,
  "2016-02",
  "2016",
  "today",
  "yesterday",
  "now",
  "now-24h",
  "now-90m",
  "today-1d",
  "today+3w",
  "yesterday-14h",
  "monday",
  "monday-1w",
] as const;

interface Sorts {
  truth: Expression;
  number: Expression;
  text: Expression;
}

/**
 * Random expressions over the conditions, well typed: `analyze` accepts each of them. Times are compared with
 * date texts and with each other. The literals are few, so that they meet the values of a small database.
 */
export function arbitraryExpression(conditions: readonly ConditionName[]): fc.Arbitrary<Expression> {
  const anyName = fc.oneof(...namesOf(conditions), integer);
  const simpleNumber = numberLeaf(conditions);
  const simpleText = textLeaf(conditions);
  return fc.letrec<Sorts>((tie: fc.LetrecTypedTie<Sorts>) => ({
    // The first alternative is the one taken where the expression has grown deep enough.
    truth: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 2, arbitrary: anyName },
      { weight: 4, arbitrary: comparisonOf(simpleNumber, simpleNumber) },
      { weight: 3, arbitrary: comparisonOf(simpleText, simpleText) },
      { weight: 2, arbitrary: timeTest(conditions) },
      { weight: 2, arbitrary: noneTest(conditions) },
      { weight: 3, arbitrary: logical(tie("truth")) },
      { weight: 2, arbitrary: negation(tie("truth")) },
      { weight: 2, arbitrary: comparisonOf(tie("number"), tie("number")) },
      { weight: 1, arbitrary: comparisonOf(tie("text"), tie("text")) },
      { weight: 2, arbitrary: inList(tie("number"), fc.oneof(integer, float, negative)) },
      { weight: 2, arbitrary: inList(tie("text"), string) },
      { weight: 2, arbitrary: comparison(tie("text"), fc.constantFrom("in", "not in"), tie("text"), 1) },
      { weight: 2, arbitrary: textTest(tie("text")) },
    ),
    number: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 4, arbitrary: simpleNumber },
      { weight: 1, arbitrary: minus(tie("number")) },
      { weight: 3, arbitrary: arithmetic(tie("number"), fc.constantFrom("+", "-", "*"), tie("number")) },
      {
        weight: 2,
        arbitrary: arithmetic(tie("number"), fc.constantFrom("/", "//", "%"), divisor(conditions)),
      },
      { weight: 1, arbitrary: arithmetic(simpleNumber, fc.constant("**"), exponent) },
      { weight: 1, arbitrary: arithmetic(tie("number"), fc.constant("**"), signedExponent) },
      { weight: 1, arbitrary: exactIntegers },
      { weight: 2, arbitrary: beyondFloats(conditions) },
      { weight: 1, arbitrary: logical(tie("number")) },
      { weight: 1, arbitrary: calledOne(["abs", "round", "int", "float"], tie("number")) },
      { weight: 1, arbitrary: calledOne(["len", "int", "float"], tie("text")) },
      { weight: 1, arbitrary: roundedTo(tie("number")) },
      { weight: 1, arbitrary: extreme(tie("number")) },
      // A truth as a number; `and` and `or` of a truth may be of any kind, but not after `not`.
      { weight: 1, arbitrary: negation(tie("truth")) },
      { weight: 1, arbitrary: comparisonOf(simpleNumber, simpleNumber) },
    ),
    text: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 6, arbitrary: simpleText },
      { weight: 1, arbitrary: changedCase(tie("text")) },
      { weight: 2, arbitrary: partOf(tie("text")) },
      { weight: 1, arbitrary: extreme(tie("text")) },
      { weight: 1, arbitrary: logical(tie("text")) },
    ),
  })).truth;
}

const integer: fc.Arbitrary<Expression> = fc
  .constantFrom(...awkwardIntegers)
  .map((value) => ({ kind: "integer", value, ...nowhere }));
const float: fc.Arbitrary<Expression> = fc
  .constantFrom(...awkwardFloats)
  .map((value) => ({ kind: "float", value, ...nowhere }));
const boolean: fc.Arbitrary<Expression> = fc
  .boolean()
  .map((value) => ({ kind: "boolean", value, ...nowhere }));
const string: fc.Arbitrary<Expression> = fc
  .constantFrom(...awkwardTexts)
  .map((value) => ({ kind: "string", value, ...nowhere }));
const dateText: fc.Arbitrary<Expression> = fc
  .constantFrom(...dates)
  .map((value) => ({ kind: "string", value, ...nowhere }));
const none: fc.Arbitrary<Expression> = fc.constant({ kind: "none", ...nowhere });
const negative: fc.Arbitrary<Expression> = minus(fc.oneof(integer, float));
const exponent: fc.Arbitrary<Expression> = fc
  .constantFrom(0n, 1n, 2n, 3n)
  .map((value) => ({ kind: "integer", value, ...nowhere }));

const signedExponent = fc.oneof(exponent, minus(exponent));

/** Calculations with integers whose every digit both databases keep: remainders of up to 64 bits. */
const exactIntegers: fc.Arbitrary<Expression> = arithmetic(
  fc.oneof(
    fc.constantFrom(...largeIntegers).map(integerNode),
    fc
      .tuple(fc.constantFrom(2n, 3n, 5n, 7n, -3n), fc.constantFrom(20n, 21n, 22n))
      .map(([base, power]): Expression => ({
        kind: "arithmetic",
        operator: "**",
        left: integerNode(base),
        right: integerNode(power),
        ...nowhere,
      })),
  ),
  fc.constantFrom("%", "//"),
  fc
    .constantFrom(...largeIntegers, 2n, 7n, 10n)
    .chain((value) => fc.constantFrom(integerNode(value), integerNode(-value))),
);

/** Floats that overflow, and what is calculated with infinity. */
function beyondFloats(conditions: readonly ConditionName[]): fc.Arbitrary<Expression> {
  const large = fc
    .constantFrom(...largeFloats)
    .map((value): Expression => ({ kind: "float", value, ...nowhere }));
  const number = fc.oneof(large, minus(large), ...namesOf(conditions, "float", "int"));
  const operator = fc.constantFrom("+", "-", "*", "/", "//", "%", "**");
  const once = arithmetic(large, operator, number);
  return arithmetic(fc.oneof(once, minus(once)), operator, fc.oneof(number, once));
}

function namesOf(conditions: readonly ConditionName[], ...types: ValueType[]): fc.Arbitrary<Expression>[] {
  const names = conditions
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .map(({ name }): Expression => ({ kind: "name", name, ...nowhere }));
  return names.length === 0 ? [] : [fc.constantFrom(...names)];
}

function numberLeaf(conditions: readonly ConditionName[]): fc.Arbitrary<Expression> {
  const names = namesOf(conditions, "int", "float", "bool");
  return fc.oneof(...names, ...names, integer, float, boolean);
}

function textLeaf(conditions: readonly ConditionName[]): fc.Arbitrary<Expression> {
  const names = namesOf(conditions, "string", "json", "blob");
  return fc.oneof(...names, ...names, string);
}

/** A literal zero as divisor is refused; a condition that is zero fails for its run. */
function divisor(conditions: readonly ConditionName[]): fc.Arbitrary<Expression> {
  const literals = fc.oneof(integer, float, negative).filter((node) => {
    const literal = node.kind === "sign" ? node.operand : node;
    return (literal.kind !== "integer" && literal.kind !== "float") || Number(literal.value) !== 0;
  });
  return fc.oneof(...namesOf(conditions, "int", "float", "bool"), literals);
}

function minus(operand: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return operand.map((node) => ({ kind: "sign", operator: "-", operand: node, ...nowhere }));
}

function negation(operand: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return operand.map((node) => ({ kind: "not", operand: node, ...nowhere }));
}

function arithmetic(
  left: fc.Arbitrary<Expression>,
  operator: fc.Arbitrary<ArithmeticOperator>,
  right: fc.Arbitrary<Expression>,
): fc.Arbitrary<Expression> {
  return fc.record({ kind: fc.constant("arithmetic" as const), operator, left, right, ...places });
}

function logical(operand: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return fc.record({
    kind: fc.constant("logical" as const),
    operator: fc.constantFrom("and", "or"),
    operands: fc.array(operand, { minLength: 2, maxLength: 3 }),
    ...places,
  });
}

type ComparisonSign = Extract<Expression, { kind: "comparison" }>["links"][number]["operator"];

function comparison(
  first: fc.Arbitrary<Expression>,
  operator: fc.Arbitrary<ComparisonSign>,
  right: fc.Arbitrary<Expression>,
  maxLinks: number,
): fc.Arbitrary<Expression> {
  const link = fc.record({ operator, operatorSpan: fc.constant(nowhere), right });
  const links = fc.array(link, { minLength: 1, maxLength: maxLinks });
  return fc.record({ kind: fc.constant("comparison" as const), first, links, ...places });
}

function comparisonOf(first: fc.Arbitrary<Expression>, right: fc.Arbitrary<Expression>) {
  return comparison(first, fc.constantFrom("<", "<=", ">", ">=", "==", "!="), right, 2);
}

function inList(first: fc.Arbitrary<Expression>, item: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const list: fc.Arbitrary<Expression> = fc.record({
    kind: fc.constant("list" as const),
    brackets: fc.constantFrom("[]", "()"),
    items: fc.array(fc.oneof({ weight: 9, arbitrary: item }, { weight: 1, arbitrary: none }), {
      maxLength: 3,
    }),
    ...places,
  });
  return comparison(first, fc.constantFrom("in", "not in"), list, 1);
}

function noneTest(conditions: readonly ConditionName[]): fc.Arbitrary<Expression> {
  const operator = fc.constantFrom("is" as const, "is not" as const, "==" as const, "!=" as const);
  return comparison(fc.oneof(...namesOf(conditions), none), operator, none, 1);
}

/** Times beside date texts and beside each other; a comparison of None where no condition is a time. */
function timeTest(conditions: readonly ConditionName[]): fc.Arbitrary<Expression> {
  const times = namesOf(conditions, "time");
  if (times.length === 0) return noneTest(conditions);
  const time = fc.oneof(...times);
  return fc.oneof(comparisonOf(time, fc.oneof(time, time, dateText)), inList(time, dateText)).filter(
    // Of a chain only neighbours are compared: two date texts beside each other would be plain texts.
    (node) => node.kind !== "comparison" || !hasNeighbouringTexts(node),
  );
}

function hasNeighbouringTexts(node: Extract<Expression, { kind: "comparison" }>): boolean {
  return node.links.some(
    ({ right }, index) => right.kind === "string" && node.links[index - 1]?.right.kind === "string",
  );
}

function textTest(text: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const method = fc.constantFrom<TextMethod>("startswith", "endswith", "contains");
  return fc.record({ target: text, method, argument: text }).map(callNode);
}

function changedCase(text: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const method = fc.constantFrom<TextMethod>("lower", "upper");
  return fc.record({ target: text, method, argument: fc.constant(null) }).map(callNode);
}

function calledOne(
  names: readonly FunctionName[],
  argument: fc.Arbitrary<Expression>,
): fc.Arbitrary<Expression> {
  return fc.tuple(fc.constantFrom(...names), argument).map(([name, each]) => functionNode(name, [each]));
}

function roundedTo(number: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const digits = fc.constantFrom(0n, 1n, 2n, -1n, -2n, -3n).map(integerNode);
  return fc.tuple(number, digits).map((args) => functionNode("round", args));
}

function extreme(value: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const values = fc.array(value, { minLength: 2, maxLength: 3 });
  const name = fc.constantFrom<FunctionName>("min", "max");
  return fc.tuple(name, values, fc.boolean()).map(([called, items, isList]) => {
    const list: Expression = { kind: "list", brackets: "[]", items, ...nowhere };
    return functionNode(called, isList ? [list] : items);
  });
}

/** A character of a text, or a slice of it. */
function partOf(text: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const place = fc.bigInt({ min: -6n, max: 6n });
  const end = fc.option(place, { freq: 2 });
  const step = fc.option(
    place.filter((each) => each !== 0n),
    { freq: 1 },
  );
  return fc.oneof(
    fc.record({ kind: fc.constant("index" as const), target: text, at: place, ...places }),
    fc.record({ kind: fc.constant("slice" as const), target: text, start: end, stop: end, step, ...places }),
  );
}

function functionNode(name: FunctionName, args: readonly Expression[]): Expression {
  return { kind: "function", name, nameSpan: nowhere, arguments: args, ...nowhere };
}

function integerNode(value: bigint): Expression {
  if (value >= 0n) return { kind: "integer", value, ...nowhere };
  return { kind: "sign", operator: "-", operand: integerNode(-value), ...nowhere };
}

function callNode(parts: Pick<MethodCall, "target" | "method" | "argument">): MethodCall {
  return { kind: "call", ...parts, methodSpan: nowhere, ...nowhere };
}
