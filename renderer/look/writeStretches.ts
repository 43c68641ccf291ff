/** Stretches of runs with their values as a text to paste or to save. */
import type { SameValues } from "../../core/api/summary.ts";
import type { Cell } from "../../core/api/values.ts";
import { csvCell, tsvCell } from "../common/copyRun.ts";

/** `safe` as `defused` says, here and below. */
export function stretchesAsTsv(
  columns: readonly string[],
  stretches: readonly SameValues[],
  safe = false,
): string {
  return table(columns, stretches)
    .map((row) => row.map((value) => tsvCell(value, safe)).join("\t"))
    .join("\n");
}

export function stretchesAsCsv(
  columns: readonly string[],
  stretches: readonly SameValues[],
  safe = false,
): string {
  return table(columns, stretches)
    .map((row) => `${row.map((value) => csvCell(value, safe)).join(",")}\r\n`)
    .join("");
}

function table(columns: readonly string[], stretches: readonly SameValues[]): Cell[][] {
  return [
    ["first", "last", "runs", ...columns],
    ...stretches.map(({ first, last, runs, values }) => [first, last, runs, ...values]),
  ];
}
