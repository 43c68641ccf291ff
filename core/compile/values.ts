import { sql } from "../db/measuredSql.ts";
import type { Span } from "../query/tree.ts";
import type { ValueType } from "../query/types.ts";
import type { Dialect, Operand, Sql } from "../db/dialect.ts";
import { anyMagnitude, upTo, type Magnitude } from "../db/magnitude.ts";
import type { Naming } from "./naming.ts";

/** A type as the compiler needs it: what a condition's value is, or `none` for the literal None. */
export type CompiledType = ValueType | "none";

/**
 * The SQL of a sub-expression's value. Its SQL is NULL where the value is None, and where its evaluation
 * fails; `mayBeNone` and `fails` tell the two apart.
 */
export interface Value {
  readonly sql: Sql;
  readonly type: CompiledType;
  readonly mayBeNone: boolean;
  /** SQL that is 1 where the evaluation fails and 0 elsewhere; null where it never fails. */
  readonly fails: Sql | null;
  /** Of a number: how large it can be. Without it nothing is known. */
  readonly magnitude?: Magnitude;
  /** Of a date that lasts, its last moment, as a literal; `sql` is its first one. */
  readonly last?: Sql;
}

/**
 * The SQL of a sub-expression's truth: 1 where it is truthy, 0 where it is falsy, NULL where its
 * evaluation fails. SQL's own AND, OR and NOT give Python's answers only where nothing fails,
 * which is why `mayFail` is carried along.
 */
export interface Truth {
  readonly sql: Sql;
  readonly mayFail: boolean;
  /** Shorter SQL that is 1 where it is truthy, and 0 or NULL elsewhere: all that a WHERE needs to know. */
  readonly selects: Sql;
}

export function truth(sql: Sql, mayFail: boolean, selects: Sql = sql): Truth {
  return { sql, mayFail, selects };
}

/** A value that is neither None nor fails. */
export function certain(value: Sql, type: CompiledType): Value {
  return { sql: value, type, mayBeNone: false, fails: null };
}

/** A value whose SQL is NULL exactly where its evaluation fails. */
export function failingWhereNull(value: Sql, type: CompiledType): Value {
  return { sql: value, type, mayBeNone: false, fails: isNull(value) };
}

/** The same value, for SQL that names it more than once. */
export type Once = (value: Value) => Value;

/** How the value at a place of the text is named more than once. */
export function onceAt(naming: Naming, place: Span): Once {
  return (value) => renamed(value, (part) => naming.once(part, place));
}

/** The same value with its SQL in another form. */
export function renamed(value: Value, change: (part: Sql) => Sql): Value {
  const changed = change(value.sql);
  if (value.fails === null || (changed === value.sql && !value.mayBeNone)) return { ...value, sql: changed };
  return { ...value, sql: changed, fails: value.mayBeNone ? change(value.fails) : isNull(changed) };
}

function isNull(value: Sql): Sql {
  return sql`(${value}) IS NULL`;
}

/** Whether the value's SQL is NULL for some runs. */
export function mayBeNull(...values: readonly Value[]): boolean {
  return values.some((value) => value.mayBeNone || value.fails !== null);
}

export function isNumber(type: CompiledType): boolean {
  return type === "int" || type === "float" || type === "bool";
}

export function isText(type: CompiledType): boolean {
  return type === "string" || type === "json" || type === "blob";
}

/** The value to calculate with. */
export function operandOf({ greatestInteger }: Dialect, value: Value): Operand {
  const { most, least } = value.magnitude ?? (value.type === "bool" ? upTo(1, 1) : anyMagnitude);
  const isInteger = value.type !== "float";
  return {
    sql: value.sql,
    isFloat: !isInteger || most > greatestInteger,
    most,
    least: isInteger ? Math.max(1, least) : least,
  };
}
