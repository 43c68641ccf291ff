import { backendOf } from "./backends.ts";
import type { Database } from "./database.ts";
import { ownIndexSql } from "./ownIndex.ts";

/** The statement that makes our own index of `conditions`. */
export function ownIndexStatement({ connection, read, shape }: Database): string {
  const stored = [...(shape.tables.get("conditions")?.columns.values() ?? [])];
  const hasOther = stored.some((column) => shape.reading.hasOtherOrder(column));
  return ownIndexSql(backendOf(connection).upkeep.ownIndex.text, hasOther).compile(read).sql;
}
