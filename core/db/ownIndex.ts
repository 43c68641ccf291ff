/** Our own index of `conditions`: the values of each condition in run order. `rcdb db optimize` adds it. */
import { sql } from "kysely";
import type { Connection } from "./connection.ts";
import type { Database, TableIndex } from "./database.ts";
import type { Sql } from "./dialect.ts";
import { isBinary } from "./tableSource.ts";
import { numberLiteral } from "./sqlParts.ts";

export const ownIndexName = "rcdb_desktop_conditions";

/** Longer texts would make the index as large as the table; they are read from the table. */
const mostCharacters = 100;

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

const columns = [
  "condition_type_id",
  "run_number",
  "id",
  "int_value",
  "float_value",
  "bool_value",
  "time_value",
];

/** A server keeps the beginnings of texts, and knows of each by its length whether that is all of it. */
const lastColumns: Readonly<Record<Connection["kind"], Sql>> = {
  sqlite: shortText(sql.ref("text_value")),
  mysql: sql`${sql.ref("text_value")}(${numberLiteral(mostCharacters)})`,
};

/** The statement that makes the index. */
export function ownIndexStatement({ connection, read, shape }: Database): string {
  const stored = [...(shape.tables.get("conditions")?.columns.values() ?? [])];
  // Statements ask for the order of BINARY, whatever the columns have.
  const hasOther = connection.kind === "sqlite" && stored.some((column) => !isBinary(column));
  const inOrder = columns.map((name) => (hasOther ? sql`${sql.ref(name)} COLLATE BINARY` : sql.ref(name)));
  const all = sql.join([...inOrder, lastColumns[connection.kind]]);
  return sql`CREATE INDEX ${sql.id(ownIndexName)} ON conditions (${all})`.compile(read).sql;
}

export function ownIndexIn(indexes: readonly TableIndex[]): TableIndex | undefined {
  return indexes.find(({ name }) => name === ownIndexName);
}
