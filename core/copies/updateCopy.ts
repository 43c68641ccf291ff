import { statSync } from "node:fs";
import type { Copied, CopyState } from "../api/copies.ts";
import type { CallContext } from "../api/dispatch.ts";
import type { Database } from "../db/database.ts";
import { compressFile, compressionOf, unpackFile, type Compression } from "../disk/compression.ts";
import { fillCopy, refillCopy, type Filled } from "./fillCopy.ts";
import { unfinishedName } from "../db/copying.ts";
import { removeUnfinished, unfinishedAt } from "./findCopy.ts";
import { openedCopy, openSource } from "./openedCopy.ts";

/**
 * Brings an open database, which is a copy, up to date. `source` is its source's connection string, where that needs a password; null for
 * as the copy has it. Throws `bad_input` for what is not a copy, and another source; what opening the source throws; `cancelled`.
 */
export async function updateCopy(
  database: Database,
  source: string | null,
  context: CallContext,
): Promise<Copied> {
  const { path, state } = await openedCopy(database);
  const origin = await openSource(state, source);
  try {
    return await bringUpToDate(origin, path, state, context);
  } finally {
    await origin.close();
  }
}

/** Brings the copy at a path to what its source has now. A compressed one is unpacked beside it for that, and written anew. */
export async function bringUpToDate(
  source: Database,
  path: string,
  state: CopyState,
  context: CallContext,
): Promise<Copied> {
  const compression = compressionOf(path);
  const { copy, tables, remarks } = compression
    ? await refillCompressed(source, path, state, compression, context)
    : await refillCopy(source, path, state, context);
  return { path, copy, kind: "updated", tables, bytes: statSync(path).size, remarks: [...remarks] };
}

async function refillCompressed(
  source: Database,
  path: string,
  state: CopyState,
  compression: Compression,
  context: CallContext,
): Promise<Filled> {
  const part = unfinishedName(path);
  await unfinishedAt(part);
  await unpackFile(path, part, compression, { replace: true }, context);
  const filled = await fillCopy(source, part, { ...state, whole: false }, context);
  await compressFile(part, path, compression, { replace: true }, context);
  await removeUnfinished(part);
  return filled;
}
