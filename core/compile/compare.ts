/** Python's comparisons over SQL values. */
import { sql } from "../db/measuredSql.ts";
import type { Dialect, OrderOperator, Sql } from "../db/dialect.ts";
import { magnitudeOfEither } from "../db/magnitude.ts";
import { anyOf } from "../db/sqlParts.ts";
import type { ComparisonOperator } from "../query/tree.ts";
import { negate, truthOf } from "./truth.ts";
import {
  certain,
  failingWhereNull,
  mayBeNull,
  operandOf,
  truth,
  type Once,
  type Truth,
  type Value,
} from "./values.ts";

type Compare = (dialect: Dialect, left: Value, right: Value, once: Once) => Truth;

const differs: Compare = (...of) => negate(equal(...of));
const comesFirst =
  (operator: OrderOperator): Compare =>
  (dialect, ...of) =>
    inOrder(dialect, operator, ...of);

/** `left operator right` for all operators but `in` and `not in`. */
export const comparisons: Readonly<Record<Exclude<ComparisonOperator, "in" | "not in">, Compare>> = {
  "==": equal,
  is: equal,
  "!=": differs,
  "is not": differs,
  "<": comesFirst("<"),
  "<=": comesFirst("<="),
  ">": comesFirst(">"),
  ">=": comesFirst(">="),
};

/** None has no order: the comparison fails where a side is None, and SQL's NULL says just that. */
function inOrder(dialect: Dialect, operator: OrderOperator, left: Value, right: Value, once: Once): Truth {
  return truth(sql`(${compared(dialect, operator, left, right, once)})`, mayBeNull(left, right));
}

/** NULL where a side is. */
function compared(
  dialect: Dialect,
  operator: OrderOperator | "=",
  left: Value,
  right: Value,
  once: Once,
): Sql {
  const onceSql = (part: Sql): Sql => once(failingWhereNull(part, "float")).sql;
  if (isBesideFloat(dialect, left, right))
    return dialect.compareWithFloat(operator, operandOf(dialect, left), right.sql, onceSql);
  if (isBesideFloat(dialect, right, left))
    return dialect.compareWithFloat(turned[operator], operandOf(dialect, right), left.sql, onceSql);
  return sql`${left.sql} ${sql.raw(operator)} ${right.sql}`;
}

const turned = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=" } as const;

function isExactBeside(dialect: Dialect, one: Value, other: Value): boolean {
  return isBesideFloat(dialect, one, other) || isBesideFloat(dialect, other, one);
}

/** Whether it is an integer that the database would compare with a float as another number than it is. */
function isBesideFloat(dialect: Dialect, value: Value, other: Value): boolean {
  if (other.type !== "float" || (value.type !== "int" && value.type !== "bool")) return false;
  const { isFloat, most } = operandOf(dialect, value);
  // A float that is less is not an integer's neighbour but its own.
  const isLarge = Math.min(most, operandOf(dialect, other).most) > dialect.greatestComparable;
  return !isFloat && isLarge;
}

function equal(dialect: Dialect, one: Value, other: Value, once: Once): Truth {
  // A time equals a date where it lies within it.
  if (other.last) return inList(dialect, one, [other], once);
  if (one.last) return inList(dialect, other, [one], once);
  const mayFail = one.fails !== null || other.fails !== null;
  const isExact = isExactBeside(dialect, one, other);
  const isRepeated = isExact || (mayFail && (one.mayBeNone || other.mayBeNone));
  const [left, right] = isRepeated ? [once(one), once(other)] : [one, other];
  const fails = either(left.fails, right.fails);
  const equals = sql`(${compared(dialect, "=", left, right, once)})`;
  if (!left.mayBeNone && !right.mayBeNone) return truth(equals, mayFail);
  const same = isExact
    ? sql`coalesce(${equals}, ${left.sql} IS NULL AND ${right.sql} IS NULL)`
    : sql`(${dialect.same(left.sql, right.sql)})`;
  // SQL's `=` does not find None equal to None.
  const selects = left.mayBeNone && right.mayBeNone ? same : equals;
  if (fails === null) return truth(same, false, selects);
  const orFails = sql`(CASE WHEN ${fails} THEN NULL ELSE ${same} END)`;
  return truth(orFails, true, selects === equals ? equals : orFails);
}

function either(left: Sql | null, right: Sql | null): Sql | null {
  if (left === null) return right;
  return right === null ? left : sql`(${left} OR ${right})`;
}

/** `value in [items]`: None is in a list only where the list names None. */
export function inList(dialect: Dialect, given: Value, items: readonly Value[], once: Once): Truth {
  const plain = items.filter((item) => item.type !== "none");
  const namesNone = plain.length < items.length;
  const isRepeated = items.some((item) => item.last !== undefined || isExactBeside(dialect, given, item));
  const value = namesNone || given.fails !== null || isRepeated ? once(given) : given;
  const isListed = isAmong(dialect, value, plain, once);
  const answer = namesNone
    ? sql`(${value.sql} IS NULL OR ${isListed})`
    : value.mayBeNone && plain.length > 0
      ? sql`coalesce(${isListed}, 0)`
      : sql`(${isListed})`;
  if (value.fails === null) return truth(answer, false, namesNone ? answer : sql`(${isListed})`);
  return truth(sql`(CASE WHEN ${value.fails} THEN NULL ELSE ${answer} END)`, true);
}

function isAmong(dialect: Dialect, value: Value, items: readonly Value[], once: Once): Sql {
  const isExact = (item: Value): boolean => isExactBeside(dialect, value, item);
  const single = items.filter((item) => item.last === undefined && !isExact(item));
  const listed =
    single.length === 0 ? [] : [sql`${value.sql} IN (${sql.join(single.map((item) => item.sql))})`];
  const within = items.flatMap(({ sql: first, last }) =>
    last === undefined ? [] : [sql`${value.sql} BETWEEN ${first} AND ${last}`],
  );
  const equal = items.filter(isExact).map((item) => sql`(${compared(dialect, "=", value, item, once)})`);
  const all = [...listed, ...within, ...equal];
  return all.length === 0 ? sql`0` : anyOf(all);
}

/** A truth as a value, as in `(event_count == 0) == is_valid_run_end`. */
export function valueOfTruth({ sql: asked, mayFail }: Truth): Value {
  return mayFail ? failingWhereNull(asked, "bool") : certain(asked, "bool");
}

/** `a or b`, `a and b` as a value: the operand that decided. */
export function decidingValue(
  dialect: Dialect,
  operator: "and" | "or",
  first: Value,
  right: Value,
  once: Once,
): Value {
  const left = once(first);
  const decision = truthOf(left, once).sql;
  const [whenTrue, whenFalse] = operator === "and" ? [right, left] : [left, right];
  const fails =
    left.fails === null && right.fails === null
      ? null
      : sql`(CASE ${decision} WHEN 1 THEN ${whenTrue.fails ?? sql`0`} WHEN 0 THEN ${whenFalse.fails ?? sql`0`} ELSE 1 END)`;
  return {
    sql: sql`(CASE ${decision} WHEN 1 THEN ${whenTrue.sql} WHEN 0 THEN ${whenFalse.sql} END)`,
    type: left.type === right.type || right.type === "none" ? left.type : widerType(left, right),
    mayBeNone: left.mayBeNone || right.mayBeNone,
    fails,
    magnitude: magnitudeOfEither([operandOf(dialect, left), operandOf(dialect, right)]),
  };
}

function widerType(left: Value, right: Value): Value["type"] {
  if (left.type === "none") return right.type;
  if (left.type === "float" || right.type === "float") return "float";
  return left.type === "bool" ? right.type : left.type;
}
