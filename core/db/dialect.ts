import type { RawBuilder } from "kysely";
import type { Failure } from "../api/failure.ts";
import type { ValueType } from "../query/types.ts";
import type { Magnitude } from "./magnitude.ts";

/** A piece of SQL that gives a value. */
export type Sql = RawBuilder<unknown>;

/** SQL of the same value, for a calculation that names it more than once. */
export type OnceSql = (value: Sql) => Sql;

export type OrderOperator = "<" | "<=" | ">" | ">=";

/** A number of a calculation. */
export interface Operand extends Magnitude {
  readonly sql: Sql;
  /** Whether the database calculates with it as a float. */
  readonly isFloat: boolean;
}

/** Products from here on count as infinite in sums; a hundred million of them can be added up. */
export const beyondSum = 1e300;

/** The places of a slice `[start:stop:step]`; null for the ends of the text. */
export interface Places {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;
}

/**
 * All in which the databases differ when a condition expression becomes SQL. Whatever gets or gives
 * NULL here means "missing or failed", as `core/compile` explains.
 */
export interface Dialect {
  /** How many layers of `core/compile/layers.ts` a statement may have. */
  readonly mostLayers: number;

  /** How many values can be bound in a statement. */
  readonly mostBound: number;

  /** The greatest value of the rows of a group that fulfil a condition; NULL where none does. */
  greatest(value: Sql, condition: Sql): Sql;

  /** A stored value to calculate with, and to compare with values of its kind and literals by Python's rules. */
  stored(type: ValueType, column: Sql): Sql;
  /**
   * Whether a stored value can be read as its type, 1 or 0, also for NULL; null where its column takes nothing else. One that
   * cannot fails where it is asked for, as an evaluation in Python would.
   */
  readable(type: ValueType, column: Sql): Sql | null;
  /** A stored text, to compare with texts and to sort by code point. */
  storedText(column: Sql): Sql;
  /** A stored value beside those of other types in one column: what arrives is the value, or a text of it. */
  shown(type: ValueType, column: Sql): Sql;
  /** The number of bytes that a stored text has as UTF-8. */
  bytes(text: Sql): Sql;

  /** How large stored numbers can be. */
  storedMagnitude(type: ValueType): Magnitude;
  /** Integers that may be greater are calculated with as floats. */
  readonly greatestInteger: number;

  textLiteral(text: string): Sql;
  floatLiteral(value: number): Sql;

  /** Integers beyond it are compared with floats by `compareWithFloat`, for the database makes floats of them. */
  readonly greatestComparable: number;
  /** How an integer compares with a float, each by its exact value; NULL where one is NULL. */
  compareWithFloat(operator: OrderOperator | "=", integer: Operand, float: Sql, once: OnceSql): Sql;
  /** 1 where both are equal or both NULL, else 0; never NULL. */
  same(left: Sql, right: Sql): Sql;

  /** The place of a text in another, by code points and case: 1 is its start, 0 that it is not there. */
  position(text: Sql, part: Sql): Sql;
  endsWith(text: Sql, end: Sql, once: OnceSql): Sql;
  /** All of Unicode, as Python's `lower` and `upper`. */
  lower(text: Sql): Sql;
  upper(text: Sql): Sql;
  /** Whether a JavaScript regular expression matches anywhere in the text. */
  matches(text: Sql, pattern: Sql): Sql;

  /** The number of code points. */
  length(text: Sql): Sql;
  /** One character, from the end where `at` is negative; NULL where there is none. */
  characterAt(text: Sql, at: number): Sql;
  /** Python's slice. */
  slice(text: Sql, places: Places, once: OnceSql): Sql;
  /** The number that a text is by Python's rules; NULL where it is none. */
  integerOfText(text: Sql, once: OnceSql): Sql;
  floatOfText(text: Sql, once: OnceSql): Sql;

  /** Sums, differences and products of integers, which may be too large for an integer of the database. */
  calculateIntegers(operator: "+" | "-" | "*", left: Sql, right: Sql): Sql;
  /** The same of floats: infinite beyond the greatest, NULL for NaN, as in the next five. */
  calculateFloats(operator: "+" | "-" | "*", left: Operand, right: Operand, once: OnceSql): Sql;
  /** True division; NULL where the divisor is zero, as in the next four. */
  divide(left: Operand, right: Operand, once: OnceSql): Sql;
  floorDivideFloats(left: Operand, right: Operand, once: OnceSql): Sql;
  /** The remainder with the divisor's sign. */
  remainderOfFloats(left: Operand, right: Operand, once: OnceSql): Sql;
  floorDivideIntegers(left: Sql, right: Sql, once: OnceSql): Sql;
  remainderOfIntegers(left: Sql, right: Sql, once: OnceSql): Sql;
  absolute(value: Sql, isFloat: boolean): Sql;
  /** The nearest integer, half to even; NULL of what is infinite. */
  round(float: Operand): Sql;
  /** Rounds to `digits` digits behind the point, before it where negative; half to even. */
  roundTo(value: Operand, digits: number): Sql;
  /** A float without its fraction, as an integer; NULL of what is infinite. */
  whole(float: Operand): Sql;
  asFloat(number: Sql): Sql;
  /** The product of two floats for a sum; beyond `beyondSum`, where the database would end the statement, it is that. */
  productForSum(left: Sql, right: Sql): Sql;
  /** Whole seconds from one stored time to another, both texts, as a float; NULL where one is no time. */
  secondsBetween(start: Sql, end: Sql): Sql;
  /** NULL where a number is infinite: an integer that is not a float. */
  finite(number: Sql): Sql;
  /** The least and the greatest of several values of one kind; NULL where one of them is. */
  least(values: readonly Sql[]): Sql;
  most(values: readonly Sql[]): Sql;
  /** `left ** exponent` where the result is at most `greatestInteger`. */
  powerByLiteral(left: Sql, exponent: bigint, once: OnceSql): Sql;
  /** NULL for zero to a negative power and for roots of negative numbers. */
  powerOfIntegers(left: Operand, right: Operand, once: OnceSql): Sql;
  /** The same, and NULL where the result of finite numbers is too large for a float. */
  powerOfFloats(left: Operand, right: Operand, once: OnceSql): Sql;

  /** A text within quotes as a statement of this database has it, to show the statement. */
  quote(text: string): string;
  /** What the driver threw, as the failure people are told; null where it is none of the database's. */
  explain(thrown: unknown): Failure | null;
}
