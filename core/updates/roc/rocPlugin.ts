import { readdir } from "node:fs/promises";
import { compareTexts } from "../../text/compareTexts.ts";
import { readConfigFile } from "../config/configFile.ts";
import { lastRow, readRunConfiguration, type RunConfiguration } from "../config/runConfiguration.ts";
import type { UpdateContext, UpdatePlugin, UpdateValues } from "../plugin.ts";
import { explainedReading } from "../../disk/regularFile.ts";
import { quoted } from "../../text/quoted.ts";
import { readFileToStore } from "../readFileToStore.ts";

/** The files of the readout crates that the run configuration names. */
export const rocPlugin: UpdatePlugin = {
  name: "roc",
  async update(context): Promise<UpdateValues> {
    const file = await readConfigFile(context);
    if (!file) return {};
    const paths = await findRocFiles(readRunConfiguration(file.text, context.warn), context.warn);
    const files: NonNullable<UpdateValues["files"]>[number][] = [];
    for (const path of paths) {
      const content = await unlessFailed(
        () => readFileToStore(path),
        (why) => context.warn(`${why} It is left out.`),
      );
      if (content) files.push({ path, content, overwrite: true, importance: "low", description: null });
    }
    return { files };
  },
};

/**
 * The paths of the files of all sections that name a folder and a version. For each crate that has a common file: the user's files,
 * then the common ones. `warn` is told of folders that cannot be read, and of sections without files.
 */
async function findRocFiles(configuration: RunConfiguration, warn: UpdateContext["warn"]): Promise<string[]> {
  const paths: string[] = [];
  for (const section of configuration.keys()) {
    const common = sourceOf(configuration, section, "COM");
    const user = sourceOf(configuration, section, "USER");
    if (!common) {
      if (user) warn(`Section ${section} names no common ROC files: those of the user are left out.`);
      continue;
    }
    const commonFiles = await listFiles(common, warn);
    if (commonFiles.length === 0) continue;
    const crates = new Set(commonFiles.map(({ crate }) => crate));
    const userFiles = user ? await listFiles(user, warn) : [];
    const ownFiles = userFiles.filter(({ crate }) => crates.has(crate));
    paths.push(...[...ownFiles, ...commonFiles].map(({ path }) => path));
  }
  return [...new Set(paths)];
}

/** The files of a folder whose names begin and end so. */
interface Source {
  /** For warnings: what is missing where there are none. */
  readonly what: string;
  readonly folder: string;
  readonly beginning: string;
  readonly end: string;
}

/** Null where the section names no folder or no version. */
function sourceOf(configuration: RunConfiguration, section: string, whose: "COM" | "USER"): Source | null {
  const folder = lastRow(configuration, section, `FADC250_${whose}_DIR`)?.[0];
  const version = lastRow(configuration, section, `FADC250_${whose}_VER`)?.[0];
  if (!folder || !version) return null;
  const what = `Section ${section} has no ${whose === "COM" ? "common" : "user"} ROC files`;
  return { what, folder, beginning: `roc${section.toLowerCase()}`, end: `_${version}.cnf` };
}

interface RocFile {
  readonly path: string;
  /** `rocfcal1` */
  readonly crate: string;
}

/** The files `rocfcal*_VERSION.cnf` of a folder, sorted; none, with a warning, where there are none. */
async function listFiles(source: Source, warn: UpdateContext["warn"]): Promise<RocFile[]> {
  const { what, folder, beginning, end } = source;
  const names = await unlessFailed(
    () => namesIn(folder),
    (why) => warn(`${what}: ${why}`),
  );
  if (!names) return [];
  const fitting = names
    .filter((name) => name.length >= beginning.length + end.length)
    .filter((name) => name.startsWith(beginning) && name.endsWith(end))
    .sort(compareTexts);
  if (fitting.length === 0) warn(`${what}: there is no ${beginning}*${end} in ${quoted(folder)}.`);
  // Not `join`, which would take a/link/.. for a.
  const within = folder.endsWith("/") ? folder : `${folder}/`;
  return fitting.map((name) => ({ path: `${within}${name}`, crate: name.slice(0, name.indexOf("_")) }));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    throw explainedReading(thrown, folder);
  }
}

/** What `read` answers; null where the file or folder cannot be read, and `warn` is told why. */
async function unlessFailed<T>(read: () => Promise<T>, warn: (why: string) => void): Promise<T | null> {
  try {
    return await read();
  } catch (thrown) {
    // An error of the file system has a code as well.
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    warn(thrown.message);
    return null;
  }
}
