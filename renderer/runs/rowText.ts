/** Rows of the table as text, to be put on the clipboard. */
import { defused, inOneLine } from "../../core/api/delimitedField.ts";
import type { Rows } from "../../core/api/search.ts";
import type { Cell } from "../../core/api/values.ts";
import { formatCell, formatDuration } from "../lib/format.ts";
import type { TableColumn } from "./tableColumns.ts";

/** What a column shows in a row. */
export function valueOf(
  row: { readonly run: number; readonly values: readonly Cell[] },
  column: TableColumn,
): Cell {
  return column.role === "run" ? row.run : (row.values[column.valueIndex] ?? null);
}

/** The text of a cell as it stands in the table. */
export function shownText(row: TextRow, column: TableColumn): string {
  const value = valueOf(row, column);
  if (column.isLength && typeof value === "number") return formatDuration(value);
  return column.role === "run" ? String(value) : formatCell(value, column.type).text;
}

/** Rows that came over the wire with their values column by column. */
export function rowsOf({ runs, values }: Rows): { run: number; values: Cell[] }[] {
  return runs.map((run, at) => ({ run, values: values.map((column) => column[at] ?? null) }));
}

type TextRow = Parameters<typeof valueOf>[0];

/** With a line of names, ready for a spreadsheet: breaks and tabs within values become blanks. `safe` as `defused` says. */
export function toTsv(columns: readonly TableColumn[], rows: readonly TextRow[], safe = false): string {
  const cell = (value: Cell): string => (safe ? defused(plain(value)) : plain(value));
  const shown = columns.filter(({ role }) => role !== "mark");
  const lines = rows.map((row) => shown.map((column) => cell(valueOf(row, column))));
  return [shown.map(({ name }) => cell(name)), ...lines].map((line) => `${line.join("\t")}\n`).join("");
}

/** A table of Markdown, numbers to the right. */
export function toMarkdown(columns: readonly TableColumn[], rows: readonly TextRow[]): string {
  const shown = columns.filter(({ role }) => role !== "mark");
  const isNumber = ({ type }: TableColumn) => type === "int" || type === "float";
  const lines = [
    shown.map(({ name }) => escaped(name)),
    shown.map((column) => (isNumber(column) ? "--:" : "---")),
    ...rows.map((row) => shown.map((column) => escaped(plain(valueOf(row, column))))),
  ];
  return lines.map((line) => `| ${line.join(" | ")} |\n`).join("");
}

/** One line, as it is stored; nothing for a missing value. */
function plain(value: Cell): string {
  return inOneLine(String(value ?? ""));
}

/** What Markdown would read as something else than text. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|~&#!$]/g, String.raw`\$&`);
}
