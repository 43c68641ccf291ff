import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CallContext } from "./api/dispatch.ts";
import { RcdbError } from "./api/failure.ts";
import type { Exported } from "./api/schemas.ts";
import { csvLines, recordsOf } from "./csv.ts";
import type { Database } from "./db/database.ts";
import type { HeldResult } from "./results/heldResult.ts";
import { readWholeRows } from "./results/wholeRows.ts";

const rowsPerChunk = 2000;

/**
 * Writes all rows of a result to a file as CSV, with a header line, in the order shown. A file of that
 * name is replaced only when the new one is whole. Throws `cancelled`, `no_permission`, `disk_full`.
 */
export async function writeRows(
  database: Database,
  result: HeldResult,
  path: string,
  context: CallContext,
): Promise<Exported> {
  try {
    const partial = `${path}.part`;
    const file = await open(partial, "w");
    try {
      const bytes = await writeChunks(database, result, file, context);
      await file.close();
      await rename(partial, path);
      return { rows: result.count, bytes };
    } catch (thrown) {
      await file.close();
      await rm(partial, { force: true });
      throw thrown;
    }
  } catch (thrown) {
    throw explained(thrown, path);
  }
}

/** Answers the number of bytes written. */
async function writeChunks(
  database: Database,
  result: HeldResult,
  file: FileHandle,
  { signal, report }: CallContext,
): Promise<number> {
  const header = csvLines([["run", ...result.columns.map(({ name }) => name)]]);
  await file.appendFile(header);
  let bytes = Buffer.byteLength(header);
  for (let from = 0; from < result.count; from += rowsPerChunk) {
    if (signal.aborted) throw new RcdbError("cancelled", "The export was cancelled. No file was written.");
    report({ done: from, total: result.count, label: "Writing rows" });
    const rows = await readWholeRows(database, result, from, rowsPerChunk);
    const lines = csvLines(recordsOf(rows));
    await file.appendFile(lines);
    bytes += Buffer.byteLength(lines);
    // Lets other calls, and the one that cancels this, have their turn.
    await nextTurn();
  }
  return bytes;
}

function explained(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Error) || !("code" in thrown)) return thrown;
  switch (thrown.code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new RcdbError("no_permission", `“${path}” may not be written. Choose another folder.`);
    case "ENOSPC":
    case "EDQUOT":
      return new RcdbError(
        "disk_full",
        `The disk is full: “${path}” was not written. Make room, or choose another disk.`,
      );
    case "ENOENT":
    case "ENOTDIR":
      return new RcdbError("no_such_file", `The folder of “${path}” does not exist. Choose another folder.`);
    case "EISDIR":
      return new RcdbError("bad_input", `“${path}” is a folder. Give the file a name.`);
    default:
      return thrown;
  }
}
