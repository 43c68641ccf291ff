import { explainedFault } from "../../disk/faults.ts";
import { chmod, chown, realpath, rm, stat, statfs } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import SqliteFile from "better-sqlite3";
import type { CallContext } from "../../api/dispatch.ts";
import { RcdbError } from "../../api/failure.ts";
import { moveDurably, syncFile } from "../../disk/sync.ts";
import { explained } from "./file.ts";
import { showStep } from "../progress.ts";

const pagesPerStep = 5000;
/** What a migration needs beside the copy: for the pages it changes. */
const spareBytes = 16 * 1024 * 1024;

/**
 * Copies an SQLite file to one beside it, `NAME.TAG.bak`, that has the same owner and permissions, and answers its
 * path. The caller must keep other writers out. The copy appears under its name when it is whole, checked
 * and on the disk; one that an earlier attempt left half is overwritten, a whole one never. Throws `cancelled`,
 * `damaged`, `disk_full`, `no_permission`.
 */
export async function backUpFile(path: string, tag: string, context: CallContext): Promise<string> {
  const original = await realpath(path);
  const backup = freeName(`${original}.${tag}`);
  const unfinished = `${original}.unfinished-backup`;
  try {
    await remove(unfinished);
    await checkSpace(original);
    await copy(original, unfinished, context);
    checkCopy(unfinished);
    await finish(unfinished, backup, original);
    return backup;
  } catch (thrown) {
    await remove(unfinished);
    throw explainedCopying(thrown, backup);
  }
}

/** A second update within a second, after one that was killed, needs another name. */
function freeName(beginning: string): string {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? `${beginning}.bak` : `${beginning}-${attempt}.bak`;
    if (!existsSync(name)) return name;
  }
}

/** What a check by SQLite found, as the failure people are told. */
export function damaged(path: string, found: string): RcdbError {
  return new RcdbError(
    "damaged",
    `“${path}” is damaged: ${found}. Get a new copy; “sqlite3 FILE .recover” can save what is left of this one.`,
  );
}

async function remove(path: string): Promise<void> {
  for (const suffix of ["", "-journal", "-wal", "-shm"]) await rm(path + suffix, { force: true });
}

async function checkSpace(path: string): Promise<void> {
  const { size } = await stat(path);
  const { bavail, bsize } = await statfs(dirname(path));
  const needed = size + spareBytes;
  if (bavail * bsize >= needed) return;
  throw new RcdbError(
    "disk_full",
    `A copy of “${path}” needs ${megabytes(needed)} on its disk, where ${megabytes(bavail * bsize)} are free. Nothing was changed. Make room and try again.`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

/** By a connection of its own: the one that keeps writers out cannot read for a copy. */
async function copy(from: string, to: string, context: CallContext): Promise<void> {
  const file = new SqliteFile(from, { readonly: true, fileMustExist: true });
  try {
    await file.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        showStep(context, totalPages - remainingPages, totalPages, "Copying the database");
        return pagesPerStep;
      },
    });
  } finally {
    file.close();
  }
}

function checkCopy(path: string): void {
  // Not read-only: closing it is to remove the files that one in WAL mode has beside it.
  const file = new SqliteFile(path, { fileMustExist: true });
  try {
    const result = file.pragma("integrity_check(1)", { simple: true });
    if (result !== "ok") throw damaged(path, String(result));
  } finally {
    file.close();
  }
}

async function finish(unfinished: string, backup: string, original: string): Promise<void> {
  const { mode, uid, gid } = await stat(original);
  // Nobody else can give a file away.
  if (process.getuid?.() === 0) await chown(unfinished, uid, gid);
  await chmod(unfinished, mode & 0o7777);
  await syncFile(unfinished);
  await moveDurably(unfinished, backup);
}

function explainedCopying(thrown: unknown, backup: string): unknown {
  const inWords = explainedFault(thrown, backup, {
    full: () =>
      new RcdbError(
        "disk_full",
        `The disk is full: “${backup}” was not written, and nothing was changed. Make room and try again.`,
      ),
    forbidden: () =>
      new RcdbError(
        "no_permission",
        `“${backup}” may not be written. Ask the folder's owner for the permission.`,
      ),
  });
  return inWords === thrown ? explained(thrown, backup) : inWords;
}
