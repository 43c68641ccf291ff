import { sql } from "kysely";
import { backendOf } from "./backends.ts";
import type { Database } from "./database.ts";
import { ownIndexName } from "./ownIndex.ts";

const columns = [
  "condition_type_id",
  "run_number",
  "id",
  "int_value",
  "float_value",
  "bool_value",
  "time_value",
];

/** The statement that makes our own index of `conditions`. */
export function ownIndexStatement({ connection, read, shape }: Database): string {
  const stored = [...(shape.tables.get("conditions")?.columns.values() ?? [])];
  // Statements ask for the order of BINARY, whatever the columns have.
  const hasOther = stored.some((column) => shape.reading.hasOtherOrder(column));
  const inOrder = columns.map((name) => (hasOther ? sql`${sql.ref(name)} COLLATE BINARY` : sql.ref(name)));
  const all = sql.join([...inOrder, backendOf(connection).upkeep.ownIndex.text]);
  return sql`CREATE INDEX ${sql.id(ownIndexName)} ON conditions (${all})`.compile(read).sql;
}
