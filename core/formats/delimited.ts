import type { Cell, Column } from "../api/schemas.ts";
import { headerOf, recordsOf } from "./records.ts";
import type { RowEncoder } from "./rowEncoder.ts";

/** CSV (RFC 4180 but for the line end, which is a line feed), or the same with another delimiter. */
export function delimitedEncoder(columns: readonly Column[], delimiter: "," | "\t"): RowEncoder {
  return {
    begin: () => delimitedLines([headerOf(columns)], delimiter),
    part: (rows) => delimitedLines(recordsOf(rows), delimiter),
    end: () => "",
  };
}

/** What a field is put in quotes for. */
const special = { ",": /[",\r\n]/, "\t": /["\t\r\n]/ } as const;

/** Records as lines. */
export function delimitedLines(records: readonly (readonly Cell[])[], delimiter: "," | "\t"): string {
  const needsQuotes = special[delimiter];
  let lines = "";
  for (const record of records) {
    let line = "";
    record.forEach((cell, index) => {
      line += index === 0 ? fieldOf(cell, needsQuotes) : delimiter + fieldOf(cell, needsQuotes);
    });
    lines += `${line}\n`;
  }
  return lines;
}

function fieldOf(cell: Cell, needsQuotes: RegExp): string {
  if (cell === null) return "";
  if (typeof cell === "number") return numberText(cell);
  if (typeof cell === "boolean") return String(cell);
  // A missing value is nothing at all, an empty text is a pair of quotes: they can be told apart.
  return cell === "" || needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * As `String` writes it. That keeps the texts of the last tens of thousands of numbers, and a million different ones
 * going through there would take 40 MB until they are collected; JSON's writer, which has no infinite ones, keeps none.
 */
function numberText(value: number): string {
  return Number.isFinite(value) ? JSON.stringify(value) : String(value);
}
