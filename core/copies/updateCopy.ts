import { statSync } from "node:fs";
import type { Copied, CopyState } from "../api/copies.ts";
import type { CallContext } from "../api/dispatch.ts";
import type { Database } from "../db/database.ts";
import { refillCopy } from "./fillCopy.ts";
import { openedCopy, openSource } from "./openedCopy.ts";

/**
 * Brings an open database, which is a copy, up to date. `source` is its source's connection string, where that needs a password; null for
 * as the copy has it. Throws `bad_input` for what is no copy, and another source; what opening the source throws; `cancelled`.
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

/** Brings the copy at a path to what its source has now. */
export async function bringUpToDate(
  source: Database,
  path: string,
  state: CopyState,
  context: CallContext,
): Promise<Copied> {
  const { copy, tables, remarks } = await refillCopy(source, path, state, context);
  return { path, copy, kind: "updated", tables, bytes: statSync(path).size, remarks: [...remarks] };
}
