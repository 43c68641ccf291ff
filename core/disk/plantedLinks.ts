/** Links that another user has put where a file is to be written: in a folder of all they would lead to any file of ours. */
import { lstat, readlink, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { RcdbError } from "../api/failure.ts";

/** More links in a row than systems follow. */
export const mostLinks = 40;

/**
 * Throws `not_allowed` where a link that a path leads through is neither ours nor the administrator's: one in place of the file,
 * and one in place of a folder where everybody may write, as Linux has it for such folders (`fs.protected_symlinks`).
 */
export async function refusePlantedLinks(path: string): Promise<void> {
  let rest = resolve(path);
  for (let links = 0; links < mostLinks; links++) {
    await refusePlantedFolders(dirname(rest));
    const owner = await ownerOfLink(rest);
    if (owner === null) return;
    if (isForeign(owner)) throw await planted(path, rest);
    const target = await readlink(rest);
    rest = isAbsolute(target) ? target : join(await realpath(dirname(rest)), target);
  }
}

async function refusePlantedFolders(folder: string): Promise<void> {
  const above = dirname(folder);
  if (above === folder) return;
  await refusePlantedFolders(above);
  const owner = await ownerOfLink(folder);
  if (owner !== null && isForeign(owner) && (await isOfAll(above))) throw await planted(folder, folder);
}

/** The number of the user whose link is at a path; null where there is no link. */
async function ownerOfLink(path: string): Promise<number | null> {
  // What cannot be looked at is told of when it is used.
  const entry = await lstat(path).catch(() => null);
  return entry?.isSymbolicLink() ? entry.uid : null;
}

async function isOfAll(folder: string): Promise<boolean> {
  const entry = await stat(folder).catch(() => null);
  return entry !== null && (entry.mode & 0o002) !== 0;
}

/** Windows has no such numbers. */
function isForeign(owner: number): boolean {
  return process.getuid !== undefined && owner !== process.getuid() && owner !== 0;
}

async function planted(path: string, link: string): Promise<RcdbError> {
  const target = await readlink(link);
  return new RcdbError(
    "not_allowed",
    `“${path}” is a link of another user, to “${target}”, and is not written through. Give another name, or that of the file itself.`,
  );
}

/** A path in a message, with the file that it leads to where that is another one. */
export function named(path: string, real: string): string {
  return resolve(path) === real ? `“${path}”` : `“${path}”, which is “${real}”,`;
}
