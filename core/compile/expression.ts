/**
 * A checked condition expression as an SQL condition.
 *
 * Python's rules for missing values are not SQL's: `not (a > 2)` must not select a run without `a`,
 * `a != 2` must, and `a > 5 or b > 3` drops a run without `a` even if its `b` is 4. So every part is
 * compiled to a `Truth` (1, 0, or NULL where the evaluation fails) or a `Value`; see `values.ts`.
 */
import { sql } from "../db/measuredSql.ts";
import type { Dialect, OnceSql, Sql } from "../db/dialect.ts";
import { upTo } from "../db/magnitude.ts";
import type { CheckedExpression } from "../query/check.ts";
import type { Arithmetic, Comparison, ComparisonLink, Expression, MethodCall, Span } from "../query/tree.ts";
import { argumentsOf } from "../query/checkCalls.ts";
import { literalNumber } from "../query/literals.ts";
import { isTest, type MethodGiving } from "../query/methods.ts";
import { calculate } from "./arithmetic.ts";
import { compileCharacter, compileFunction, compileSlice } from "./calls.ts";
import { comparisons, decidingValue, inList, valueOfTruth } from "./compare.ts";
import { compileChange, compileTest } from "./methods.ts";
import type { Naming } from "./naming.ts";
import { join, negate, truthOf } from "./truth.ts";
import {
  certain,
  failingWhereNull,
  mayBeNull,
  onceAt,
  renamed,
  truth,
  type Once,
  type Truth,
  type Value,
} from "./values.ts";

/** The SQL of a name's value: a condition, or one of the run's own columns. */
export type NameResolver = (name: string) => Value;

export interface CompileContext {
  readonly dialect: Dialect;
  readonly valueOfName: NameResolver;
  readonly dates: CheckedExpression["dates"];
  /** How values are written that SQL needs several times. */
  readonly naming: Naming;
  /** The place of the alias in which the nodes are; by default each has its own. */
  readonly place?: Span;
}

/** The truth of an expression that `analyze` of core/query found right. May throw `TooLarge`. */
export function compileTruth(context: CompileContext, node: Expression): Truth {
  const { sql: asked, selects, mayFail } = truthOfNode(context, node);
  const place = placeOf(context, node);
  return truth(context.naming.shallow(asked, place), mayFail, context.naming.shallow(selects, place));
}

function truthOfNode(context: CompileContext, node: Expression): Truth {
  switch (node.kind) {
    case "alias":
      return compileTruth({ ...context, place: placeOf(context, node) }, bodyOf(node));
    case "not":
      return negate(compileTruth(context, node.operand));
    case "logical":
      return join(
        node.operator,
        node.operands.map((operand) => compileTruth(context, operand)),
      );
    case "comparison":
      return compileComparison(context, node);
    case "call":
      return isTest(node.method)
        ? compileTestOf(context, node, node.method)
        : truthOf(compileValue(context, node), onceOf(context, node));
    case "integer":
    case "float":
    case "string":
    case "boolean":
    case "none":
    case "list":
    case "name":
    case "sign":
    case "arithmetic":
    case "function":
    case "index":
    case "slice":
      return truthOf(compileValue(context, node), onceOf(context, node));
  }
}

function placeOf(context: CompileContext, node: Span): Span {
  return context.place ?? node;
}

function onceOf(context: CompileContext, node: Span): Once {
  return onceAt(context.naming, placeOf(context, node));
}

function sqlOnce(context: CompileContext, node: Span): OnceSql {
  return (value) => context.naming.once(value, placeOf(context, node));
}

/** The value of an expression that `analyzeValue` of core/query found right. May throw `TooLarge`. */
export function compileValue(context: CompileContext, node: Expression): Value {
  const value = valueOfNode(context, node);
  return shallow(context, node, value);
}

function shallow({ naming, place }: CompileContext, node: Span, value: Value): Value {
  return renamed(value, (part) => naming.shallow(part, place ?? node));
}

