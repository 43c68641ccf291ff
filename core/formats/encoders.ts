/** The rows of a result as the bytes of a file. */
import type { ExportFormat } from "../api/export.ts";
import type { Column } from "../api/search.ts";
import { delimitedEncoder } from "./delimited.ts";
import { jsonEncoder, jsonLinesEncoder } from "./json.ts";
import { parquetEncoder } from "./parquet.ts";
import type { RowEncoder } from "./rowEncoder.ts";

/** An encoder for a result of these columns; the run number comes before them. With `safe` CSV and TSV hold no formulas. */
export function rowEncoder(format: ExportFormat, columns: readonly Column[], safe = false): RowEncoder {
  switch (format) {
    case "csv":
      return delimitedEncoder(columns, ",", safe);
    case "tsv":
      return delimitedEncoder(columns, "\t", safe);
    case "json":
      return jsonEncoder(columns);
    case "ndjson":
      return jsonLinesEncoder(columns);
    case "parquet":
      return parquetEncoder(columns);
  }
}
