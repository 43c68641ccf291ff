/** Where a window keeps the changes that are not committed yet: a change file for each database, in the user's own folder. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ChangeFile } from "../api/changes.ts";
import { RcdbError } from "../api/failure.ts";
import { userStateFolder } from "../disk/ownFolders.ts";
import { setAside } from "../disk/setAside.ts";
import { readChangeFile, writeChangeFile } from "./changeFile.ts";

/** The path of a draft of a database, by its connection string without a password and the place of the window, from 0. */
export function draftPath(connection: string, place: number): string {
  const name = createHash("sha256").update(connection).digest("hex").slice(0, 32);
  const ending = place === 0 ? "" : `-${place + 1}`;
  return join(userStateFolder(), "rcdb", "drafts", `${name}${ending}.rcdbchange`);
}

/**
 * The draft of a database at a place; null where there is none. Throws as `readChangeFile`; one that is broken is set aside first, so that
 * the next one is not written over it.
 */
export async function readDraft(connection: string, place: number): Promise<ChangeFile | null> {
  const path = draftPath(connection, place);
  try {
    return await readChangeFile(path);
  } catch (thrown) {
    if (!(thrown instanceof RcdbError)) throw thrown;
    if (thrown.code === "no_such_file") return null;
    if (thrown.code !== "bad_input" && thrown.code !== "too_large") throw thrown;
    const aside = await setAside(path);
    throw new RcdbError(
      thrown.code,
      `${thrown.message} The draft was set aside as “${aside}”; a new one begins.`,
    );
  }
}

/** Whether there is a draft at a place. */
export function hasDraft(connection: string, place: number): boolean {
  return existsSync(draftPath(connection, place));
}

/** Keeps the draft of a database in place of the one before, whole or not at all; one without changes is removed. */
export async function writeDraft(connection: string, place: number, draft: ChangeFile): Promise<void> {
  const path = draftPath(connection, place);
  if (draft.changes.length === 0) return rm(path, { force: true });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeChangeFile(path, draft, { isPrivate: true });
}
