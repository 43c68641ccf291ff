/** The rows of a result as the bytes of a file: how each format of `core/api/exportFormats.ts` is written. */
import type { RowFormatName } from "../api/exportFormats.ts";
import type { Column } from "../api/search.ts";
import { delimitedEncoder } from "./delimited.ts";
import { jsonEncoder, jsonLinesEncoder } from "./json.ts";
import { parquetEncoder } from "./parquet.ts";
import type { RowEncoder } from "./rowEncoder.ts";

/** With `safe` a format for spreadsheets holds no formulas. */
type Encoding = (columns: readonly Column[], safe: boolean) => RowEncoder;

const encodings: Readonly<Record<RowFormatName, Encoding>> = {
  csv: (columns, safe) => delimitedEncoder(columns, ",", safe),
  tsv: (columns, safe) => delimitedEncoder(columns, "\t", safe),
  json: jsonEncoder,
  ndjson: jsonLinesEncoder,
  parquet: parquetEncoder,
};

/** An encoder for a result of these columns; the run number comes before them. */
export function rowEncoder(format: RowFormatName, columns: readonly Column[], safe = false): RowEncoder {
  return encodings[format](columns, safe);
}
