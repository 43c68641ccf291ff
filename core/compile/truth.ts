/** Python's `and`, `or`, `not` and truthiness over SQL truths. */
import { sql } from "../db/measuredSql.ts";
import { allOf, longestFlat } from "../db/sqlParts.ts";
import { isNumber, isText, truth, type Once, type Truth, type Value } from "./values.ts";

/** Whether a value counts as true: not None, not 0, not an empty text. */
export function truthOf(given: Value, once: Once): Truth {
  if (given.type === "none") return truth(sql`0`, false);
  const value = given.mayBeNone && given.fails !== null ? once(given) : given;
  const filled = isNumber(value.type)
    ? sql`(${value.sql} <> 0)`
    : isText(value.type)
      ? sql`(${value.sql} <> '')`
      : sql`(${value.sql} IS NOT NULL)`;
  if (!value.mayBeNone) return truth(filled, value.fails !== null);
  const noneIsFalse = sql`coalesce(${filled}, 0)`;
  if (value.fails === null) return truth(noneIsFalse, false, filled);
  return truth(sql`(CASE WHEN ${value.fails} THEN NULL ELSE ${noneIsFalse} END)`, true, filled);
}

export function negate(operand: Truth): Truth {
  return truth(sql`(NOT ${operand.sql})`, operand.mayFail);
}

/** `and` or `or` of several truths, from left to right, stopping early. */
export function join(operator: "and" | "or", truths: readonly Truth[]): Truth {
  const joined = joinBalanced(operator, truths);
  if (operator === "or" || truths.length > longestFlat) return joined;
  return { ...joined, selects: allOf(truths.map(({ selects }) => selects)) };
}

/** As a balanced tree: SQLite limits the depth of an expression to 1000, people's lists of runs are longer. */
function joinBalanced(operator: "and" | "or", truths: readonly Truth[]): Truth {
  const [first] = truths;
  if (first === undefined) throw new RangeError("no operands");
  if (truths.length === 1) return first;
  const middle = Math.ceil(truths.length / 2);
  const left = joinBalanced(operator, truths.slice(0, middle));
  const right = joinBalanced(operator, truths.slice(middle));
  return operator === "and" ? both(left, right) : either(left, right);
}

function both(left: Truth, right: Truth): Truth {
  const selects = sql`(${left.selects} AND ${right.selects})`;
  if (!left.mayFail) return truth(sql`(${left.sql} AND ${right.sql})`, right.mayFail, selects);
  // Where the left side fails no branch is taken, and the whole is NULL as well.
  return truth(sql`(CASE ${left.sql} WHEN 0 THEN 0 WHEN 1 THEN ${right.sql} END)`, true, selects);
}

function either(left: Truth, right: Truth): Truth {
  if (!left.mayFail) {
    return truth(
      sql`(${left.sql} OR ${right.sql})`,
      right.mayFail,
      sql`(${left.selects} OR ${right.selects})`,
    );
  }
  const afterLeft = (end: Truth["sql"]): Truth["sql"] =>
    sql`(CASE ${left.sql} WHEN 1 THEN 1 WHEN 0 THEN ${end} END)`;
  return truth(afterLeft(right.sql), true, afterLeft(right.selects));
}
