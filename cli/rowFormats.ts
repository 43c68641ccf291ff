/** How `select` writes its rows. */
import type { Column, ExportFormat } from "../core/api/schemas.ts";
import { headerOf, recordsOf } from "../core/formats/records.ts";
import { rowEncoder, type RowEncoder } from "../core/formats/rowEncoder.ts";
import { heading } from "./output.ts";
import { shownCell, Table } from "./table.ts";

export type FormatName = "table" | ExportFormat;

export interface RowFormat extends RowEncoder {
  /** Whether it shows long texts cut or whole. */
  readonly texts: "cut" | "whole";
}

/** The format of that name for a result of these columns; the run number comes before them. */
export function rowFormat(name: FormatName, columns: readonly Column[]): RowFormat {
  return name === "table" ? tableFormat(columns) : { texts: "whole", ...rowEncoder(name, columns) };
}

function tableFormat(columns: readonly Column[]): RowFormat {
  const isNumber = columns.map(({ type }) => type === "int" || type === "float");
  const table = new Table(["right", ...isNumber.map((number) => (number ? "right" : "left"))]);
  let header: string[][] = [headerOf(columns)];
  /** The header is held back until the first rows tell how wide the columns are. */
  const aligned = (rows: string[][]): string => {
    const lines = table.lines([...header, ...rows]);
    if (header.length > 0) lines[0] = heading(lines[0] ?? "");
    header = [];
    return lines.map((line) => `${line}\n`).join("");
  };
  return {
    texts: "cut",
    begin: () => "",
    part: (rows) => aligned(recordsOf(rows).map((record) => record.map((cell) => shownCell(cell)))),
    end: () => (header.length > 0 ? aligned([]) : ""),
  };
}
