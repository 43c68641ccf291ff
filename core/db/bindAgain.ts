import type { CompiledQuery } from "kysely";
import type { StoredValue } from "./database.ts";

/** The same statement with other values, for one that reads a table part by part: it is compiled, and prepared, once. */
export function bindAgain<Row>(
  query: CompiledQuery<Row>,
  parameters: readonly StoredValue[],
): CompiledQuery<Row> {
  return { ...query, parameters };
}
