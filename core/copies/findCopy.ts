import { existsSync } from "node:fs";
import { realpath, rm } from "node:fs/promises";
import type { CopyState } from "../api/copies.ts";
import { RcdbError } from "../api/failure.ts";
import { copyBackend } from "../db/backends.ts";
import { takenMeanwhile, unfinishedName } from "../db/copying.ts";

/** Removes what there is of an unfinished copy, with the journal that SQLite leaves beside it. */
export async function removeUnfinished(part: string): Promise<void> {
  for (const suffix of ["", "-journal"]) await rm(part + suffix, { force: true });
}

/** The copy at a path, and the unfinished one that is to get that name; null for what is not there, or no copy. */
export async function findCopy(
  path: string,
): Promise<{ copy: CopyState | null; unfinished: CopyState | null }> {
  // It lies beside the file that a link leads to.
  const real = existsSync(path) ? await realpath(path) : path;
  return { copy: await copyAt(path), unfinished: await copyAt(unfinishedName(real)) };
}

/** Null where there is no file, and for one that is not a copy, or no database at all. */
export async function copyAt(path: string): Promise<CopyState | null> {
  if (!existsSync(path)) return null;
  try {
    return await copyBackend().files.readState(path);
  } catch (thrown) {
    if (thrown instanceof RcdbError && thrown.code === "not_a_database") return null;
    throw thrown;
  }
}

/** The same of an unfinished one. Throws `locked` where another program makes it at this moment. */
export async function unfinishedAt(part: string): Promise<CopyState | null> {
  try {
    return await copyAt(part);
  } catch (thrown) {
    throw thrown instanceof RcdbError && thrown.code === "locked" ? takenMeanwhile(part) : thrown;
  }
}
