import type { CompiledQuery } from "kysely";

/**
 * A compiled query as one text to copy and run elsewhere, its parameters in their places. Only to be
 * shown: what is executed binds its parameters.
 */
export function sqlText({ sql, parameters }: CompiledQuery): string {
  let next = 0;
  // Texts and quoted names of the statement may hold question marks of their own.
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (part) =>
    part === "?" ? literal(parameters[next++]) : part,
  );
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
