import type { Sql } from "../db/dialect.ts";
import type { Span } from "../query/tree.ts";

/** How the compiler writes a value that its SQL names more than once. */
export interface Naming {
  /** SQL of the same value that may be written several times. `place` is that of the value in the text. */
  once(value: Sql, place: Span): Sql;
  /** The same where a value is nested deeper than a database takes, or would be calculated too often. */
  shallow(value: Sql, place: Span): Sql;
}

/** Writes the value again each time: what most expressions need. */
export const inPlace: Naming = { once: (value) => value, shallow: (value) => value };
