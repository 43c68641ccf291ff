import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { CallContext } from "../api/dispatch.ts";
import {
  byteOrderMark,
  checkSheetOptions,
  type SheetOptions,
  type ExportFormat,
} from "../api/exportFormats.ts";
import type { Exported } from "../api/export.ts";
import type { Database } from "../db/database.ts";
import { writeWholeFile } from "../disk/wholeFile.ts";
import { rowEncoder } from "../formats/encoders.ts";
import type { Chunk, RowEncoder } from "../formats/rowEncoder.ts";
import type { ShownRows } from "../results/heldResult.ts";
import { readWholeRows } from "../results/wholeRows.ts";
import { Yielding } from "../db/yielding.ts";

/** With twice as many V8 takes 30 MB more before it collects what is written. */
const rowsPerChunk = 1000;

export interface ExportTarget extends SheetOptions {
  readonly path: string;
  readonly format: ExportFormat;
  /** Whether the file is compressed with gzip. */
  readonly gzip: boolean;
  /** Whether a file of that name is replaced. */
  readonly replace: boolean;
}

/**
 * Writes all rows of a result to a file, in the order shown. Throws `cancelled`, what `writeWholeFile` throws, `bad_input` for
 * what spreadsheets need in a format that is not for them.
 */
export async function writeRows(
  database: Database,
  result: ShownRows,
  { path, format, gzip, bom, safe, replace }: ExportTarget,
  context: CallContext,
): Promise<Exported> {
  checkSheetOptions(format, { bom, safe });
  return writeWholeFile(
    path,
    async (file) => {
      const encoder = rowEncoder(format, result.columns, safe);
      const rows = encodedRows(database, result, encoder, context);
      const marked = bom ? markedRows(rows) : rows;
      await (gzip ? pipeline(marked, createGzip(), file) : pipeline(marked, file));
      const remark = encoder.remark?.() ?? null;
      return { rows: result.count, bytes: file.bytesWritten, ...(remark === null ? {} : { remark }) };
    },
    { replace, toReplace: "Give --force to replace it.", kept: database.files },
  );
}

/** The rows of a result in the order shown, encoded piece by piece. Throws `cancelled`. */
async function* encodedRows(
  database: Database,
  result: ShownRows,
  encoder: RowEncoder,
  { signal, report }: CallContext,
): AsyncGenerator<Chunk> {
  const yielding = new Yielding(signal, "The export was cancelled. No file was written.");
  yield encoder.begin();
  for (let from = 0; from < result.count; from += rowsPerChunk) {
    await yielding.pause();
    report({ done: from, total: result.count, label: "Writing rows" });
    yield encoder.part(await readWholeRows(database, result, from, rowsPerChunk));
  }
  yield encoder.end();
}

async function* markedRows(rows: AsyncGenerator<Chunk>): AsyncGenerator<Chunk> {
  yield byteOrderMark;
  yield* rows;
}
