/** Rows of a result as a file. */
import * as v from "valibot";
import { count } from "./values.ts";

export const exportFormat = v.picklist(["csv", "tsv", "json", "ndjson", "parquet"]);
export type ExportFormat = v.InferOutput<typeof exportFormat>;

export const exported = v.object({
  /** Rows without the header line. */
  rows: count,
  bytes: count,
  /** Which values are empty in the file, as its format cannot hold them; left out where all are there. */
  remark: v.optional(v.string()),
});
export type Exported = v.InferOutput<typeof exported>;

/** What became of an export that the host put somewhere. */
export const savedExport = v.object({
  ...exported.entries,
  /** Desktop: the file that was written. */
  path: v.nullable(v.string()),
  /** Browser: the address to fetch it from, once. */
  download: v.nullable(v.string()),
});
export type SavedExport = v.InferOutput<typeof savedExport>;
