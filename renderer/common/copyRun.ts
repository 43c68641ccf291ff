/** A run as a text to paste elsewhere. */
import { defused, delimitedField, inOneLine } from "../../core/api/delimitedField.ts";
import type { RunDetail } from "../../core/api/runs.ts";
import type { Cell } from "../../core/api/values.ts";

/** A cell of a Markdown table is for reading: longer texts are cut. */
const LONGEST_IN_MARKDOWN = 200;

interface Line {
  readonly name: string;
  readonly value: Cell;
}

/** The run's own values and its conditions, a line each: name, tab, value. `safe` as `defused` says. */
export function runAsTsv(detail: RunDetail, safe = false): string {
  return linesOf(detail)
    .map(({ name, value }) => `${tsvCell(name, safe)}\t${tsvCell(value, safe)}`)
    .join("\n");
}

/** A heading and a table. */
export function runAsMarkdown(detail: RunDetail): string {
  const rows = linesOf(detail).map(({ name, value }) => `| ${markdownCell(name)} | ${markdownCell(value)} |`);
  return [`## Run ${detail.run}`, "", "| Condition | Value |", "| --- | --- |", ...rows].join("\n");
}

function linesOf({ run, started, finished, length, period, conditions }: RunDetail): readonly Line[] {
  const named = new Set(conditions.map(({ name }) => name));
  const own: readonly Line[] = [
    { name: "run", value: run },
    { name: "started", value: started },
    { name: "finished", value: finished },
    { name: "length", value: length },
    { name: "run period", value: period?.name ?? null },
  ];
  return [...own.filter(({ name }) => !named.has(name)), ...conditions];
}

/** A value without tabs and line ends, which would begin another cell. */
export function tsvCell(value: Cell, safe = false): string {
  const text = inOneLine(String(value ?? ""));
  return safe ? defused(text) : text;
}

/** A value as a field of CSV, in quotes where it needs them. */
export function csvCell(value: Cell, safe = false): string {
  const text = String(value ?? "");
  return delimitedField(safe ? defused(text) : text, ",");
}

/** A value within a table's cell. */
export function markdownCell(value: Cell): string {
  const text = String(value ?? "").replaceAll(/\s+/g, " ");
  const short = text.length > LONGEST_IN_MARKDOWN ? `${text.slice(0, LONGEST_IN_MARKDOWN)}…` : text;
  return short.replaceAll(/[\\|`*_<>[\]]/g, String.raw`\$&`);
}
