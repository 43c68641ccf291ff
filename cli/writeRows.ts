import {
  byteOrderMark,
  exportFormats,
  isRunListFormat,
  type RunListFormat,
  type SheetOptions,
} from "../core/api/exportFormats.ts";
import { runListText } from "../core/api/runListText.ts";
import type { SearchResult } from "../core/api/search.ts";
import type { Chunk } from "../core/formats/rowEncoder.ts";
import type { DatabaseClient } from "./database.ts";
import { escapeInJson } from "../core/text/escapeControls.ts";
import { badInput, unwrap } from "./failures.ts";
import { remark, write, writeContent } from "./output.ts";
import type { FormatName } from "./rowFormats.ts";

/** Enough to make the work per part small, few enough to print soon. */
const rowsPerPart = 2000;

/** Writes all rows of a result, or the list of its runs, to standard output, part by part. */
export async function writeRows(
  client: DatabaseClient,
  { result, count, columns }: SearchResult,
  name: FormatName | RunListFormat,
  { bom, safe }: SheetOptions,
): Promise<void> {
  if (name !== "table" && name !== "dump" && isRunListFormat(name)) {
    return writeContent(runListText(unwrap(await client.makeRunList({ result })), name));
  }
  const row = name === "table" || name === "dump" ? null : exportFormats[name];
  if (row?.isBinary && process.stdout.isTTY) {
    throw badInput(`A terminal cannot show ${name}. Name a file by --out.`);
  }
  const { rowFormat } = await import("./rowFormats.ts");
  const format = rowFormat(name, columns, safe);
  const writeChunk = (chunk: Chunk): Promise<void> =>
    writeContent(row?.isJson && typeof chunk === "string" ? escapeInJson(chunk) : chunk);
  if (bom) await write(byteOrderMark);
  await writeChunk(format.begin());
  for (let from = 0; from < count; from += rowsPerPart) {
    const rows = unwrap(await client.readRows({ result, from, count: rowsPerPart, texts: format.texts }));
    await writeChunk(format.part(rows));
  }
  await writeChunk(format.end());
  const said = format.remark?.() ?? null;
  if (said !== null) remark(said);
}
