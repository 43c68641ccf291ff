import type { CompiledQuery } from "kysely";
import type { Dialect } from "./dialect.ts";

/**
 * A compiled query as one text to copy and run elsewhere, its parameters in their places. Only to be
 * shown: what is executed binds its parameters.
 */
export function sqlText(dialect: Dialect, { sql, parameters }: CompiledQuery): string {
  let next = 0;
  // Texts and quoted names of the statement may hold question marks of their own.
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\?/g, (part) =>
    part === "?" ? literal(dialect, parameters[next++]) : part,
  );
}

function literal(dialect: Dialect, value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  return typeof value === "string" ? dialect.quote(value) : JSON.stringify(value);
}
