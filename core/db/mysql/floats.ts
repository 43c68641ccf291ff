/**
 * Calculations with doubles in the SQL of MySQL and MariaDB, which end the whole statement where a result is beyond the
 * greatest double. That one stands for infinity here; NULL stands for NaN. What cannot be so large is written plainly.
 */
import type { Operand, OnceSql, Sql } from "../dialect.ts";
import { magnitudeOf } from "../magnitude.ts";
import { nullIf, sql } from "../measuredSql.ts";

/** Stands for infinity. */
const infinity = sql.raw("1.7976931348623157e308");

export function mayBeInfinite({ most }: Operand): boolean {
  return most === Number.POSITIVE_INFINITY;
}

/** NULL for infinity: what cannot be an integer, and the integer that cannot be a float. */
export function finite(value: Sql): Sql {
  return nullIf(nullIf(value, infinity), sql`-${infinity}`);
}

export function isInfinite(value: Sql, named: Sql = infinity): Sql {
  return sql`ABS(${value}) = ${named}`;
}

export function calculateFloats(
  operator: "+" | "-" | "*",
  left: Operand,
  right: Operand,
  once: OnceSql,
): Sql {
  if (magnitudeOf(operator, left, right, null).most < Number.POSITIVE_INFINITY) {
    // Of two integers one is made a double, and with it the result.
    const first = left.isFloat || right.isFloat ? left.sql : double(left.sql);
    return sql`${first} ${sql.raw(operator)} ${right.sql}`;
  }
  const values = pairOf(left, right, once);
  return operator === "*" ? product(values) : sum(operator, values);
}

/** The operands as doubles that can be named several times. */
interface Pair {
  readonly left: Sql;
  readonly right: Sql;
  /** What stands for infinity, which is named more often than they are. */
  readonly infinity: Sql;
  /** SQL that is true where a side is infinite; null where it never is. */
  readonly leftIsInfinite: Sql | null;
  readonly rightIsInfinite: Sql | null;
}

function pairOf(left: Operand, right: Operand, once: OnceSql): Pair {
  const one = once(left.isFloat ? left.sql : double(left.sql));
  const other = once(right.isFloat ? right.sql : double(right.sql));
  const named = once(infinity);
  return {
    left: one,
    right: other,
    infinity: named,
    leftIsInfinite: mayBeInfinite(left) ? isInfinite(one, named) : null,
    rightIsInfinite: mayBeInfinite(right) ? isInfinite(other, named) : null,
  };
}

function sum(operator: "+" | "-", { left, right, infinity, leftIsInfinite, rightIsInfinite }: Pair): Sql {
  const sign = sql.raw(operator);
  const infinities = sql`TRUNCATE(${left} / ${infinity}, 0) ${sign} TRUNCATE(${right} / ${infinity}, 0)`;
  return cases(sql`${left} ${sign} ${right}`, [
    // An infinity that comes off another is NaN.
    [eitherOf(leftIsInfinite, rightIsInfinite), sql`SIGN(${nullIf(infinities, sql`0`)}) * ${infinity}`],
    // Halves are exact, and their sum is no more than a double.
    [sql`ABS(${left} / 2e0 ${sign} ${right} / 2e0) > ${infinity} / 2e0`, sql`SIGN(${left}) * ${infinity}`],
  ]);
}

function product({ left, right, infinity, leftIsInfinite, rightIsInfinite }: Pair): Sql {
  const signs = sql`SIGN(${left}) * SIGN(${right})`;
  const ofInfinity = sql`${nullIf(signs, sql`0`)} * ${infinity}`;
  return cases(sql`${left} * ${right}`, [
    [leftIsInfinite, ofInfinity],
    [rightIsInfinite, ofInfinity],
    [sql`ABS(${left}) >= ${infinity} / GREATEST(1e0, ABS(${right}))`, sql`${signs} * ${infinity}`],
  ]);
}

