/** Rows of a result as a file. */
import * as v from "valibot";
import { asking, call, held, nothing, readingResult } from "./call.ts";
import { exportFormatNames } from "./exportFormats.ts";
import { count, runNumber } from "./values.ts";

const exportFormat = v.picklist(exportFormatNames);

const exported = v.object({
  /** Rows without the header line. */
  rows: count,
  bytes: count,
  /** Which values are empty in the file, as its format cannot hold them; left out where all are there. */
  remark: v.optional(v.string()),
});
export type Exported = v.InferOutput<typeof exported>;

/** What became of an export that the host put somewhere. */
const savedExport = v.object({
  ...exported.entries,
  /** Desktop: the file that was written. */
  path: v.nullable(v.string()),
  /** Browser: the address to fetch it from, once. */
  download: v.nullable(v.string()),
});
export type SavedExport = v.InferOutput<typeof savedExport>;

/** Which rows of a held result are written to a file, and how. */
const exportWanted = v.object({
  ...held.entries,
  format: v.optional(exportFormat, "csv"),
  /** Whether the file is compressed with gzip. */
  gzip: v.optional(v.boolean(), false),
  /** Whether a byte order mark is put before CSV and TSV, as Excel wants it. */
  bom: v.optional(v.boolean(), false),
  /** Whether texts in CSV and TSV are kept from being formulas. */
  safe: v.optional(v.boolean(), false),
  /** Only these runs; null for all. */
  runs: v.optional(v.nullable(v.pipe(v.array(runNumber), v.maxLength(100_000))), null),
  /** Only these columns, in this order; null for all. */
  columns: v.optional(v.nullable(v.array(v.string())), null),
});

export const exportCalls = {
  /** Not for a page: it names a path to write to. */
  writeRows: call(
    { ...readingResult, callers: ["host", "program"], changes: true },
    v.object({
      ...exportWanted.entries,
      path: v.string(),
      /** Whether a file of that name is replaced: only as somebody said so. */
      replace: v.optional(v.boolean(), false),
    }),
    exported,
  ),
  /**
   * Writes rows of a held result. Desktop: to the file chosen in the dialog, null where the user closed it.
   * Browser: to a download.
   */
  exportRows: call({ ...asking, result: "needed" }, exportWanted, v.nullable(savedExport)),
  /** Desktop: shows a file of `exportRows` or `saveCopy` in the system's file manager. */
  showSaved: call(asking, v.object({ path: v.string() }), nothing),
};
