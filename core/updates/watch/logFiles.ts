import { isMissing, nothingAt } from "../../disk/faults.ts";
import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { RcdbError } from "../../api/failure.ts";
import { compareTexts } from "../../text/compareTexts.ts";
import { explainedReading } from "../../disk/regularFile.ts";
import { fits } from "../../text/fits.ts";
import type { FileState } from "./seenLogs.ts";

/** The logs to watch: those of a folder, or a single one. */
export interface LogFiles {
  readonly folder: string;
  readonly isLog: (path: string) => boolean;
}

/**
 * The logs at a path: a folder, where their names fit the mask, or a file, which need not be there yet unless `once` is asked for.
 * Throws `no_such_file` where there is nothing to watch, and `bad_input` for what is neither a file nor a folder.
 */
export async function findLogFiles(path: string, mask: string, once = false): Promise<LogFiles> {
  const whole = resolve(path);
  const entry = await entryAt(whole, path);
  if (entry?.isDirectory()) {
    const isFitting = fits(mask);
    return {
      folder: whole,
      isLog: (log) => dirname(resolve(log)) === whole && isFitting(basename(log)),
    };
  }
  if (entry && !entry.isFile()) {
    throw new RcdbError(
      "bad_input",
      `“${path}” is a device, a pipe or a socket. Name a log, or the folder of the logs.`,
    );
  }
  if (once && !entry) throw nothingAt(path);
  const folder = dirname(whole);
  if ((await entryAt(folder, path))?.isDirectory()) return { folder, isLog: (log) => resolve(log) === whole };
  throw new RcdbError(
    "no_such_file",
    `There is no “${path}”, and no folder in which it may come. Check the path.`,
  );
}

/** The logs that are there now, the one that was changed first before the others. */
export async function listLogs({ folder, isLog }: LogFiles): Promise<string[]> {
  const paths = (await readdir(folder)).map((name) => join(folder, name)).filter(isLog);
  const logs: (FileState & { readonly path: string })[] = [];
  for (const path of paths) {
    const state = await stateOf(path);
    if (state) logs.push({ path, ...state });
  }
  return logs.sort((a, b) => a.modified - b.modified || compareTexts(a.path, b.path)).map(({ path }) => path);
}

/** Null where there is no such file any more. */
export async function stateOf(path: string): Promise<FileState | null> {
  try {
    const entry = await stat(path);
    return entry.isFile() ? { size: entry.size, modified: entry.mtimeMs } : null;
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

/** Null where nothing is there. `given` is the path for messages. */
async function entryAt(path: string, given: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw explainedReading(thrown, given);
  }
}