/** True division; NULL where the divisor is zero. */
export function divideFloats(left: Operand, right: Operand, once: OnceSql): Sql {
  if (isSmall("/", left, right)) return sql`(${left.sql} + 0e0) / ${right.sql}`;
  const { left: one, right: other, infinity, leftIsInfinite, rightIsInfinite } = pairOf(left, right, once);
  const signed = sql`SIGN(${one}) * SIGN(${other}) * ${infinity}`;
  return cases(sql`${one} / ${other}`, [
    [sql`${other} = 0`, sql`NULL`],
    [both(leftIsInfinite, rightIsInfinite), sql`NULL`],
    [leftIsInfinite, signed],
    [rightIsInfinite, whereKnown(one, sql`0e0`)],
    [isBeyond(one, other, infinity), signed],
  ]);
}

/** Python's `//`; NULL where the divisor is zero. */
export function floorDivideFloats(left: Operand, right: Operand, once: OnceSql): Sql {
  const isPlain = isSmall("//", left, right);
  const {
    left: one,
    right: other,
    infinity: named,
    leftIsInfinite,
  } = isPlain
    ? { ...namedTwice(left, right, once), infinity, leftIsInfinite: null }
    : pairOf(left, right, once);
  const rest = mod(one, other);
  // A column of a layer keeps no fraction of what ROUND gives, and by that loses bits of large ones.
  const floor = sql`ROUND((${one} - ${rest}) / ${other}) + 0e0 - ${crossesZero(one, other, rest)}`;
  if (isPlain) return floor;
  return cases(floor, [
    [leftIsInfinite, sql`NULL`],
    [sql`${other} = 0`, sql`NULL`],
    [isBeyond(one, other, named), sql`SIGN(${one}) * SIGN(${other}) * ${named}`],
  ]);
}

/** Python's `%`, with the divisor's sign; NULL where the divisor is zero. */
export function remainderOfFloats(left: Operand, right: Operand, once: OnceSql): Sql {
  const { left: one, right: other } = namedTwice(left, right, once);
  const rest = mod(one, other);
  const crosses = crossesZero(one, other, rest);
  return cases(sql`${rest} + ${other} * ${crosses}`, [
    [mayBeInfinite(left) ? isInfinite(one) : null, sql`NULL`],
    [
      mayBeInfinite(right) ? isInfinite(other) : null,
      sql`CASE WHEN ${crosses} THEN ${other} ELSE ${one} END`,
    ],
  ]);
}

function namedTwice(left: Operand, right: Operand, once: OnceSql): { left: Sql; right: Sql } {
  return { left: once(left.sql), right: once(right.sql) };
}

/**
 * A power, NULL for zero to a negative power and roots of negative numbers. One beyond the greatest double is infinite for
 * integers, and for floats NULL, as Python fails there.
 */
export function power(base: Operand, exponent: Operand, once: OnceSql): Sql {
  const [left, right, named] = [once(base.sql), once(exponent.sql), once(infinity)];
  const ofIntegers = !base.isFloat && !exponent.isFloat;
  const isNegative = sql`${left} < 0 AND ABS(MOD(${right}, 2)) = 1`;
  const ofZero = sql`${left} = 0 AND ${right} < 0`;
  const ofGreater = sql`(ABS(${left}) > 1) = (${right} > 0)`;
  // What is true is 1, and false 0; what is not known makes NULL of a product.
  const ofInfinity = sql`(${right} > 0) * ${named}`;
  return cases(sql`POW(${left}, ${right})`, [
    [
      mayBeInfinite(exponent) ? isInfinite(right, named) : null,
      sql`CASE WHEN ABS(${left}) = 1 THEN 1e0 ELSE (${ofGreater}) * ${named} END`,
    ],
    [
      mayBeInfinite(base) ? isInfinite(left, named) : null,
      sql`CASE WHEN ${right} = 0 THEN 1e0 WHEN ${isNegative} THEN -${ofInfinity} ELSE ${ofInfinity} END`,
    ],
    [exponent.isFloat ? sql`${ofZero} OR ${left} < 0 AND ${right} <> FLOOR(${right})` : ofZero, sql`NULL`],
    // In thousandths, for the logarithm of the result can be beyond a double, too.
    [
      sql`${right} / 1e3 * LN(ABS(${left})) > ${sql.raw(greatestExponent)}`,
      ofIntegers ? sql`CASE WHEN ${isNegative} THEN -${named} ELSE ${named} END` : sql`NULL`,
    ],
  ]);
}

