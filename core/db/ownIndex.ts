/** Our own index of `conditions`: the values of each condition in run order. `rcdb db optimize` adds it. */
import { sql } from "kysely";
import type { TableIndex } from "./database.ts";
import type { Sql } from "./dialect.ts";
import { numberLiteral } from "./sqlParts.ts";

export const ownIndexName = "rcdb_desktop_conditions";

/** Longer texts would make the index as large as the table; they are read from the table. */
export const mostCharacters = 100;

/**
 * A text as the index has it on SQLite: NULL where it is long. It is taken from there where a statement has exactly
 * this expression, whatever name the table has in it.
 */
export function shortText(column: Sql): Sql {
  return sql`CASE WHEN length(${column}) <= ${numberLiteral(mostCharacters)} THEN ${column} END`;
}

/** A text of any length, for which SQLite looks into the table only where it is long. */
export function indexedText(column: Sql): Sql {
  return sql`coalesce(${shortText(column)}, ${column})`;
}

export function ownIndexIn(indexes: readonly TableIndex[]): TableIndex | undefined {
  return indexes.find(({ name }) => name === ownIndexName);
}

/** The index's columns before the text of a condition. */
export const indexedColumns = [
  "condition_type_id",
  "run_number",
  "id",
  "int_value",
  "float_value",
  "bool_value",
  "time_value",
] as const;

/** The statement that makes the index; `hasOtherOrder` where columns have another order than that of BINARY, which statements ask for. */
export function ownIndexSql(text: Sql, hasOtherOrder: boolean): Sql {
  const inOrder = indexedColumns.map((name) =>
    hasOtherOrder ? sql`${sql.ref(name)} COLLATE BINARY` : sql.ref(name),
  );
  return sql`CREATE INDEX ${sql.id(ownIndexName)} ON conditions (${sql.join([...inOrder, text])})`;
}
