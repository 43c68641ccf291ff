/** Writing files so that there is never half of one, and nothing else is destroyed: every file this program writes. */
import { randomBytes } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { link, open, readlink, realpath, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { WriteStream } from "node:fs";
import { RcdbError } from "../api/failure.ts";
import { mostLinks, named, refusePlantedLinks } from "./plantedLinks.ts";
import { syncFolder } from "./sync.ts";
import { explainedFault, faultOf, isMissing, noFolderFor } from "./faults.ts";

export interface WholeFileOptions {
  /** Whether a file of that name may be replaced; where not, `already_exists` is thrown. */
  readonly replace: boolean;
  /** What to give so that a file is replaced, for the message: "Give --force to replace it". */
  readonly toReplace?: string;
  /** Paths of files that are never replaced, whatever name or link leads to them. */
  readonly kept?: readonly string[];
  /** Whether only this user may read it, also where one that others may read has the name. */
  readonly isPrivate?: boolean;
}

/**
 * Writes a file by `write`, which gets a stream and must wait for its end, and answers what that answers. The file appears under its name when it is
 * whole and on the disk; until then, and where anything throws, whatever had the name stays. A link is followed to the file that is meant,
 * but for one that another user has planted.
 * Throws `already_exists`, `bad_input` for what is not a regular file, `not_allowed` for a kept one and a planted link, `no_permission`, `no_such_file`, `disk_full`, and what `write` throws.
 */
export async function writeWholeFile<T>(
  path: string,
  write: (file: WriteStream) => Promise<T>,
  options: WholeFileOptions,
): Promise<T> {
  try {
    const target = await checkTarget(path, options);
    const partial = partialNameFor(target.path);
    // "wx" neither opens what another program is writing nor follows a link that somebody put there.
    const { isPrivate = false } = options;
    const file = await open(partial, "wx", isPrivate ? privateMode : undefined);
    try {
      if (target.mode !== null && !isPrivate) await file.chmod(target.mode);
      const result = await write(file.createWriteStream({ flush: true }));
      await file.close();
      await putInPlace(partial, target.path, path, options);
      return result;
    } catch (thrown) {
      await discard(file, partial);
      throw thrown;
    }
  } catch (thrown) {
    throw explainedWriting(thrown, path);
  }
}

/** Reading and writing for the owner alone. */
const privateMode = 0o600;

/** The same for a text, replacing what has the name. */
export function writeWholeText(
  path: string,
  text: string,
  options: Pick<WholeFileOptions, "isPrivate"> = {},
): Promise<void> {
  const write = (file: WriteStream): Promise<void> =>
    new Promise((resolve, reject) => {
      file.on("error", reject).end(text, resolve);
    });
  return writeWholeFile(path, write, { ...options, replace: true });
}

/** The same at once, for what is written while the program ends. */
export function writeWholeTextNow(
  path: string,
  text: string,
  { isPrivate = false }: Pick<WholeFileOptions, "isPrivate"> = {},
): void {
  const partial = partialNameFor(path);
  try {
    writeFileSync(partial, text, {
      flag: "wx",
      flush: true,
      ...(isPrivate ? { mode: privateMode } : {}),
    });
    renameSync(partial, path);
  } catch (thrown) {
    rmSync(partial, { force: true });
    throw thrown;
  }
}

/** In the same folder, so that renaming it is one step, and named so that nobody else has it. */
function partialNameFor(path: string): string {
  return join(dirname(path), `.rcdb-${randomBytes(8).toString("hex")}.part`);
}

async function discard(file: FileHandle, partial: string): Promise<void> {
  // The stream has closed it already where it failed.
  await file.close().catch(() => undefined);
  await rm(partial, { force: true });
}

/**
 * Where the file is to be, links followed, and the permissions of the one that is there; null where there is none. Throws what
 * `writeWholeFile` throws of a name.
 */
export async function checkTarget(
  path: string,
  { replace, toReplace, kept = [] }: WholeFileOptions,
): Promise<{ readonly path: string; readonly mode: number | null }> {
  await refusePlantedLinks(path);
  const existing = await stat(path).catch(whereMissing(null));
  // Before its real path is asked for: a pipe behind /proc/self/fd has none.
  if (existing && !existing.isFile() && !existing.isDirectory())
    throw new RcdbError("bad_input", `“${path}” is a device or a pipe, not a file. Give the name of a file.`);
  const real = existing ? await realpath(path) : await meantPath(path);
  for (const other of kept) {
    if (real === (await realpathOrItself(other)) || (existing && (await isSameFile(existing, other)))) {
      throw new RcdbError(
        "not_allowed",
        `${named(path, real)} belongs to the open database and is not replaced. Give another name.`,
      );
    }
  }
  if (!existing) return { path: real, mode: null };
  if (existing.isDirectory())
    throw new RcdbError("bad_input", `“${path}” is a folder. Give the file a name.`);
  if (!replace) throw alreadyExists(named(path, real), toReplace);
  return { path: real, mode: existing.mode & 0o777 };
}

async function isSameFile({ dev, ino }: { dev: number; ino: number }, path: string): Promise<boolean> {
  const other = await stat(path).catch(whereMissing(null));
  return other !== null && other.dev === dev && other.ino === ino;
}

/** A path whose file need not exist, with the links of its folder followed, and those that lead to where there is nothing. */
async function meantPath(path: string): Promise<string> {
  let meant = path;
  for (let links = 0; links < mostLinks; links++) {
    const folder = await realpath(dirname(meant)).catch(whereMissing(null));
    if (folder === null) return meant;
    meant = join(folder, basename(meant));
    // Most often there is nothing, or no link.
    const target = await readlink(meant).catch(() => null);
    if (target === null) return meant;
    meant = resolve(folder, target);
  }
  return meant;
}

async function realpathOrItself(path: string): Promise<string> {
  return realpath(path).catch(() => meantPath(path));
}

function whereMissing<T>(value: T): (thrown: unknown) => T {
  return (thrown) => {
    if (isMissing(thrown)) return value;
    throw thrown;
  };
}

/** Gives a finished file beside it, which is on the disk, its name. `path` is what was asked for, for messages. Throws `already_exists`. */
export async function putInPlace(
  partial: string,
  target: string,
  path: string,
  { replace, toReplace }: WholeFileOptions,
): Promise<void> {
  if (replace || !(await linkNew(partial, target, path, toReplace))) await rename(partial, target);
  else await rm(partial);
  await syncFolder(dirname(target));
}

/**
 * Gives the file its name where nothing has it: unlike `rename`, `link` replaces nothing that came meanwhile. False where the file
 * system has no links.
 */
async function linkNew(partial: string, target: string, path: string, toReplace?: string): Promise<boolean> {
  try {
    await link(partial, target);
    return true;
  } catch (thrown) {
    if (faultOf(thrown) === "exists") throw alreadyExists(named(path, target), toReplace);
    return false;
  }
}

/** `name` as `named` gives it. */
function alreadyExists(name: string, toReplace = "Choose another name."): RcdbError {
  return new RcdbError("already_exists", `${name} exists already. ${toReplace}`);
}

/** What the system says of a file that cannot be written, in words; everything else as it is. */
export function explainedWriting(thrown: unknown, path: string): unknown {
  return explainedFault(thrown, path, {
    forbidden: () => new RcdbError("no_permission", `“${path}” may not be written. Choose another folder.`),
    full: () =>
      new RcdbError(
        "disk_full",
        `The disk is full: “${path}” was not written. Make room, or choose another disk.`,
      ),
    tooLarge: () =>
      new RcdbError(
        "disk_full",
        `“${path}” was not written: it is larger than this user or its disk may have files. Choose another disk.`,
      ),
    missing: () => noFolderFor(path),
    folder: () => new RcdbError("bad_input", `“${path}” is a folder. Give the file a name.`),
    longName: () =>
      new RcdbError("bad_input", `“${path.slice(0, 200)}…” is too long for the path of a file.`),
  });
}
