/** The formats that results are exported in, as people and browsers know them. How rows are written in one, `core/formats` knows. */
import { RcdbError } from "./failure.ts";

/** All that is said of a format: command line, dialogs, downloads and schemas take it from here. */
interface FormatRow {
  readonly name: string;
  /** What it is for, beside its name in a list. */
  readonly note: string;
  readonly extension: string;
  /** What files of it are called as well. */
  readonly otherExtensions?: readonly string[];
  readonly contentType: string;
  /** Whether it is compressed by itself. */
  readonly isCompressed?: boolean;
  /** Whether it has bytes that are no text: a terminal cannot show it. */
  readonly isBinary?: boolean;
  /** Whether its texts are JSON, in which control characters can be escaped. */
  readonly isJson?: boolean;
  /** Whether spreadsheets read it, which know UTF-8 by a byte order mark and take texts for formulas. */
  readonly isForSheets?: boolean;
  /** Whether it has the runs alone, ascending, whatever columns and order are shown. */
  readonly isRunList?: boolean;
}

const rows = {
  csv: {
    name: "CSV",
    note: "for spreadsheets and most programs",
    extension: "csv",
    contentType: "text/csv; charset=utf-8",
    isForSheets: true,
  },
  tsv: {
    name: "TSV",
    note: "tab-separated values",
    extension: "tsv",
    contentType: "text/tab-separated-values; charset=utf-8",
    isForSheets: true,
  },
  json: {
    name: "JSON",
    note: "one list of objects",
    extension: "json",
    contentType: "application/json",
    isJson: true,
  },
  ndjson: {
    name: "JSON lines",
    note: "an object a line, to be read as a stream",
    extension: "ndjson",
    otherExtensions: ["jsonl"],
    contentType: "application/x-ndjson",
    isJson: true,
  },
  parquet: {
    name: "Parquet",
    note: "columns with types, for analysis; compressed",
    extension: "parquet",
    contentType: "application/vnd.apache.parquet",
    isCompressed: true,
    isBinary: true,
  },
  rcdbruns: {
    name: "Run list",
    note: "runs, query and checksum: to be cited, checked and opened again",
    extension: "rcdbruns",
    contentType: "application/json",
    isJson: true,
    isRunList: true,
  },
  "run-numbers": {
    name: "Run numbers",
    note: "one per line",
    extension: "txt",
    contentType: "text/plain; charset=utf-8",
    isRunList: true,
  },
  "run-ranges": {
    name: "Run ranges",
    note: "10340-10345, one per line",
    extension: "txt",
    contentType: "text/plain; charset=utf-8",
    isRunList: true,
  },
  "run-ranges-json": {
    name: "Run ranges as JSON",
    note: "[[10340,10345],[10350,10350]]",
    extension: "json",
    contentType: "application/json",
    isJson: true,
    isRunList: true,
  },
  "run-array": {
    name: "Shell array",
    note: "runs=(10340 10341 …)",
    extension: "sh",
    contentType: "text/plain; charset=utf-8",
    isRunList: true,
  },
} as const satisfies Readonly<Record<string, FormatRow>>;

type FormatRows = typeof rows;
export type ExportFormat = keyof FormatRows;

/** Those of the runs alone, without columns, and those of rows. */
export type RunListFormat = {
  [Name in ExportFormat]: FormatRows[Name] extends { readonly isRunList: true } ? Name : never;
}[ExportFormat];
export type RowFormatName = Exclude<ExportFormat, RunListFormat>;

/** By their names in calls and on the command line, in the order in which they are offered. */
export const exportFormats: Readonly<Record<ExportFormat, FormatRow>> = rows;
export const exportFormatNames = Object.keys(rows) as ExportFormat[];

/** Those that list runs. */
export const runListFormats = exportFormatNames.filter(isRunListFormat);
/** What other programs read as it is. */
export const usualRunListFormat: RunListFormat = "run-numbers";

export function isRunListFormat(format: ExportFormat): format is RunListFormat {
  return exportFormats[format].isRunList === true;
}

/** Those that spreadsheets read. */
export const sheetFormats = exportFormatNames.filter((format) => exportFormats[format].isForSheets);

/** The extensions of a format's files, without the dot; the first is given to new ones. */
export function extensionsOf(format: ExportFormat): readonly string[] {
  const { extension, otherExtensions = [] } = exportFormats[format];
  return [extension, ...otherExtensions];
}

/** The format that the extension of a file means, in upper or lower case; undefined for any other. */
export function formatOfExtension(extension: string): ExportFormat | undefined {
  return exportFormatNames.find((format) => extensionsOf(format).includes(extension.toLowerCase()));
}

/** What an export is to be called: `runs.csv`, `runs.csv.gz`. */
export function exportFileName(format: ExportFormat, gzip: boolean): string {
  return `runs.${exportFormats[format].extension}${gzip ? ".gz" : ""}`;
}

/** The content type of an export, as HTTP names it. */
export function exportContentType(format: ExportFormat, gzip: boolean): string {
  return gzip ? "application/gzip" : exportFormats[format].contentType;
}

/** What Excel knows UTF-8 by, at the beginning of a file. */
export const byteOrderMark = "\uFEFF";

/** What the formats for spreadsheets can have: a byte order mark, and texts that are no formulas. */
export interface SheetOptions {
  readonly bom: boolean;
  readonly safe: boolean;
}

/** Throws `bad_input` where one is asked for and the format has none; null is a table of a terminal. */
export function checkSheetOptions(format: ExportFormat | null, { bom, safe }: SheetOptions): void {
  if (!(bom || safe) || (format && exportFormats[format].isForSheets === true)) return;
  const name = format ? exportFormats[format].name : "A table";
  const others = sheetFormats.join(" or ");
  throw new RcdbError(
    "bad_input",
    bom
      ? `${name} has no byte order mark. Leave it out, or choose the format ${others}.`
      : `${name} is not read as formulas. Leave “safe” out, or choose the format ${others}.`,
  );
}
