/**
 * A checked condition expression as an SQL condition.
 *
 * Python's rules for missing values are not SQL's: `not (a > 2)` must not select a run without `a`,
 * `a != 2` must, and `a > 5 or b > 3` drops a run without `a` even if its `b` is 4. So every part is
 * compiled to a `Truth` (1, 0, or NULL where the evaluation fails) or a `Value`; see `values.ts`.
 */
import { sql } from "kysely";
import type { Dialect, Sql } from "../db/dialect.ts";
import type { CheckedExpression } from "../query/check.ts";
import type { Arithmetic, Comparison, Expression, MethodCall } from "../query/tree.ts";
import { argumentsOf } from "../query/checkCalls.ts";
import { compileCharacter, compileFunction, compileSlice } from "./calls.ts";
import { compare, decidingValue, inList, inText, valueOfTruth } from "./compare.ts";
import { join, negate, truthOf } from "./truth.ts";
import { certain, failingWhereNull, mayBeNull, truth, type Truth, type Value } from "./values.ts";

/** The SQL of a name's value: a condition, or one of the run's own columns. */
export type NameResolver = (name: string) => Value;

export interface CompileContext {
  readonly dialect: Dialect;
  readonly valueOfName: NameResolver;
  readonly dates: CheckedExpression["dates"];
}

/** The truth of an expression that `analyze` of core/query found right. */
export function compileTruth(context: CompileContext, node: Expression): Truth {
  switch (node.kind) {
    case "alias":
      return compileTruth(context, bodyOf(node));
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
      return node.method === "lower" || node.method === "upper"
        ? truthOf(compileValue(context, node))
        : compileTest(context, node);
    default:
      return truthOf(compileValue(context, node));
  }
}

function compileValue(context: CompileContext, node: Expression): Value {
  switch (node.kind) {
    case "integer":
      return certain(sql.raw(node.value.toString()), "int");
    case "float":
      return certain(context.dialect.floatLiteral(node.value), "float");
    case "string":
      return certain(context.dialect.textLiteral(node.value), "string");
    case "boolean":
      return certain(node.value ? sql`1` : sql`0`, "bool");
    case "none":
      return { sql: sql`NULL`, type: "none", mayBeNone: true, fails: null };
    case "name":
      return context.valueOfName(node.name);
    case "alias":
      return compileValue(context, bodyOf(node));
    case "sign":
      return compileSign(compileValue(context, node.operand), node.operator);
    case "arithmetic":
      return compileArithmetic(context, node);
    case "logical":
      return node.operands
        .map((operand) => compileValue(context, operand))
        .reduceRight((right, left) => decidingValue(node.operator, left, right));
    case "call":
      return node.method === "lower" || node.method === "upper"
        ? compileCase(context, node, node.method)
        : valueOfTruth(compileTest(context, node));
    case "function": {
      const compiled = argumentsOf(node.arguments).map((argument) => compileValue(context, argument));
      return compileFunction(context.dialect, node, compiled);
    }
    case "index":
      return compileCharacter(context.dialect, node, compileValue(context, node.target));
    case "slice":
      return compileSlice(context.dialect, node, compileValue(context, node.target));
    case "not":
    case "comparison":
      return valueOfTruth(compileTruth(context, node));
    case "list":
      throw new TypeError("a list is no value of its own");
  }
}

function bodyOf(node: { readonly name: string; readonly body?: Expression }): Expression {
  if (node.body === undefined) throw new TypeError(`@${node.name} is not expanded`);
  return node.body;
}

function compileSign(operand: Value, operator: "-" | "+"): Value {
  const type = operand.type === "bool" ? "int" : operand.type;
  const signed = operator === "-" ? sql`(- ${operand.sql})` : operand.sql;
  return mayBeNull(operand) ? failingWhereNull(signed, type) : certain(signed, type);
}

function compileArithmetic(context: CompileContext, node: Arithmetic): Value {
  const left = compileValue(context, node.left);
  const right = compileValue(context, node.right);
  const integers = left.type !== "float" && right.type !== "float";
  const { dialect } = context;
  // A database's power is a float also of integers.
  const type = integers && node.operator !== "/" && node.operator !== "**" ? "int" : "float";
  return failingWhereNull(sql`(${calculation(dialect, node.operator, left.sql, right.sql, integers)})`, type);
}

function calculation(
  dialect: Dialect,
  operator: Arithmetic["operator"],
  left: Sql,
  right: Sql,
  integers: boolean,
): Sql {
  switch (operator) {
    case "+":
    case "-":
    case "*":
      return integers
        ? dialect.calculateIntegers(operator, left, right)
        : sql`${left} ${sql.raw(operator)} ${right}`;
    case "/":
      return dialect.divide(left, right);
    case "//":
      return integers ? dialect.floorDivideIntegers(left, right) : dialect.floorDivideFloats(left, right);
    case "%":
      return integers ? dialect.remainderOfIntegers(left, right) : dialect.remainderOfFloats(left, right);
    case "**":
      return integers ? dialect.powerOfIntegers(left, right) : dialect.powerOfFloats(left, right);
  }
}

/** A chain `a < b < c` is `a < b and b < c`. */
function compileComparison(context: CompileContext, node: Comparison): Truth {
  const truths: Truth[] = [];
  let leftNode = node.first;
  for (const { operator, right } of node.links) {
    truths.push(compileLink(context, operator, leftNode, right));
    leftNode = right;
  }
  return join("and", truths);
}

function compileLink(
  context: CompileContext,
  operator: Comparison["links"][number]["operator"],
  leftNode: Expression,
  rightNode: Expression,
): Truth {
  const left = compileSide(context, leftNode);
  if (operator === "in" || operator === "not in") {
    const found =
      rightNode.kind === "list"
        ? inList(
            left,
            rightNode.items.map((item) => compileSide(context, item)),
          )
        : inText(context.dialect, left, compileValue(context, rightNode));
    return operator === "in" ? found : negate(found);
  }
  return compare(context.dialect, operator, left, compileSide(context, rightNode));
}

/** A side of a comparison: a date text beside a time is that time, in the form that stored times are brought to. */
function compileSide(context: CompileContext, node: Expression): Value {
  const date = context.dates.get(node);
  if (date === undefined) return compileValue(context, node);
  const first = certain(sql`${date.first}`, "time");
  return date.first === date.last ? first : { ...first, last: sql`${date.last}` };
}

function compileCase(context: CompileContext, node: MethodCall, method: "lower" | "upper"): Value {
  const target = compileValue(context, node.target);
  const changed = context.dialect[method](target.sql);
  return mayBeNull(target) ? failingWhereNull(changed, "string") : certain(changed, "string");
}

/** `text.startswith(part)` and its like; fails where the text or the part is None. */
function compileTest(context: CompileContext, node: MethodCall): Truth {
  const { dialect } = context;
  const target = compileValue(context, node.target);
  if (node.argument === null) throw new TypeError(`${node.method} has no argument`);
  const argument = compileValue(context, node.argument);
  const mayFail = mayBeNull(target, argument);
  switch (node.method) {
    case "startswith":
      return truth(sql`(${dialect.position(target.sql, argument.sql)} = 1)`, mayFail);
    case "contains":
      return inText(dialect, argument, target);
    case "endswith":
      return truth(sql`(${dialect.endsWith(target.sql, argument.sql)})`, mayFail);
    case "matches":
      return truth(sql`(${dialect.matches(target.sql, argument.sql)})`, mayFail);
    default:
      throw new TypeError(`${node.method} is no test`);
  }
}
