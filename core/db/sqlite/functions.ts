import { isUtf8 } from "node:buffer";
import { searchFor } from "./regularExpression.ts";

/** Functions that SQLite lacks, or has by other rules; `open.ts` gives them to each connection. Integers come as bigint. */
export const sqliteFunctions: Readonly<Record<string, (...values: unknown[]) => unknown>> = {
  // Whether bytes are a text, as `stored/kinds.ts` has it.
  is_text: (bytes) => Number(bytes instanceof Uint8Array && isUtf8(bytes) && !bytes.includes(0)),
  unicode_lower: ofText((text) => text.toLowerCase()),
  unicode_upper: ofText((text) => text.toUpperCase()),
  // `X REGEXP Y` calls regexp(Y, X).
  regexp: (pattern, text) =>
    typeof text === "string" && typeof pattern === "string" ? Number(searchFor(pattern)(text)) : null,

  characters: ofText((text) => countCharacters(text)),
  character_at: ofText((text, at) => Array.from(text).at(Number(at)) ?? null),
  slice_of: ofText((text, start, stop, step) => sliceOf(text, placeOf(start), placeOf(stop), Number(step))),

  absolute: (value) => {
    if (typeof value === "number") return Math.abs(value);
    return typeof value === "bigint" ? stored(value < 0n ? -value : value) : null;
  },
  round_even: (value, digits) => {
    const kept = Number(digits);
    if (typeof value === "bigint") return kept < 0 ? stored(roundTens(value, false, -kept)) : value;
    if (typeof value !== "number") return null;
    if (kept >= 0 || !Number.isFinite(value)) return roundFraction(value, kept);
    return Number(roundTens(BigInt(Math.trunc(value)), !Number.isInteger(value), -kept));
  },
  floor_divide: (left, right) => {
    const quotient = divide(left, right)?.quotient ?? null;
    return typeof quotient === "bigint" ? stored(quotient) : quotient;
  },
  floor_remainder: (left, right) => divide(left, right)?.remainder ?? null,
  power_of_integers: (left, right) => {
    if (!isNumber(left) || !isNumber(right)) return null;
    if (typeof left === "bigint" && typeof right === "bigint" && right >= 0n) return powerOf(left, right);
    if (Number(left) === 0 && right < 0) return null;
    const power = Number(left) ** Number(right);
    return Number.isNaN(power) ? null : power;
  },
  power_of_floats: (left, right) => {
    if (!isNumber(left) || !isNumber(right)) return null;
    const [base, exponent] = [Number(left), Number(right)];
    if (base === 0 && exponent < 0 && Number.isFinite(exponent)) return null;
    // JavaScript alone makes NaN of it.
    if (Math.abs(base) === 1 && !Number.isFinite(exponent)) return 1;
    const power = base ** exponent;
    const isOverflow = !Number.isFinite(power) && Number.isFinite(base) && Number.isFinite(exponent);
    return isOverflow || Number.isNaN(power) ? null : power;
  },
  whole: (value) => {
    if (typeof value !== "number") return typeof value === "bigint" ? value : null;
    return Number.isFinite(value) ? stored(BigInt(Math.trunc(value))) : null;
  },
  integer_of_text: ofText((text) => {
    const number = numberIn(text, integerText);
    // BigInt takes no plus.
    return number === null ? null : stored(BigInt(number.replace("+", "")));
  }),
  float_of_text: ofText((text) => {
    const value = Number(numberIn(text, floatText) ?? Number.NaN);
    return Number.isFinite(value) ? value : null;
  }),
};

function isNumber(value: unknown): value is bigint | number {
  return typeof value === "bigint" || typeof value === "number";
}

interface Quotient {
  readonly quotient: bigint | number;
  readonly remainder: bigint | number;
}

/** Python's `//` and `%`: rounded down, the remainder with the divisor's sign. Null for what is not a number, and by zero. */
function divide(left: unknown, right: unknown): Quotient | null {
  if (!isNumber(left) || !isNumber(right) || Number(right) === 0) return null;
  if (typeof left === "bigint" && typeof right === "bigint") return divideIntegers(left, right);
  return divideFloats(Number(left), Number(right));
}

function divideIntegers(left: bigint, right: bigint): Quotient {
  const remainder = left % right;
  const isAbove = remainder !== 0n && remainder < 0n !== right < 0n;
  return isAbove
    ? { quotient: left / right - 1n, remainder: remainder + right }
    : { quotient: left / right, remainder };
}

