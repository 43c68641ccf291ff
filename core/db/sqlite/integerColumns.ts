/** Many integers of an SQLite file at once. */
import SqliteFile from "better-sqlite3";
import type { CompiledQuery } from "kysely";
import type { ColumnsOf, Kind } from "../stored/kinds.ts";

/**
 * The columns of a query, where all of them are integers: the driver gives each column as one text, which takes a third of the time of its
 * rows. Null where there is anything else, or where digits could be lost: then the rows are to be read.
 */
export function integerColumns<const Kinds extends readonly Kind[]>(
  file: SqliteFile.Database,
  { sql, parameters }: CompiledQuery,
  kinds: Kinds,
): ColumnsOf<Kinds> | null {
  if (!kinds.every((kind) => kind === "integer" || kind === "key")) return null;
  const names = kinds.map((_, at) => `a${at}`);
  const lists = names.map((name) => `json_group_array(${name})`);
  const statement = `WITH q(${names.join(", ")}) AS (${sql}) SELECT ${lists.join(", ")} FROM q`;
  const texts = textsOf(file.prepare<unknown[], string[]>(statement).raw(), parameters);
  const columns = texts.map(integersOf);
  return texts.length === 0 || columns.includes(null) ? null : (columns as unknown as ColumnsOf<Kinds>);
}

/** None where a value is bytes, which JSON has not. */
function textsOf(
  statement: SqliteFile.Statement<unknown[], string[]>,
  parameters: readonly unknown[],
): readonly string[] {
  try {
    return statement.get(...parameters) ?? [];
  } catch (thrown) {
    if (thrown instanceof SqliteFile.SqliteError && thrown.message.includes("BLOB")) return [];
    throw thrown;
  }
}

/** Null where there are texts, fractions, or integers beyond 2^53. */
function integersOf(text: string): readonly (number | null)[] | null {
  if (text.includes('"') || text.includes(".") || text.includes("e")) return null;
  const values = JSON.parse(text) as (number | null)[];
  for (const value of values) if (value !== null && !Number.isSafeInteger(value)) return null;
  return values;
}
