/** The formats that results are exported in, as people and browsers know them. */
import type { ExportFormat } from "./schemas.ts";

interface FormatFace {
  readonly name: string;
  readonly extension: string;
  readonly contentType: string;
  /** Whether it is compressed by itself. */
  readonly isCompressed?: boolean;
}

export const exportFormats: Readonly<Record<ExportFormat, FormatFace>> = {
  csv: { name: "CSV", extension: "csv", contentType: "text/csv; charset=utf-8" },
  tsv: { name: "TSV", extension: "tsv", contentType: "text/tab-separated-values; charset=utf-8" },
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
