import type {
  ArithmeticOperator,
  ComparisonOperator,
  Expression,
  TextMethod,
} from "../../core/query/tree.ts";

/**
 * The second way: a plain evaluator of expressions for one run, written straight from Python's rules. It shares
 * nothing with the type check and the compiler, so that a test can hold their answers against its own.
 */

/** None is null. Times are texts `YYYY-MM-DD HH:MM:SS.ffffff`. */
export type Value = bigint | number | string | boolean | null;
export type Outcome = "selected" | "not selected" | "failed";

/** Where Python would raise an exception. */
class Failure extends Error {}

/** Evaluates a tree whose aliases are expanded; `values` gives the run's values, null for a missing one. */
export function evaluate(tree: Expression, values: (name: string) => Value): Outcome {
  try {
    return truthOf(valueOf(tree, values)) ? "selected" : "not selected";
  } catch (error) {
    if (error instanceof Failure) return "failed";
    throw error;
  }
}

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
  }
}

function truthOf(value: Value): boolean {
  return !(value === null || value === false || value === "" || value === 0 || value === 0n);
}

function textOf(value: Value): string {
  if (typeof value !== "string") throw new Failure("no text");
  return value;
}

/** Bools are the integers 0 and 1. */
function numberOf(value: Value): bigint | number {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "bigint" || typeof value === "number") return value;
  throw new Failure("no number");
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
  return order(left, right) === 0;
}

function order(left: Value, right: Value): number {
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

/** A text that is compared with a time is a date text; both are filled up to the form of times. */
function filledTimes(left: string, right: string): [string, string] | null {
  const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/;
  const date = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$/;
  if (!(time.test(left) && date.test(right)) && !(time.test(right) && date.test(left))) return null;
  const fill = (text: string) => text.replace("T", " ") + "0000-01-01 00:00:00.000000".slice(text.length);
  return [fill(left), fill(right)];
}

function calculate(operator: ArithmeticOperator, leftValue: Value, rightValue: Value): bigint | number {
  const left = numberOf(leftValue);
  const right = numberOf(rightValue);
  if (typeof left === "bigint" && typeof right === "bigint") return calculateIntegers(operator, left, right);
  return calculateFloats(operator, floatOf(left), floatOf(right));
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
  if (left === 0 && right < 0) throw new Failure("zero to a negative power");
  // Python makes a complex number of it, which has no order and equals no value of a condition.
  if (left < 0 && !Number.isInteger(right)) throw new Failure("no real number");
  const power = left ** right;
  if (!Number.isFinite(power) && Number.isFinite(left) && Number.isFinite(right))
    throw new Failure("overflow");
  return power;
}
