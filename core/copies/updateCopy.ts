import { statSync } from "node:fs";
import type { Copied, CopyState } from "../api/copies.ts";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import { copyBackend } from "../db/backends.ts";
import type { Database } from "../db/database.ts";
import { openDatabase } from "../db/open.ts";
import { parseConnection } from "../db/parseConnection.ts";
import { refillCopy } from "./fillCopy.ts";

/** What an open database says of itself as a copy; null where it is none. */
export async function readCopy({ connection: { path } }: Database): Promise<CopyState | null> {
  return path === null ? null : copyBackend().files.readState(path);
}

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

async function openedCopy(database: Database): Promise<{ path: string; state: CopyState }> {
  const { path, location } = database.connection;
  const state = await readCopy(database);
  if (path !== null && state !== null) return { path, state };
  throw new RcdbError(
    "bad_input",
    `“${location}” is no copy of another database. Take one: rcdb copy SOURCE TARGET`,
  );
}

async function openSource(state: CopyState, given: string | null): Promise<Database> {
  if (given !== null && parseConnection(given).text !== state.source) {
    throw new RcdbError(
      "bad_input",
      `The copy is one of “${state.location}”, and not of the database that was given.`,
    );
  }
  return openDatabase(given ?? state.source);
}
