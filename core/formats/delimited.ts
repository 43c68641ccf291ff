import { defused, delimitedField, type Delimiter } from "../api/delimitedField.ts";
import type { Column } from "../api/search.ts";
import type { Cell } from "../api/values.ts";
import { headerOf, recordsOf } from "./records.ts";
import type { RowEncoder } from "./rowEncoder.ts";

/** CSV (RFC 4180 but for the line end, which is a line feed), or the same with another delimiter; `safe` as `defused` says. */
export function delimitedEncoder(columns: readonly Column[], delimiter: Delimiter, safe = false): RowEncoder {
  return {
    begin: () => delimitedLines([headerOf(columns)], delimiter, safe),
    part: (rows) => delimitedLines(recordsOf(rows), delimiter, safe),
    end: () => "",
  };
}

/** Records as lines; where they are to be `safe`, texts are defused. */
export function delimitedLines(
  records: readonly (readonly Cell[])[],
  delimiter: Delimiter,
  safe = false,
): string {
  let lines = "";
  for (const record of records) {
    let line = "";
    record.forEach((cell, index) => {
      line += index === 0 ? fieldOf(cell, delimiter, safe) : delimiter + fieldOf(cell, delimiter, safe);
    });
    lines += `${line}\n`;
  }
  return lines;
}

function fieldOf(cell: Cell, delimiter: Delimiter, safe = false): string {
  if (cell === null) return "";
  if (typeof cell === "number") return numberText(cell);
  if (typeof cell === "boolean") return String(cell);
  // A missing value is nothing at all, an empty text is a pair of quotes: they can be told apart.
  return cell === "" ? '""' : delimitedField(safe ? defused(cell) : cell, delimiter);
}

/**
 * As `String` writes it. That keeps the texts of the last tens of thousands of numbers, and a million different ones
 * going through there would take 40 MB until they are collected; JSON's writer, which has no infinite ones, keeps none.
 */
function numberText(value: number): string {
  return Number.isFinite(value) ? JSON.stringify(value) : String(value);
}