function valueOfNode(context: CompileContext, node: Expression): Value {
  switch (node.kind) {
    case "integer":
      return literalValue(sql.raw(node.value.toString()), "int", Number(node.value));
    case "float":
      return literalValue(context.dialect.floatLiteral(node.value), "float", node.value);
    case "string":
      return certain(context.dialect.textLiteral(node.value), "string");
    case "boolean":
      return certain(node.value ? sql`1` : sql`0`, "bool");
    case "none":
      return { sql: sql`NULL`, type: "none", mayBeNone: true, fails: null };
    case "name": {
      const value = context.valueOfName(node.name);
      return {
        ...value,
        magnitude: context.dialect.storedMagnitude(value.type === "none" ? "string" : value.type),
      };
    }
    case "alias":
      return compileValue({ ...context, place: placeOf(context, node) }, bodyOf(node));
    case "sign":
      return compileSign(compileValue(context, node.operand), node.operator);
    case "arithmetic":
      return compileArithmetic(context, node);
    case "logical":
      return node.operands
        .map((operand) => compileValue(context, operand))
        .reduceRight((right, left) =>
          shallow(
            context,
            node,
            decidingValue(context.dialect, node.operator, left, right, onceOf(context, node)),
          ),
        );
    case "call":
      return isTest(node.method)
        ? valueOfTruth(compileTestOf(context, node, node.method))
        : compileChange(context.dialect, node.method, compileValue(context, node.target));
    case "function": {
      const compiled = argumentsOf(node.arguments).map((argument) => compileValue(context, argument));
      return compileFunction(context.dialect, node, compiled, sqlOnce(context, node));
    }
    case "index":
      return compileCharacter(context.dialect, node, compileValue(context, node.target));
    case "slice":
      return compileSlice(context.dialect, node, compileValue(context, node.target), sqlOnce(context, node));
    case "not":
    case "comparison":
      return valueOfTruth(compileTruth(context, node));
    case "list":
      throw new TypeError("a list is not a value of its own");
  }
}

function bodyOf(node: { readonly name: string; readonly body?: Expression }): Expression {
  if (node.body === undefined) throw new TypeError(`@${node.name} is not expanded`);
  return node.body;
}

function literalValue(literal: Sql, type: "int" | "float", value: number): Value {
  return { ...certain(literal, type), magnitude: upTo(Math.abs(value), Math.abs(value)) };
}

function compileSign(operand: Value, operator: "-" | "+"): Value {
  const type = operand.type === "bool" ? "int" : operand.type;
  const signed = operator === "-" ? sql`(- ${operand.sql})` : operand.sql;
  const value = mayBeNull(operand) ? failingWhereNull(signed, type) : certain(signed, type);
  return operand.magnitude === undefined ? value : { ...value, magnitude: operand.magnitude };
}

function compileArithmetic(context: CompileContext, node: Arithmetic): Value {
  const { operator } = node;
  const constant = integerOf(node);
  if (constant !== null) return literalValue(sql.raw(constant.toString()), "int", Number(constant));
  const left = compileValue(context, node.left);
  const right = compileValue(context, node.right);
  const exponent = operator === "**" ? (integerOf(node.right) ?? literalNumber(node.right)) : null;
  return calculate(context.dialect, operator, [left, right], exponent, sqlOnce(context, node));
}

/** The integer that a literal or a power of literals is, as `2 ** 10`; null for one of more than 63 bits and for anything else. */
function integerOf(node: Expression): bigint | null {
  if (node.kind === "integer") return node.value;
  if (node.kind !== "arithmetic" || node.operator !== "**") return null;
  const [base, exponent] = [integerOf(node.left), integerOf(node.right)];
  if (base === null || exponent === null || exponent > 63n) return null;
  const power = base ** exponent;
  return power < 2n ** 63n ? power : null;
}

/** A chain `a < b < c` is `a < b and b < c`, in which `b` is named twice. */
function compileComparison(context: CompileContext, node: Comparison): Truth {
  const truths: Truth[] = [];
  let left = compileSide(context, node.first);
  for (const link of node.links) {
    const isLast = link === node.links.at(-1);
    const side = link.right.kind === "list" ? null : compileSide(context, link.right);
    const right = side === null || isLast ? side : onceOf(context, link.right)(side);
    truths.push(compileLink(context, link, left, right));
    if (right !== null) left = right;
  }
  return join("and", truths);
}

/** One comparison; `right` is null where a list stands there. */
function compileLink(
  context: CompileContext,
  { operator, right: node }: ComparisonLink,
  left: Value,
  right: Value | null,
): Truth {
  const once = onceOf(context, node);
  if (right === null) {
    const items = node.kind === "list" ? node.items.map((item) => compileSide(context, item)) : [];
    const found = inList(context.dialect, left, items, once);
    return operator === "in" ? found : negate(found);
  }
  if (operator === "in" || operator === "not in") {
    const found = compileTest(context.dialect, "contains", right, left, sqlOnce(context, node));
    return operator === "in" ? found : negate(found);
  }
  return comparisons[operator](context.dialect, left, right, once);
}

/** A side of a comparison: a date text beside a time is that time, in the form that stored times are brought to. */
function compileSide(context: CompileContext, node: Expression): Value {
  const date = context.dates.get(node);
  if (date === undefined) return compileValue(context, node);
  const first = certain(sql`${date.first}`, "time");
  return date.first === date.last ? first : { ...first, last: sql`${date.last}` };
}

/** `text.startswith(part)` and its like. */
function compileTestOf(context: CompileContext, node: MethodCall, method: MethodGiving<"bool">): Truth {
  if (node.argument === null) throw new TypeError(`${method} has no argument`);
  const target = compileValue(context, node.target);
  const argument = compileValue(context, node.argument);
  return compileTest(context.dialect, method, target, argument, sqlOnce(context, node));
}
