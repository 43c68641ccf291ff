import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { CallContext } from "../api/dispatch.ts";
import {
  byteOrderMark,
  checkSheetOptions,
  isRunListFormat,
  type RowFormatName,
  type RunListFormat,
  type SheetOptions,
  type ExportFormat,
} from "../api/exportFormats.ts";
import type { Exported } from "../api/export.ts";
import { runListText } from "../api/runListText.ts";
import type { Database } from "../db/database.ts";
import { writeWholeFile } from "../disk/wholeFile.ts";
import { rowEncoder } from "../formats/encoders.ts";
import { makeRunList } from "../lists/makeList.ts";
import type { Chunk, RowEncoder } from "../formats/rowEncoder.ts";
import type { HeldResult, ShownRows } from "../results/heldResult.ts";
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

/** Which runs and columns of a result are written; null for all. */
export interface Written {
  readonly runs: readonly number[] | null;
  readonly columns: readonly string[] | null;
}

/**
 * Writes rows of a result to a file, in the order shown, or as a list of its runs. Throws `cancelled`, what `writeWholeFile` throws, `bad_input` for
 * what spreadsheets need in a format that is not for them.
 */
export async function writeRows(
  database: Database,
  result: HeldResult,
  { path, format, gzip, bom, safe, replace }: ExportTarget,
  context: CallContext,
  { runs, columns }: Written = { runs: null, columns: null },
): Promise<Exported> {
  checkSheetOptions(format, { bom, safe });
  const content = isRunListFormat(format)
    ? await listContent(database, result, format, runs)
    : rowContent(database, result.only(runs, columns), { format, bom, safe }, context);
  return writeWholeFile(
    path,
    async (file) => {
      await (gzip ? pipeline(content.chunks, createGzip(), file) : pipeline(content.chunks, file));
      const remark = content.remark();
      return { rows: content.rows, bytes: file.bytesWritten, ...(remark === null ? {} : { remark }) };
    },
    { replace, toReplace: "Give --force to replace it.", kept: database.files },
  );
}

interface Content {
  readonly rows: number;
  readonly chunks: AsyncIterable<Chunk> | Iterable<Chunk>;
  /** Once all is written: what the format cannot hold. */
  readonly remark: () => string | null;
}

async function listContent(
  database: Database,
  result: HeldResult,
  format: RunListFormat,
  runs: readonly number[] | null,
): Promise<Content> {
  const list = await makeRunList(database, result, runs);
  return { rows: list.count, chunks: [runListText(list, format)], remark: () => null };
}

function rowContent(
  database: Database,
  rows: ShownRows,
  { format, bom, safe }: { readonly format: RowFormatName } & SheetOptions,
  context: CallContext,
): Content {
  const encoder = rowEncoder(format, rows.columns, safe);
  const encoded = encodedRows(database, rows, encoder, context);
  const chunks = bom ? markedRows(encoded) : encoded;
  return { rows: rows.count, chunks, remark: () => encoder.remark?.() ?? null };
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
