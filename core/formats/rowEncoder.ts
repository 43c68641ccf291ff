/** The rows of a result as the bytes of a file. */
import type { Column, ExportFormat, Rows } from "../api/schemas.ts";
import { delimitedEncoder } from "./delimited.ts";
import { jsonEncoder, jsonLinesEncoder } from "./json.ts";
import { parquetEncoder } from "./parquet.ts";

/** A piece of a file, which may be empty. */
export type Chunk = string | Uint8Array;

/** Writes the rows of one result, part by part; texts are to come whole. */
export interface RowEncoder {
  /** What comes before the first row. */
  begin(): Chunk;
  /** May hold rows back until there are enough of them. */
  part(rows: Rows): Chunk;
  /** What comes after the last row. */
  end(): Chunk;
  /** Once all is written: which values are empty there, as the format cannot hold them, in words; null for none. */
  remark?(): string | null;
}

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
