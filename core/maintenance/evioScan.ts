import { faultOf, type Fault } from "../disk/faults.ts";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { CallContext } from "../api/dispatch.ts";
import type { EvioFilesOfRun } from "../api/maintenance.ts";
import { compareTexts } from "../text/compareTexts.ts";
import { fits } from "../text/fits.ts";
import { showStep } from "../db/progress.ts";

/** The folders of runs: their names begin so, and the run number follows. */
export const defaultMask = "Run*";

export interface EvioScan {
  /** By run; those without evio files are left out. */
  readonly found: readonly EvioFilesOfRun[];
  /** Folders that were left out, and why, in words. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Looks in each of the folders for those of runs, whose names fit the mask (`*` stands for any characters, `?` for
 * one) and have the run number after `Run`, and lists the paths of their `*.evio` files. A folder that cannot be read is left
 * out and told. Throws `cancelled`.
 */
export async function scanEvioFiles(
  folders: readonly string[],
  mask: string,
  context: CallContext,
): Promise<EvioScan> {
  const scan = new Scan();
  const runFolders: string[] = [];
  for (const folder of folders) {
    const names = await scan.namesIn(folder);
    runFolders.push(...names.filter(fits(mask)).map((name) => join(folder, name)));
  }
  for (const [at, folder] of runFolders.entries()) {
    showStep(context, at, runFolders.length, "Looking for evio files");
    await scan.addRun(folder);
  }
  return scan.result();
}

class Scan {
  readonly #files = new Map<number, Set<string>>();
  readonly #skipped: { path: string; reason: string }[] = [];

  /** The sorted names of what is in a folder; none where it cannot be read. */
  async namesIn(folder: string): Promise<readonly string[]> {
    try {
      return (await readdir(folder)).sort(compareTexts);
    } catch (thrown) {
      this.#skip(folder, inWords(thrown));
      return [];
    }
  }

  async addRun(folder: string): Promise<void> {
    const number = /Run(\d+)$/.exec(folder)?.[1];
    if (number === undefined || !Number.isSafeInteger(Number(number))) {
      this.#skip(folder, "no run number follows “Run” in its name");
      return;
    }
    const names = (await this.namesIn(folder)).filter((name) => name.endsWith(".evio"));
    if (names.length === 0) return;
    const others = this.#files.get(Number(number)) ?? [];
    const paths = names.map((name) => join(folder, name));
    this.#files.set(Number(number), new Set([...others, ...paths]));
  }

  result(): EvioScan {
    const found = [...this.#files]
      .map(([run, files]) => ({ run, files: [...files].sort(compareTexts) }))
      .sort((a, b) => a.run - b.run);
    return { found, skipped: this.#skipped };
  }

  #skip(path: string, reason: string): void {
    this.#skipped.push({ path, reason });
  }
}

function inWords(thrown: unknown): string {
  const fault = faultOf(thrown);
  const words = fault && faultWords[fault];
  if (words !== undefined) return words;
  if (thrown instanceof Error && "code" in thrown) return thrown.message;
  throw thrown;
}

const faultWords: Partial<Record<Fault, string>> = {
  missing: "it does not exist",
  noFolder: "it is not a folder",
  forbidden: "it may not be read",
};
