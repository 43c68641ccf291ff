/** The table by which a copy knows what it is a copy of. The Python client does not look at tables that are not its own. */
import type SqliteFile from "better-sqlite3";
import * as v from "valibot";
import { copyState, type CopyState } from "../../api/copies.ts";
import { RcdbError } from "../../api/failure.ts";
import { isUnfinishedName, wholeName } from "../copying.ts";
import { checkFile, explained, openFile } from "./file.ts";

export const stateTable = "rcdb_desktop_copy";
export const blockTable = "rcdb_desktop_copy_blocks";

/** Before the name of each trigger that notes writes by other programs. */
export const triggerPrefix = "rcdb_desktop_copy_";

/** What a file says of itself as a copy; null for one that is not a copy. Throws what opening it throws, of the path that is shown. */
export function readCopyState(path: string, shown: string): CopyState | null {
  checkFile(path, "read");
  const file = openFile(path, "read", shown);
  try {
    return stateIn(file);
  } catch (thrown) {
    throw explained(thrown, shown);
  } finally {
    file.close();
  }
}

/** The same of an open file. Throws `damaged` where it is a copy and does not say of what. */
export function stateIn(file: SqliteFile.Database): CopyState | null {
  const isCopy = file
    .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
    .get(stateTable);
  if (!isCopy) return null;
  const text: unknown = file.prepare(`SELECT state FROM ${stateTable} LIMIT 1`).pluck().get();
  const parsed = v.safeParse(copyState, typeof text === "string" ? parsedJson(text) : null);
  if (parsed.success) return parsed.output;
  throw new RcdbError(
    "damaged",
    `The file is a copy of a database, and what it says of its source cannot be read. Delete it and take the copy anew: rcdb copy SOURCE FILE`,
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

/** What an open file says of itself as a copy; null for one that is not a copy. Throws `incomplete_copy` for one that is not whole. */
export function wholeState(file: SqliteFile.Database, path: string): CopyState | null {
  const state = stateIn(file);
  // One whose end was interrupted says that it is whole, and has not got its name.
  if (state === null || (state.whole && !isUnfinishedName(path))) return state;
  const target = wholeName(path);
  throw new RcdbError(
    "incomplete_copy",
    `“${path}” is an unfinished copy of “${state.location}”: taking it was interrupted. Finish it: rcdb copy ${state.source} ${target}`,
    { source: state.source },
  );
}