/** The quotient is the integer that fits the remainder best, for both are rounded. */
function divideFloats(left: number, right: number): Quotient {
  const cut = left % right;
  const isAbove = cut !== 0 && cut < 0 !== right < 0;
  const remainder = isAbove ? cut + right : cut;
  const quotient = (left - cut) / right - (isAbove ? 1 : 0);
  const floor = Math.floor(quotient);
  return { quotient: quotient - floor > 0.5 ? floor + 1 : floor, remainder };
}

/** The number of bits beyond which an integer is larger than all floats. */
const mostBits = 1100;

function powerOf(base: bigint, exponent: bigint): bigint | number {
  const magnitude = base < 0n ? -base : base;
  if (exponent === 0n) return 1n;
  if (magnitude <= 1n) return exponent % 2n === 0n ? magnitude : base;
  const bits = BigInt(magnitude.toString(2).length - 1) * exponent;
  if (bits <= mostBits) return stored(base ** exponent);
  return base < 0n && exponent % 2n === 1n ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** NULL for what is not a text. */
function ofText(
  work: (text: string, ...others: unknown[]) => unknown,
): (value: unknown, ...others: unknown[]) => unknown {
  return (value, ...others) => (typeof value === "string" ? work(value, ...others) : null);
}

/** Code points. */
function countCharacters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const isSecondHalf = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
    if (!isSecondHalf) count += 1;
  }
  return count;
}

function placeOf(value: unknown): number | null {
  return value === null ? null : Number(value);
}

/** Python's `text[start:stop:step]`. */
function sliceOf(text: string, start: number | null, stop: number | null, step: number): string {
  const characters = Array.from(text);
  const { length } = characters;
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const within = (place: number): number =>
    Math.min(highest, Math.max(lowest, place < 0 ? place + length : place));
  const first = start === null ? (step > 0 ? lowest : highest) : within(start);
  const end = stop === null ? (step > 0 ? highest : lowest) : within(stop);
  if (step === 1) return characters.slice(first, end).join("");
  const taken: string[] = [];
  for (let at = first; step > 0 ? at < end : at > end; at += step) taken.push(characters[at] ?? "");
  return taken.join("");
}

/** An integer of SQLite, or where it is too large for one the nearest float. */
function stored(value: bigint): bigint | number {
  return BigInt.asIntN(64, value) === value ? value : Number(value);
}

/** Rounds to a number of digits behind the point, by the exact value of the float; half to even. */
function roundFraction(value: number, digits: number): number {
  const magnitude = Math.abs(value);
  // Without a fraction, or no number at all.
  if (!(magnitude < 2 ** 53)) return value;
  // Halfway is only what has so few binary digits behind its point; `toFixed` rounds that away from zero.
  const scaled = magnitude * 2 ** (digits + 1);
  const isHalfway = Number.isInteger(scaled) && magnitude.toFixed(digits + 1).endsWith("5");
  const away = magnitude.toFixed(digits);
  const isOdd = /[13579]$/.test(away);
  const rounded = isHalfway && isOdd ? oneLess(away, digits) : Number(away);
  return value < 0 ? -rounded : rounded;
}

/** The number of a decimal text less one in its last digit. */
function oneLess(decimal: string, digits: number): number {
  const less = (BigInt(decimal.replace(".", "")) - 1n).toString().padStart(digits + 1, "0");
  const point = less.length - digits;
  return Number(`${less.slice(0, point)}.${less.slice(point)}`);
}

/** To a multiple of 10 ** zeros, half to even; `hasMore` where a fraction was cut off. */
function roundTens(value: bigint, hasMore: boolean, zeros: number): bigint {
  const magnitude = value < 0n ? -value : value;
  const unit = 10n ** BigInt(zeros);
  const rest = magnitude % unit;
  const down = magnitude - rest;
  const isUp = rest * 2n > unit || (rest * 2n === unit && (hasMore || (down / unit) % 2n === 1n));
  const rounded = isUp ? down + unit : down;
  return value < 0n ? -rounded : rounded;
}

/** What Python's `int` and `float` read, of ASCII digits between blanks of any script. */
const blanks = "[ \\t-\\r\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*";
const digits = "\\d+(?:_\\d+)*";
const integerText = new RegExp(`^${blanks}([+-]?${digits})${blanks}$`);
const floatText = new RegExp(
  `^${blanks}([+-]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:[eE][+-]?${digits})?)${blanks}$`,
);

/** The number in a text without its blanks and underscores; null where it is none. */
function numberIn(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1]?.replaceAll("_", "") ?? null;
}
