import { sql } from "kysely";
import type { ValueType } from "../query/tree.ts";
import type { Sql } from "../db/dialect.ts";

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
  return { sql: value, type, mayBeNone: false, fails: sql`(${value}) IS NULL` };
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
