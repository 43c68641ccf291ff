import type { CopyState } from "../api/copies.ts";
import { RcdbError } from "../api/failure.ts";
import { copyBackend } from "../db/backends.ts";
import type { Database } from "../db/database.ts";
import { openDatabase } from "../db/open.ts";
import { parseConnection } from "../db/parseConnection.ts";

/** What an open database says of itself as a copy; null where it is none. */
export async function readCopy({ connection: { path } }: Database): Promise<CopyState | null> {
  return path === null ? null : copyBackend().files.readState(path);
}

/** Where an open database that is a copy lies, and what it says of itself. Throws `bad_input` for one that is none. */
export async function openedCopy(database: Database): Promise<{ path: string; state: CopyState }> {
  const { path, location } = database.connection;
  const state = await readCopy(database);
  if (path !== null && state !== null) return { path, state };
  throw notACopy(location);
}

export function notACopy(location: string): RcdbError {
  return new RcdbError(
    "bad_input",
    `“${location}” is not a copy of another database. Take one: rcdb copy SOURCE TARGET`,
  );
}

/** Opens the source of a copy, by its connection string where one is given. Throws `bad_input` for that of another database. */
export async function openSource(state: CopyState, given: string | null): Promise<Database> {
  if (given !== null && parseConnection(given).text !== state.source) {
    throw new RcdbError(
      "bad_input",
      `The copy is one of “${state.location}”, and not of the database that was given.`,
    );
  }
  return openDatabase(given ?? state.source);
}
