import type { Cell, Column, Rows } from "../api/schemas.ts";

/** The names of a record's values. */
export function headerOf(columns: readonly Column[]): string[] {
  return ["run", ...columns.map(({ name }) => name)];
}

/** Rows as records: the run, then the value of each column. */
export function recordsOf({ runs, values }: Rows): Cell[][] {
  return runs.map((run, row) => [run, ...values.map((column) => column[row] ?? null)]);
}
