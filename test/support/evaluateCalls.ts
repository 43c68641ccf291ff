/** Python's functions and slices for the plain evaluator, by exact arithmetic. */
import type { FunctionName } from "../../core/query/functions.ts";
import type { Slice } from "../../core/query/tree.ts";
import { order } from "./evaluate.ts";
import { Failure, numberOf, textOf, type Value } from "./evaluateValues.ts";

/** A function of its values; those of a list stand in its place. */
export function callFunction(name: FunctionName, values: readonly Value[]): Value {
  const [value = null, digits] = values;
  switch (name) {
    case "abs": {
      const number = numberOf(value);
      return number < 0 ? -number : number;
    }
    case "round":
      return digits === undefined ? rounded(numberOf(value)) : roundedTo(numberOf(value), Number(digits));
    case "min":
      return values.reduce((best, next) => (isLess(next, best) ? next : best));
    case "max":
      return values.reduce((best, next) => (isLess(best, next) ? next : best));
    case "len":
      return BigInt(Array.from(textOf(value)).length);
    case "int":
      if (typeof value === "string") return integerIn(value);
      return wholeOf(numberOf(value));
    case "float":
      return typeof value === "string" ? floatIn(value) : Number(numberOf(value));
  }
}

function isLess(left: Value, right: Value): boolean {
  // None has no order, nor has a text beside a number.
  if ((typeof left === "string") !== (typeof right === "string")) throw new Failure("no order");
  return order(left, right) < 0;
}

function wholeOf(number: bigint | number): bigint {
  if (typeof number === "bigint") return number;
  if (!Number.isFinite(number)) throw new Failure("no integer");
  return BigInt(Math.trunc(number));
}

function rounded(number: bigint | number): bigint {
  if (typeof number === "bigint") return number;
  if (!Number.isFinite(number)) throw new Failure("no integer");
  const { numerator, denominator } = fractionOf(number);
  return nearest(numerator, denominator);
}

function roundedTo(number: bigint | number, digits: number): bigint | number {
  const power = 10n ** BigInt(Math.abs(digits));
  if (typeof number === "bigint") return digits >= 0 ? number : nearest(number, power) * power;
  if (!Number.isFinite(number)) return number;
  const { numerator, denominator } = fractionOf(number);
  if (digits <= 0) return Number(nearest(numerator, denominator * power) * power);
  // The decimal text is read as the nearest float.
  return Number(`${nearest(numerator * power, denominator)}e${-digits}`);
}

/** The integer nearest to a fraction, an even one where two are as near. */
function nearest(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const down = magnitude / denominator;
  const twice = (magnitude % denominator) * 2n;
  const result = twice > denominator || (twice === denominator && down % 2n === 1n) ? down + 1n : down;
  return numerator < 0n ? -result : result;
}

/** The exact value of a float. */
function fractionOf(float: number): { numerator: bigint; denominator: bigint } {
  let scaled = float;
  let doublings = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    doublings += 1n;
  }
  return { numerator: BigInt(scaled), denominator: 1n << doublings };
}

/** Without what Python strips before it reads a number. */
function stripped(text: string): string {
  // JavaScript trims a byte order mark, too, and leaves U+0085.
  const characters = Array.from(text);
  const isBlank = (character: string): boolean =>
    character !== "\ufeff" && (character.trim() === "" || character === "\u0085");
  const first = characters.findIndex((character) => !isBlank(character));
  const last = characters.findLastIndex((character) => !isBlank(character));
  return characters.slice(first < 0 ? 0 : first, last + 1).join("");
}

function integerIn(text: string): bigint {
  const trimmed = stripped(text);
  if (!/^[-+]?[0-9]+(_[0-9]+)*$/.test(trimmed)) throw new Failure("no integer in the text");
  const magnitude = BigInt(trimmed.replace(/[-+_]/g, ""));
  return trimmed.startsWith("-") ? -magnitude : magnitude;
}

function floatIn(text: string): number {
  const trimmed = stripped(text);
  const hasDigits = /^[-+]?(\d|\.\d)/.test(trimmed) && !/_(?!\d)|(?<!\d)_/.test(trimmed);
  const value =
    hasDigits && !/^[-+]?0[xob]/i.test(trimmed) ? Number(trimmed.replaceAll("_", "")) : Number.NaN;
  if (!Number.isFinite(value)) throw new Failure("no number in the text");
  return value;
}

/** By Python's rules, as its reference gives them. */
export function slice(text: string, { start, stop, step: given }: Slice): string {
  const characters = Array.from(text);
  const length = BigInt(characters.length);
  const step = given ?? 1n;
  const [low, high] = step > 0n ? [0n, length] : [-1n, length - 1n];
  const place = (at: bigint | null, otherwise: bigint): bigint => {
    if (at === null) return otherwise;
    const counted = at < 0n ? at + length : at;
    return counted < low ? low : counted > high ? high : counted;
  };
  const end = place(stop, step > 0n ? high : low);
  let result = "";
  for (let at = place(start, step > 0n ? low : high); step > 0n ? at < end : at > end; at += step) {
    result += characters[Number(at)] ?? "";
  }
  return result;
}
