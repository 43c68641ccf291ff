/** Rows of values as a text to paste or to save. */
import type { Cell } from "../../core/api/values.ts";
import { csvCell, tsvCell } from "./copyRun.ts";

/** A line a row, with tabs between. `safe` as `defused` says, here and below. */
export function rowsAsTsv(rows: readonly (readonly Cell[])[], safe = false): string {
  return rows.map((row) => row.map((value) => tsvCell(value, safe)).join("\t")).join("\n");
}

/** Each row with its end of line, as RFC 4180 has it. */
export function rowsAsCsv(rows: readonly (readonly Cell[])[], safe = false): string {
  return rows.map((row) => `${row.map((value) => csvCell(value, safe)).join(",")}\r\n`).join("");
}
