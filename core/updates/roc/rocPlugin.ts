import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { RcdbError } from "../../api/failure.ts";
import { compareTexts } from "../../compareTexts.ts";
import { readConfigFile } from "../config/configFile.ts";
import { lastRow, readRunConfiguration, type RunConfiguration } from "../config/runConfiguration.ts";
import type { UpdateContext, UpdatePlugin, UpdateValues } from "../plugin.ts";
import { explainedFileError, readFileToStore } from "../readFileToStore.ts";

const sections = ["FCAL", "BCAL", "TOF", "TAGH", "ST", "CCAL", "DIRC"] as const;

/** The files of the readout crates that the run configuration names. */
export const rocPlugin: UpdatePlugin = {
  name: "roc",
  async update(context): Promise<UpdateValues> {
    const file = await readConfigFile(context);
    if (!file) return {};
    const paths = await findRocFiles(readRunConfiguration(file.text), context.warn);
    const files: NonNullable<UpdateValues["files"]>[number][] = [];
    for (const path of paths) {
      const content = await unlessWarned(() => readFileToStore(path), context.warn);
      if (content) files.push({ path, content, overwrite: true, importance: "low", description: null });
    }
    return { files };
  },
};

/**
 * The paths of the files of all sections. For each crate that has a common file: the user's files, then the common
 * ones. `warn` is told of folders that cannot be read.
 */
export async function findRocFiles(
  configuration: RunConfiguration,
  warn: UpdateContext["warn"],
): Promise<string[]> {
  const paths: string[] = [];
  for (const section of sections) {
    const filesOf = (whose: "COM" | "USER") => {
      const folder = lastRow(configuration, section, `FADC250_${whose}_DIR`)?.[0];
      const version = lastRow(configuration, section, `FADC250_${whose}_VER`)?.[0];
      return folder && version ? listFiles(folder, section, version, warn) : [];
    };
    const common = await filesOf("COM");
    if (common.length === 0) continue;
    const crates = new Set(common.map(({ crate }) => crate));
    const own = (await filesOf("USER")).filter(({ crate }) => crates.has(crate));
    paths.push(...[...own, ...common].map(({ path }) => path));
  }
  return [...new Set(paths)];
}

interface RocFile {
  readonly path: string;
  /** `rocfcal1` */
  readonly crate: string;
}

/** The files `rocfcal*_VERSION.cnf` of a folder, sorted. */
async function listFiles(
  folder: string,
  section: string,
  version: string,
  warn: UpdateContext["warn"],
): Promise<RocFile[]> {
  const beginning = `roc${section.toLowerCase()}`;
  const end = `_${version}.cnf`;
  const names = (await unlessWarned(() => namesIn(folder), warn)) ?? [];
  return names
    .filter((name) => name.length >= beginning.length + end.length)
    .filter((name) => name.startsWith(beginning) && name.endsWith(end))
    .sort(compareTexts)
    .map((name) => ({ path: join(folder, name), crate: name.slice(0, name.indexOf("_")) }));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    throw explainedFileError(thrown, folder);
  }
}

/** What `read` answers, or null, with a warning, where the file or folder cannot be read. */
async function unlessWarned<T>(read: () => Promise<T>, warn: UpdateContext["warn"]): Promise<T | null> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof RcdbError)) throw thrown;
    warn(`${thrown.message} It is left out.`);
    return null;
  }
}
