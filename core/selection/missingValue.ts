/** What a part of an expression is for runs that lack the one condition that it names. */
import { infix } from "../query/operators.ts";
import type { ArithmeticOperator, ComparisonLink, ComparisonOperator, Expression } from "../query/tree.ts";
import { compareTexts } from "../text/compareTexts.ts";

type Known = bigint | number | string | boolean | null;

/** A value; that its evaluation fails; or that only a database calculates it: some constant, which may fail as well. */
type Result = { readonly known: Known } | "fails" | "uncertain";

const truthy: Result = { known: true };
const falsy: Result = { known: false };

/**
 * Whether a run without the condition is selected, by Python's rules with None for the name; null where that depends on a
 * calculation with constants, as in `count or 7 / 2 > 3`.
 */
export function selectsMissing(part: Expression): boolean | null {
  const outcome = outcomeOfMissing(part);
  return outcome === null ? null : outcome === "true";
}

/** The same, told apart: what the part is for a run without the condition. */
export function outcomeOfMissing(part: Expression): "true" | "false" | "fails" | null {
  const result = resultOf(part);
  if (typeof result === "string") return result === "fails" ? result : null;
  return isTrue(result.known) ? "true" : "false";
}

function resultOf(node: Expression): Result {
  switch (node.kind) {
    case "integer":
    case "float":
    case "string":
    case "boolean":
      return { known: node.value };
    case "none":
    case "name":
      return { known: null };
    case "alias":
      return node.body === undefined ? "uncertain" : resultOf(node.body);
    case "list":
      return "uncertain";
    case "sign":
      return signed(node.operator, resultOf(node.operand));
    case "arithmetic":
      return calculated(node.operator, resultOf(node.left), resultOf(node.right));
    case "not": {
      const operand = resultOf(node.operand);
      return typeof operand === "string" ? operand : isTrue(operand.known) ? falsy : truthy;
    }
    case "logical":
      return deciding(node.operator, node.operands);
    case "comparison":
      return compared(resultOf(node.first), node.links);
    case "call":
      return withValues([node.target, ...(node.argument === null ? [] : [node.argument])]);
    case "function": {
      const values = node.arguments.flatMap((each) => (each.kind === "list" ? each.items : [each]));
      // The least of one value is that value.
      const isOneOfOne = (node.name === "min" || node.name === "max") && values.length === 1;
      return isOneOfOne ? "uncertain" : withValues(values);
    }
    case "index":
    case "slice":
      return withValues([node.target]);
  }
}

function isTrue(value: Known): boolean {
  return !(value === null || value === false || value === "" || value === 0 || value === 0n);
}

/** What takes no None, and is not calculated here. */
function withValues(nodes: readonly Expression[]): Result {
  return nodes.map(resultOf).some(isNoValue) ? "fails" : "uncertain";
}

function isNoValue(result: Result): boolean {
  return result === "fails" || (result !== "uncertain" && result.known === null);
}

function signed(operator: "-" | "+", operand: Result): Result {
  if (typeof operand === "string") return operand;
  const number = numberOf(operand.known);
  if (number === null) return "fails";
  return { known: operator === "-" ? -number : number };
}

function calculated(operator: ArithmeticOperator, left: Result, right: Result): Result {
  if (isNoValue(left) || isNoValue(right)) return "fails";
  if (typeof left === "string" || typeof right === "string") return "uncertain";
  const [a, b] = [left.known, right.known];
  if (typeof a !== "bigint" || typeof b !== "bigint") return "uncertain";
  switch (operator) {
    case "+":
      return { known: a + b };
    case "-":
      return { known: a - b };
    case "*":
      return { known: a * b };
    case "/":
    case "//":
    case "%":
    case "**":
      return "uncertain";
  }
}

/** The operand that decides, as Python's `and` and `or` give it. */
function deciding(operator: "and" | "or", operands: readonly Expression[]): Result {
  let last: Result = { known: null };
  for (const operand of operands) {
    last = resultOf(operand);
    if (typeof last === "string" || isTrue(last.known) === (operator === "or")) return last;
  }
  return last;
}

function compared(first: Result, links: readonly ComparisonLink[]): Result {
  let left = first;
  for (const { operator, right: node } of links) {
    const isList = node.kind === "list";
    const right = isList ? truthy : resultOf(node);
    const answer = isList
      ? listed(operator, left, node.items.map(resultOf))
      : comparedTwo(operator, left, right);
    if (typeof answer === "string" || !isTrue(answer.known)) return answer;
    left = right;
  }
  return truthy;
}

function listed(operator: ComparisonOperator, value: Result, items: readonly Result[]): Result {
  const answers = items.map((item) => comparedTwo("==", value, item));
  if (value === "fails" || answers.includes("fails")) return "fails";
  if (value === "uncertain" || answers.includes("uncertain")) return "uncertain";
  const isListed = answers.some((answer) => typeof answer !== "string" && isTrue(answer.known));
  return isListed === (operator === "in") ? truthy : falsy;
}

function comparedTwo(operator: ComparisonOperator, left: Result, right: Result): Result {
  if (left === "fails" || right === "fails") return "fails";
  const { asks } = infix[operator];
  const isEquality = asks === "equality" || asks === "identity";
  // None has no order, and is in no text.
  if (!isEquality && (isNoValue(left) || isNoValue(right))) return "fails";
  if (left === "uncertain" || right === "uncertain") return "uncertain";
  const answer = answerOf(operator, left.known, right.known);
  return answer === null ? "uncertain" : answer ? truthy : falsy;
}

/** Null for what is not compared here. */
function answerOf(operator: ComparisonOperator, left: Known, right: Known): boolean | null {
  if (operator === "in" || operator === "not in") {
    if (typeof left !== "string" || typeof right !== "string") return null;
    return right.includes(left) === (operator === "in");
  }
  const order = left === null || right === null ? Number(left !== right) : orderOf(left, right);
  if (order === null) return null;
  switch (operator) {
    case "==":
    case "is":
      return order === 0;
    case "!=":
    case "is not":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

function orderOf(left: Known, right: Known): number | null {
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) return null;
  // JavaScript compares integers with floats by their exact values, as Python does.
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(value: Known): bigint | number | null {
  if (typeof value === "boolean") return value ? 1n : 0n;
  return typeof value === "string" ? null : value;
}
