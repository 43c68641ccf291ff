/** Values of conditions: what fits a type, what is stored of it, and what counts as the same. */
import type { ConditionType } from "../api/catalogue.ts";
import type { Cell } from "../api/values.ts";
import { RcdbError } from "../api/failure.ts";
import type { GivenConditions } from "../api/conditions.ts";
import type { StorageLimits, StoredValue } from "../db/database.ts";
import { normalizeTime } from "../query/time.ts";
import { shownTime } from "../time/times.ts";
import { isJson, isSameJson } from "./sameJson.ts";
import { checkText } from "./texts.ts";
import { quoted } from "../text/quoted.ts";

export type GivenValue = GivenConditions[number]["value"];

const greatestSingle = 3.4028234663852886e38;
/** Floats nearer to each other than this are the same value. */
const tolerance = 1e-12;
/** The literals of Python's `int()` and `float()` without blanks, underscores, and names such as `nan`. */
const integerPattern = /^[+-]?\d{1,40}$/;
const floatPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A given value as it is stored in the column of its type: integers as bigint, floats as the database will
 * keep them, bools as 0 or 1, times in SQLAlchemy's form. Throws `bad_value` and `too_large`.
 */
export function encodeValue(type: ConditionType, given: GivenValue, limits: StorageLimits): StoredValue {
  switch (type.type) {
    case "int":
      return encodeInteger(type, given, limits);
    case "float":
      return encodeFloat(type, given, limits);
    case "bool":
      if (given === true || given === 1) return 1;
      if (given === false || given === 0) return 0;
      throw refusal(type, given, "true or false (or 1 or 0)");
    case "time":
      return encodeTime(type, given, limits);
    default:
      return encodeText(type, given, limits);
  }
}

/** What a number or a text of a number is: of `{ json }` its text. */
function plain(given: GivenValue): string | number | boolean {
  return typeof given === "object" ? given.json : given;
}

function encodeInteger(type: ConditionType, given: GivenValue, limits: StorageLimits): bigint {
  const { smallestInteger, greatestInteger } = limits;
  const integer = toInteger(plain(given));
  if (integer !== null && integer >= smallestInteger && integer <= greatestInteger) return integer;
  const range = `an integer from ${smallestInteger.toString()} to ${greatestInteger.toString()}`;
  throw refusal(type, given, `${range}; beyond ±${Number.MAX_SAFE_INTEGER} as a text of digits`);
}

function toInteger(given: string | number | boolean): bigint | null {
  if (typeof given === "number") return Number.isSafeInteger(given) ? BigInt(given) : null;
  return typeof given === "string" && integerPattern.test(given) ? BigInt(given.replace("+", "")) : null;
}

function encodeFloat(type: ConditionType, given: GivenValue, { singlePrecision }: StorageLimits): number {
  const number = toFloat(plain(given));
  if (number === null) throw refusal(type, given, "a finite number, such as 1.25 or 1e3, without blanks");
  if (!singlePrecision) return number;
  if (Math.abs(number) <= greatestSingle) return Math.fround(number);
  throw refusal(type, given, "a number within ±3.4e38: this database keeps floats with single precision");
}

function toFloat(given: string | number | boolean): number | null {
  const isNumber = typeof given === "number" || (typeof given === "string" && floatPattern.test(given));
  const number = isNumber ? Number(given) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function encodeTime(type: ConditionType, given: GivenValue, limits: StorageLimits): string {
  const time = typeof given === "string" ? encodeTimeText(given, limits) : null;
  if (time === null) throw refusal(type, given, timeForm);
  return time;
}

/** For messages: how a time is given. */
export const timeForm = "a real date and time as YYYY-MM-DD HH:MM:SS[.ffffff], without a zone";

/** A time as it will be stored: with six digits of fraction, rounded where the database keeps none. Null for what is not a time. */
export function encodeTimeText(text: string, { secondFractions }: StorageLimits): string | null {
  const time = normalizeTime(text);
  if (time === null || secondFractions) return time;
  const milliseconds = Date.parse(`${time.slice(0, 23).replace(" ", "T")}Z`);
  const rounded = new Date(Math.round(milliseconds / 1000) * 1000).toISOString();
  // The last half second of the year 9999 has nowhere to go.
  return normalizeTime(rounded.slice(0, 19));
}

function encodeText(
  type: ConditionType,
  given: GivenValue,
  { conditionBytes, characters }: StorageLimits,
): string {
  const text = type.type === "json" ? plain(given) : given;
  if (typeof text !== "string") {
    throw refusal(type, given, type.type === "json" ? "the text of a JSON value" : "a text");
  }
  checkText(
    `The value of the condition ${quoted(type.name)}`,
    text,
    conditionBytes,
    characters.get("conditions.text_value"),
  );
  if (type.type === "json" && !isJson(text)) throw refusal(type, given, "a text that parses as JSON");
  return text;
}

function refusal({ name, type }: ConditionType, given: GivenValue, fitting: string): RcdbError {
  const value = plain(given);
  const shown = typeof value === "string" ? quoted(value) : String(value);
  const what = typeof given === "object" ? `${jsonKind(given.json)} ` : "";
  return new RcdbError(
    "bad_value",
    `The condition ${quoted(name)} is of type ${type}: ${what}${shown} does not fit. Give ${fitting}.`,
    { condition: name, type, given: shown },
  );
}

function jsonKind(json: string): string {
  if (json.startsWith("{")) return "the object";
  return json.startsWith("[") ? "the list" : "the number";
}

/** Whether two encoded values of a type are the same: floats nearly, JSON by its meaning. */
export function isSame(type: ConditionType, left: StoredValue, right: StoredValue): boolean {
  if (left === right) return true;
  if (type.type === "json" && typeof left === "string" && typeof right === "string") {
    return isSameJson(left, right);
  }
  const areFloats = type.type === "float" && typeof left === "number" && typeof right === "number";
  return areFloats && Math.abs(left - right) < tolerance;
}

/** An encoded value as it is shown and logged: integers beyond 2^53, numbers that JSON has not, and what does not fit its type as texts. */
export function toCell(
  { type }: ConditionType,
  value: StoredValue,
  { singlePrecision }: StorageLimits,
): Cell {
  // Put back by an undo it may be in a form of its own.
  if (type === "time" && value !== null) return shownTime(normalizeTime(String(value)) ?? String(value));
  if (type === "bool" && typeof value !== "string" && value !== null) {
    const number = Number(value);
    return number === 0 || number === 1 ? number === 1 : String(value);
  }
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value) || (type === "int" && !Number.isInteger(value))) return String(value);
    return singlePrecision ? shortestSingle(value) : value;
  }
  return value;
}

const wholePattern = /^-?\d{1,18}$/;

/**
 * What does not fit its type, from its cell, as it was stored: a column of an SQLite file holds the epoch as an integer, or 3.7 beside integers, and
 * its reader makes texts of them. Other texts are what they are, but for `Infinity`: it was rather the number.
 */
export function storedAgain(value: Cell): StoredValue {
  if (typeof value !== "string") return typeof value === "boolean" ? Number(value) : value;
  if (wholePattern.test(value)) return BigInt(value);
  return String(Number(value)) === value && value !== "NaN" ? Number(value) : value;
}

/** The shortest number that single precision keeps as this one: 99.999 for 99.99900054931641. */
function shortestSingle(value: number): number {
  const found = [6, 7, 8].find((digits) => Math.fround(Number(value.toPrecision(digits))) === value);
  return Number(value.toPrecision(found ?? 9));
}
