/** Python's comparisons over SQL values. */
import { sql } from "../db/measuredSql.ts";
import type { Dialect, Sql } from "../db/dialect.ts";
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

type OrderOperator = "<" | "<=" | ">" | ">=";

/** `left operator right` for all operators but `in` and `not in`. */
export function compare(
  dialect: Dialect,
  operator: Exclude<ComparisonOperator, "in" | "not in">,
  left: Value,
  right: Value,
  once: Once,
): Truth {
  switch (operator) {
    case "==":
    case "is":
      return equal(dialect, left, right, once);
    case "!=":
    case "is not":
      return negate(equal(dialect, left, right, once));
    default:
      return inOrder(operator, left, right);
  }
}

/** None has no order: the comparison fails where a side is None, and SQL's NULL says just that. */
function inOrder(operator: OrderOperator, left: Value, right: Value): Truth {
  return truth(sql`(${left.sql} ${sql.raw(operator)} ${right.sql})`, mayBeNull(left, right));
}

function equal(dialect: Dialect, one: Value, other: Value, once: Once): Truth {
  // A time equals a date where it lies within it.
  if (other.last) return inList(one, [other], once);
  if (one.last) return inList(other, [one], once);
  const mayFail = one.fails !== null || other.fails !== null;
  const isRepeated = mayFail && (one.mayBeNone || other.mayBeNone);
  const [left, right] = isRepeated ? [once(one), once(other)] : [one, other];
  const fails = either(left.fails, right.fails);
  const equals = sql`(${left.sql} = ${right.sql})`;
  if (!left.mayBeNone && !right.mayBeNone) return truth(equals, mayFail);
  const same = sql`(${dialect.same(left.sql, right.sql)})`;
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
export function inList(given: Value, items: readonly Value[], once: Once): Truth {
  const plain = items.filter((item) => item.type !== "none");
  const namesNone = plain.length < items.length;
  const value = namesNone || given.fails !== null || items.some(({ last }) => last) ? once(given) : given;
  const isListed = isAmong(value, plain);
  const answer = namesNone
    ? sql`(${value.sql} IS NULL OR ${isListed})`
    : value.mayBeNone && plain.length > 0
      ? sql`coalesce(${isListed}, 0)`
      : sql`(${isListed})`;
  if (value.fails === null) return truth(answer, false, namesNone ? answer : sql`(${isListed})`);
  return truth(sql`(CASE WHEN ${value.fails} THEN NULL ELSE ${answer} END)`, true);
}

function isAmong(value: Value, items: readonly Value[]): Sql {
  const single = items.filter(({ last }) => last === undefined);
  const listed =
    single.length === 0 ? [] : [sql`${value.sql} IN (${sql.join(single.map((item) => item.sql))})`];
  const within = items.flatMap(({ sql: first, last }) =>
    last === undefined ? [] : [sql`${value.sql} BETWEEN ${first} AND ${last}`],
  );
  const all = [...listed, ...within];
  return all.length === 0 ? sql`0` : anyOf(all);
}

/** `part in text`, by code points and case; fails where either is None. */
export function inText(dialect: Dialect, part: Value, text: Value): Truth {
  return truth(sql`(${dialect.position(text.sql, part.sql)} > 0)`, mayBeNull(part, text));
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
