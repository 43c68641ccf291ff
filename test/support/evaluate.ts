import { callFunction, slice } from "./evaluateCalls.ts";
import { momentOf } from "./evaluateTimes.ts";
import { Failure, numberOf, textOf, type Value } from "./evaluateValues.ts";
import type { TextMethod } from "../../core/query/methods.ts";
import type { ArithmeticOperator, ComparisonOperator, Expression } from "../../core/query/tree.ts";

/**
 * The second way: a plain evaluator of expressions for one run, written straight from Python's rules. It shares
 * nothing with the type check and the compiler, so that a test can hold their answers against its own.
 */

export type { Value };
export type Outcome = "selected" | "not selected" | "failed";

/**
 * Evaluates a tree whose aliases are expanded; `values` gives the run's values, null for a missing one. `now` is what
 * relative times count from.
 */
export function evaluate(tree: Expression, values: (name: string) => Value, now = evaluatedAt): Outcome {
  try {
    evaluatedAt = now;
    return truthOf(valueOf(tree, values)) ? "selected" : "not selected";
  } catch (error) {
    if (error instanceof Failure) return "failed";
    throw error;
  }
}

/** The value of an expression for a run; null also where its evaluation fails. */
export function evaluateValue(tree: Expression, values: (name: string) => Value, now = evaluatedAt): Value {
  try {
    evaluatedAt = now;
    return valueOf(tree, values);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** The moment of the query. */
let evaluatedAt = "2016-02-18 12:00:00.000000";

function valueOf(node: Expression, values: (name: string) => Value): Value {
  switch (node.kind) {
    case "integer":
    case "float":
    case "string":
    case "boolean":
      return node.value;
    case "none":
      return null;
    case "name":
      return values(node.name);
    case "alias":
      if (node.body === undefined) throw new Error(`@${node.name} is not expanded`);
      return valueOf(node.body, values);
    case "list":
      throw new Error("a list has no value of its own");
    case "sign": {
      const operand = numberOf(valueOf(node.operand, values));
      return node.operator === "-" ? -operand : operand;
    }
    case "arithmetic":
      return calculate(node.operator, valueOf(node.left, values), valueOf(node.right, values));
    case "not":
      return !truthOf(valueOf(node.operand, values));
    case "logical": {
      let value: Value = null;
      for (const operand of node.operands) {
        value = valueOf(operand, values);
        if (truthOf(value) === (node.operator === "or")) break;
      }
      return value;
    }
    case "comparison": {
      let left = valueOf(node.first, values);
      for (const { operator, right: rightNode } of node.links) {
        if (rightNode.kind === "list") {
          const items = rightNode.items.map((item) => valueOf(item, values));
          if (items.some((item) => isEqual(left, item)) !== (operator === "in")) return false;
          continue;
        }
        const right = valueOf(rightNode, values);
        if (!compare(operator, left, right)) return false;
        left = right;
      }
      return true;
    }
    case "call": {
      const target = valueOf(node.target, values);
      const argument = node.argument === null ? null : valueOf(node.argument, values);
      return call(textOf(target), node.method, argument);
    }
    case "function": {
      const nodes = node.arguments.flatMap((each) => (each.kind === "list" ? each.items : [each]));
      return callFunction(
        node.name,
        nodes.map((each) => valueOf(each, values)),
      );
    }
    case "index": {
      const characters = Array.from(textOf(valueOf(node.target, values)));
      const found = characters.at(Number(node.at));
      if (found === undefined) throw new Failure("no such character");
      return found;
    }
    case "slice":
      return slice(textOf(valueOf(node.target, values)), node);
  }
}

function truthOf(value: Value): boolean {
  return !(value === null || value === false || value === "" || value === 0 || value === 0n);
}

function call(target: string, method: TextMethod, argument: Value): Value {
  switch (method) {
    case "startswith":
      return target.startsWith(textOf(argument));
    case "endswith":
      return target.endsWith(textOf(argument));
    case "contains":
      return target.includes(textOf(argument));
    case "matches":
      return new RegExp(textOf(argument), "u").test(target);
    case "lower":
      return target.toLowerCase();
    case "upper":
      return target.toUpperCase();
  }
}

function compare(operator: ComparisonOperator, left: Value, right: Value): boolean {
  switch (operator) {
    case "==":
    case "is":
      return isEqual(left, right);
    case "!=":
    case "is not":
      return !isEqual(left, right);
    case "<":
      return order(left, right) < 0;
    case "<=":
      return order(left, right) <= 0;
    case ">":
      return order(left, right) > 0;
    case ">=":
      return order(left, right) >= 0;
    case "in":
      return textOf(right).includes(textOf(left));
    case "not in":
      return !textOf(right).includes(textOf(left));
  }
}

function isEqual(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if ((typeof left === "string") !== (typeof right === "string")) return false;
  const [moment, time] = momentAndTime(left, right) ?? momentAndTime(right, left) ?? [];
  if (moment && time) return moment.first <= time && time <= moment.last;
  return order(left, right) === 0;
}

export function order(left: Value, right: Value): number {
  if (typeof left === "string" && typeof right === "string") {
    const times = filledTimes(left, right);
    return times === null ? orderByCodePoint(left, right) : orderByCodePoint(...times);
  }
  const a = numberOf(left);
  const b = numberOf(right);
  // JavaScript compares bigint with number by their exact values, as Python does.
  if (a < b) return -1;
  if (a > b) return 1;
  // A NaN, which calculating with infinity can give, is neither.
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 0;
}

/** JavaScript's own `<` goes by UTF-16 units, in which 😀 comes before ￦. */
function orderByCodePoint(left: string, right: string): number {
  const a = Array.from(left, (character) => character.codePointAt(0) ?? 0);
  const b = Array.from(right, (character) => character.codePointAt(0) ?? 0);
  for (const [index, code] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (code !== other) return code - other;
  }
  return a.length - b.length;
}

const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/;

/** What a text means that is compared with a time, and that time. */
function momentAndTime(text: Value, other: Value) {
  if (typeof text !== "string" || typeof other !== "string" || !time.test(other)) return null;
  const moment = momentOf(text, evaluatedAt);
  return moment && ([moment, other] as const);
}

/** A text that is compared with a time is a date text, and stands for its first moment. */
function filledTimes(left: string, right: string): [string, string] | null {
  const [moment, other] = momentAndTime(right, left) ?? [];
  if (moment && other) return [other, moment.first];
  const [before, later] = momentAndTime(left, right) ?? [];
  return before && later ? [before.first, later] : null;
}

function calculate(operator: ArithmeticOperator, leftValue: Value, rightValue: Value): bigint | number {
  const left = numberOf(leftValue);
  const right = numberOf(rightValue);
  if (typeof left === "bigint" && typeof right === "bigint") return calculateIntegers(operator, left, right);
  const result = calculateFloats(operator, floatOf(left), floatOf(right));
  // No database has a NaN: the documented difference to Python.
  if (Number.isNaN(result)) throw new Failure("not a number");
  return result;
}

function floatOf(value: bigint | number): number {
  const float = Number(value);
  if (typeof value === "bigint" && !Number.isFinite(float))
    throw new Failure("integer too large for a float");
  return float;
}

function calculateIntegers(operator: ArithmeticOperator, left: bigint, right: bigint): bigint | number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return divideIntegers(left, right);
    case "//":
      return floorDivide(left, right);
    case "%":
      return left - floorDivide(left, right) * right;
    case "**":
      if (right < 0n) return calculateFloats("**", floatOf(left), floatOf(right));
      // Python would go on calculating; no value of a database needs that many digits.
      if (right > 1_000n) throw new Failure("power too large");
      return left ** right;
  }
}

