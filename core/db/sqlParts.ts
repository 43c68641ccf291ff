/** Small pieces of SQL that several statements have. */
import type { RawBuilder } from "kysely";
import type { Sql } from "./dialect.ts";
import { sql } from "./measuredSql.ts";

/** Databases nest the operands of AND and OR in each other; a longer list than this is written as a balanced tree. */
export const longestFlat = 50;

/** All of several conditions, at least one; `between` is what stands between two of them. */
export function allOf(wanted: readonly Sql[], between: Sql = sql` AND `): Sql {
  if (wanted.length <= longestFlat) return sql.join(wanted, between);
  const middle = Math.ceil(wanted.length / 2);
  return sql`(${allOf(wanted.slice(0, middle), between)})${between}(${allOf(wanted.slice(middle), between)})`;
}

/** One of several conditions; at least one. */
export function anyOf(conditions: readonly Sql[]): Sql {
  return allOf(conditions, sql` OR `);
}

/** A column as a text, by all databases: other clients store texts as bytes. Servers compare it by a collation. */
export function asText(column: string): Sql {
  return sql`CAST(${sql.ref(column)} AS CHAR)`;
}

/**
 * A number in a statement's text; NULL for null. Databases know no NaN, which is NULL as well, and no infinity, for which
 * the greatest double stands.
 */
export function numberLiteral(value: number | null): RawBuilder<number> {
  if (value === null || Number.isNaN(value)) return sql<number>`NULL`;
  return sql<number>`${sql.lit(Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value)))}`;
}

export function isOfTypes(ids: readonly number[]): Sql {
  return sql`condition_type_id IN (${sql.join(ids.map((id) => numberLiteral(id)))})`;
}

/** The greatest integer that the program keeps as a number. */
export const greatestInteger: Sql = sql.raw(String(Number.MAX_SAFE_INTEGER));
