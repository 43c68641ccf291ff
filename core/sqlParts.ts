/** Small pieces of SQL that several statements have. */
import { sql } from "kysely";
import type { Sql } from "./db/dialect.ts";

export function allOf(wanted: readonly Sql[]): Sql {
  return sql.join(wanted, sql` AND `);
}

/** A column as a text, by all databases: other clients store texts as bytes. Servers compare it by a collation. */
export function asText(column: string): Sql {
  return sql`CAST(${sql.ref(column)} AS CHAR)`;
}

export function isOfTypes(ids: readonly number[]): Sql {
  return sql`condition_type_id IN (${sql.join(ids.map((id) => sql.lit(id)))})`;
}
