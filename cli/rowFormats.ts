/** How `select` writes its rows. */
import { inOneLine } from "../core/api/delimitedField.ts";
import type { RowFormatName } from "../core/api/exportFormats.ts";
import type { Column } from "../core/api/search.ts";
import type { Cell } from "../core/api/values.ts";
import { headerOf, recordsOf } from "../core/formats/records.ts";
import { rowEncoder } from "../core/formats/encoders.ts";
import type { RowEncoder } from "../core/formats/rowEncoder.ts";
import { heading } from "./output.ts";
import { pythonText } from "../core/formats/pythonText.ts";
import { shownCell, Table } from "./table.ts";

export type FormatName = "table" | "dump" | RowFormatName;

export interface RowFormat extends RowEncoder {
  /** Whether it shows long texts cut or whole. */
  readonly texts: "cut" | "whole";
}

/** The format of that name for a result of these columns; the run number comes before them. */
export function rowFormat(name: FormatName, columns: readonly Column[], safe = false): RowFormat {
  switch (name) {
    case "table":
      return tableFormat(columns);
    case "dump":
      return dumpFormat(columns);
    default:
      return { texts: "whole", ...rowEncoder(name, columns, safe) };
  }
}

/** As the Python tool's `--dump`: blanks between the values, which no quotes tell from blanks within them. */
function dumpFormat(columns: readonly Column[]): RowFormat {
  const types = ["int" as const, ...columns.map(({ type }) => type)];
  const line = (record: readonly Cell[]): string =>
    record.map((cell, index) => inOneLine(pythonText(cell, types[index]))).join(" ");
  return {
    texts: "whole",
    begin: () => `#! ${["run_num", ...columns.map(({ name }) => name)].join(" ")}\n`,
    part: (rows) =>
      recordsOf(rows)
        .map((record) => `${line(record)}\n`)
        .join(""),
    end: () => "",
  };
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