/** bigint division goes towards zero. */
function floorDivide(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new Failure("division by zero");
  const quotient = left / right;
  const exact = quotient * right === left;
  return !exact && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

/** Python's int / int: the float nearest to the exact quotient, also where an operand is beyond 2 ** 53. */
function divideIntegers(left: bigint, right: bigint): number {
  if (right === 0n) throw new Failure("division by zero");
  const sign = left < 0n !== right < 0n ? -1 : 1;
  const dividend = left < 0n ? -left : left;
  const divisor = right < 0n ? -right : right;
  // At least 64 significant bits, with a last one for what is left over, so that Number() rounds rightly.
  const shift = Math.max(0, 66 + divisor.toString(2).length - dividend.toString(2).length);
  const scaled = dividend << BigInt(shift);
  const quotient = ((scaled / divisor) << 1n) | (scaled % divisor === 0n ? 0n : 1n);
  return sign * scale(floatOf(quotient), -(shift + 1));
}

/** `value * 2 ** exponent` for exponents whose power of two is no float by itself. */
function scale(value: number, exponent: number): number {
  return exponent < -1000 ? value * 2 ** -1000 * 2 ** (exponent + 1000) : value * 2 ** exponent;
}

function calculateFloats(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      if (right === 0) throw new Failure("division by zero");
      return left / right;
    case "//":
      return divideFloats(left, right).quotient;
    case "%":
      return divideFloats(left, right).remainder;
    case "**":
      return powerOfFloats(left, right);
  }
}

/** Python's rule for floats: the remainder has the divisor's sign, and the quotient is the integer that fits it. */
function divideFloats(left: number, right: number): { quotient: number; remainder: number } {
  if (right === 0) throw new Failure("division by zero");
  let remainder = left % right;
  let quotient = (left - remainder) / right;
  if (remainder !== 0 && right < 0 !== remainder < 0) {
    remainder += right;
    quotient -= 1;
  }
  const floor = Math.floor(quotient);
  return { quotient: quotient - floor > 0.5 ? floor + 1 : floor, remainder };
}

function powerOfFloats(left: number, right: number): number {
  // JavaScript alone makes NaN of it.
  if (Math.abs(left) === 1 && !Number.isFinite(right)) return 1;
  const power = left ** right;
  if (!Number.isFinite(left) || !Number.isFinite(right)) return power;
  if (left === 0 && right < 0) throw new Failure("zero to a negative power");
  // Python makes a complex number of it, which has no order and equals no value of a condition.
  if (left < 0 && !Number.isInteger(right)) throw new Failure("no real number");
  if (!Number.isFinite(power)) throw new Failure("overflow");
  return power;
}
