/** A comparison as a text to paste or to save: the rows that are shown, with their values whole. */
import type { Cell } from "../../core/api/values.ts";
import { shortHash } from "../text/filePaths.ts";
import { markdownCell } from "../common/copyRun.ts";
import { rowsAsCsv, rowsAsTsv } from "../common/tableText.ts";
import type { ComparedFileRow, ComparedRow } from "./comparedRows.ts";

export interface ShownComparison {
  readonly runs: readonly number[];
  readonly rows: readonly ComparedRow[];
  readonly files: readonly ComparedFileRow[];
}

/** `safe` as `defused` says, here and below. */
export function comparisonAsTsv(shown: ShownComparison, safe = false): string {
  return rowsAsTsv(table(shown), safe);
}

/** With the hash of each file, whose content no table holds. */
export function comparisonAsMarkdown(shown: ShownComparison): string {
  const lines = table(shown).map((row) => `| ${row.map(markdownCell).join(" | ")} |`);
  const rule = `| --- |${shown.runs.map(() => " --- |").join("")}`;
  return [...lines.slice(0, 1), rule, ...lines.slice(1)].join("\n");
}

export function comparisonAsCsv(shown: ShownComparison, safe = false): string {
  return rowsAsCsv(table(shown), safe);
}

function table({ runs, rows, files }: ShownComparison): Cell[][] {
  return [
    ["condition", ...runs],
    ...rows.map(({ name, cells }) => [name, ...cells.map(({ value }) => value)]),
    ...files.map(({ path, files: ofRuns }) => [
      path,
      ...ofRuns.map((file) => (file ? shortHash(file.hash) : null)),
    ]),
  ];
}
