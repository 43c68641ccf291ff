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
  const lines = records.map((record) =>
    record.map((cell) => fieldOf(cell, special[delimiter])).join(delimiter),
  );
  return lines.map((line) => `${line}\n`).join("");
}

function fieldOf(cell: Cell, needsQuotes: RegExp): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  // A missing value is nothing at all, an empty text is a pair of quotes: they can be told apart.
  return cell === "" || needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