/** A thousandth of the logarithm of the greatest double, rounded down. */
const greatestExponent = "0.709782712893";

export function mod(left: Sql, right: Sql): Sql {
  return sql`MOD(${left}, ${right})`;
}

/** 1 where the truncated remainder has another sign than the divisor, so that Python's is one divisor further. */
function crossesZero(left: Sql, right: Sql, rest: Sql): Sql {
  return sql`(${rest} <> 0 AND (${left} < 0) <> (${right} < 0))`;
}

function isSmall(operator: "/" | "//", left: Operand, right: Operand): boolean {
  return magnitudeOf(operator, left, right, null).most < Number.POSITIVE_INFINITY;
}

/** Whether a quotient is beyond the greatest double. */
function isBeyond(left: Sql, right: Sql, named: Sql): Sql {
  return sql`ABS(${left}) >= ${named} * LEAST(1e0, ABS(${right}))`;
}

/** As doubles, which decide unless they are equal: rounding keeps the order. */
export function compareWithFloat(operator: string, integer: Operand, float: Sql, once: OnceSql): Sql {
  const [left, right] = [once(integer.sql), once(float)];
  const sign = sql.raw(operator);
  const rounded = double(left);
  return sql`CASE WHEN ${rounded} = ${right} THEN ${left} ${sign} ${exactly(right, integer.most)} ELSE ${rounded} ${sign} ${right} END`;
}

/** A double without a fraction as a decimal with all of its digits, 53 bits at a time: a CAST keeps 17 digits. */
function exactly(double: Sql, most: number): Sql {
  const parts = Math.ceil(Math.log2(most) / 53 + 0.01);
  const digits = Array.from({ length: parts }, (_, at) => {
    const unit = 2n ** BigInt(53 * at);
    const rest = at === 0 ? double : sql`TRUNCATE(${double} / ${doubleLiteral(unit)}, 0)`;
    const part = at === parts - 1 ? rest : mod(rest, doubleLiteral(2n ** 53n));
    return at === 0 ? decimal(part) : sql`${decimal(part)} * ${sql.raw(unit.toString())}`;
  });
  return sql`(${sql.join(digits, sql` + `)})`;
}

function doubleLiteral(integer: bigint): Sql {
  return sql.raw(Number(integer).toExponential());
}

/** An integer with up to 65 digits. */
export function decimal(integer: Sql): Sql {
  return sql`CAST(${integer} AS DECIMAL(65))`;
}

function double(integer: Sql): Sql {
  return sql`(${integer} + 0e0)`;
}

/** A value that does not depend on an operand, which may have failed. */
function whereKnown(operand: Sql, value: Sql): Sql {
  return sql`CASE WHEN ${operand} IS NOT NULL THEN ${value} END`;
}

function eitherOf(one: Sql | null, other: Sql | null): Sql | null {
  return one && other ? sql`${one} OR ${other}` : (one ?? other);
}

function both(one: Sql | null, other: Sql | null): Sql | null {
  return one && other && sql`${one} AND ${other}`;
}

/** The value of the first condition that is true; those that are null never are. */
function cases(otherwise: Sql, found: readonly (readonly [when: Sql | null, then: Sql])[]): Sql {
  const whens = found.flatMap(([when, then]) => (when ? [sql`WHEN ${when} THEN ${then}`] : []));
  return whens.length === 0 ? otherwise : sql`CASE ${sql.join(whens, sql` `)} ELSE ${otherwise} END`;
}
