/** The formats that results are exported in, as people and browsers know them. */
import { RcdbError } from "./failure.ts";
import type { ExportFormat } from "./export.ts";

interface FormatFace {
  readonly name: string;
  readonly extension: string;
  readonly contentType: string;
  /** Whether it is compressed by itself. */
  readonly isCompressed?: boolean;
  /** Whether spreadsheets read it, which know UTF-8 by a byte order mark and take texts for formulas. */
  readonly isForSheets?: boolean;
}

export const exportFormats: Readonly<Record<ExportFormat, FormatFace>> = {
  csv: { name: "CSV", extension: "csv", contentType: "text/csv; charset=utf-8", isForSheets: true },
  tsv: {
    name: "TSV",
    extension: "tsv",
    contentType: "text/tab-separated-values; charset=utf-8",
    isForSheets: true,
  },
  json: { name: "JSON", extension: "json", contentType: "application/json" },
  ndjson: { name: "JSON lines", extension: "ndjson", contentType: "application/x-ndjson" },
  parquet: {
    name: "Parquet",
    extension: "parquet",
    contentType: "application/vnd.apache.parquet",
    isCompressed: true,
  },
};

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

/** What CSV and TSV can have for spreadsheets: a byte order mark, and texts that are no formulas. */
export interface SheetOptions {
  readonly bom: boolean;
  readonly safe: boolean;
}

/** Throws `bad_input` where one is asked for and the format has none; null is a table of a terminal. */
export function checkSheetOptions(format: ExportFormat | null, { bom, safe }: SheetOptions): void {
  if (!(bom || safe) || (format && exportFormats[format].isForSheets === true)) return;
  const name = format ? exportFormats[format].name : "A table";
  throw new RcdbError(
    "bad_input",
    bom
      ? `${name} has no byte order mark. Leave it out, or choose the format csv or tsv.`
      : `${name} is not read as formulas. Leave “safe” out, or choose the format csv or tsv.`,
  );
}
