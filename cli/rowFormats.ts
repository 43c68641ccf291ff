/** How `select` writes its rows. */
import type { Cell, Column, Rows } from "../core/api/schemas.ts";
import { csvLines, recordsOf } from "../core/csv.ts";
import { heading } from "./output.ts";
import { Table } from "./table.ts";

export type FormatName = "table" | "csv" | "tsv" | "json";

/** Writes the rows of one result, part by part. */
export interface RowFormat {
  /** Whether it shows long texts cut or whole. */
  readonly texts: "cut" | "whole";
  /** What comes before the first row. */
  begin(): string;
  part(rows: Rows): string;
  /** What comes after the last row. */
  end(): string;
}

/** The format of that name for a result of these columns; the run number comes before them. */
export function rowFormat(name: FormatName, columns: readonly Column[]): RowFormat {
  switch (name) {
    case "table":
      return tableFormat(columns);
    case "csv":
      return delimitedFormat(columns, ",");
    case "tsv":
      return delimitedFormat(columns, "\t");
    case "json":
      return jsonFormat(columns);
  }
}

function headerOf(columns: readonly Column[]): string[] {
  return ["run", ...columns.map((column) => column.name)];
}

/** Characters of a text that a table shows. */
const shownLength = 60;

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
    part: (rows) => aligned(recordsOf(rows).map((record) => record.map(shownCell))),
    end: () => (header.length > 0 ? aligned([]) : ""),
  };
}

function shownCell(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  if (text.length <= shownLength) return text;
  const characters = Array.from(text);
  return characters.length <= shownLength ? text : `${characters.slice(0, shownLength - 1).join("")}…`;
}

function delimitedFormat(columns: readonly Column[], delimiter: string): RowFormat {
  return {
    texts: "whole",
    begin: () => csvLines([headerOf(columns)], delimiter),
    part: (rows) => csvLines(recordsOf(rows), delimiter),
    end: () => "",
  };
}

/** One object a line. Written by hand: a JavaScript object would put names such as `2` before `run`. */
function jsonFormat(columns: readonly Column[]): RowFormat {
  const keys = headerOf(columns).map((name) => JSON.stringify(name));
  let separator = "\n";
  const object = (record: readonly Cell[]): string => {
    const members = record.map((cell, index) => `${keys[index]}:${JSON.stringify(cell)}`);
    const text = `${separator}{${members.join(",")}}`;
    separator = ",\n";
    return text;
  };
  return {
    texts: "whole",
    begin: () => "[",
    part: (rows) => recordsOf(rows).map(object).join(""),
    end: () => (separator === "\n" ? "]\n" : "\n]\n"),
  };
}
