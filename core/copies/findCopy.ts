import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { CopyState } from "../api/copies.ts";
import { RcdbError } from "../api/failure.ts";
import { copyBackend } from "../db/backends.ts";

/** The name of a copy's file until it is whole. */
export function unfinishedName(path: string): string {
  return `${path}.part`;
}

/** Removes what there is of an unfinished copy, with the journal that SQLite leaves beside it. */
export async function removeUnfinished(part: string): Promise<void> {
  for (const suffix of ["", "-journal"]) await rm(part + suffix, { force: true });
}

/** The copy at a path, and the unfinished one that is to get that name; null for what is not there, or no copy. */
export async function findCopy(
  path: string,
): Promise<{ copy: CopyState | null; unfinished: CopyState | null }> {
  return { copy: await copyAt(path), unfinished: await copyAt(unfinishedName(path)) };
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
