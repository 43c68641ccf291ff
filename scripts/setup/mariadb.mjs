// The MariaDB that tests start servers of their own with. No service of the machine is used or touched.
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findProgram, mustRun } from "./processes.mjs";
import { cacheFolder } from "./project.mjs";
import { installSystemPackages, mariadbPackages } from "./systemPackages.mjs";
import { SetupError } from "./terminal.mjs";

/** Servers are often where only root's PATH leads to. */
const SERVER_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/opt/homebrew/bin"];

/** Options without which MariaDB refuses to run as root, or that keep the machine's settings out. */
export const commonOptions = [
  "--no-defaults",
  ...(process.getuid?.() === 0 ? ["--user=root"] : []),
  "--innodb-log-file-size=8M",
];

/** The server's program, if it and the one that makes its first data folder are installed. */
export function findMariadb() {
  const server = findServerProgram("mariadbd");
  const install = findServerProgram("mariadb-install-db");
  return server && install ? { server, install } : undefined;
}

/** Galera's library, in the folders of distributions and of Homebrew. */
const GALERA_LIBRARIES = [
  "/usr/lib/galera/libgalera_smm.so",
  "/usr/lib64/galera-4/libgalera_smm.so",
  "/usr/lib/libgalera_smm.so",
  "/opt/homebrew/lib/libgalera_smm.dylib",
];

/** What makes a cluster of servers, if it is installed: the library, and the programs that a node gets its first data by. */
export function findGalera() {
  const provider = GALERA_LIBRARIES.find((file) => existsSync(file));
  return provider && findProgram("rsync") && findServerProgram("ss") ? { provider } : undefined;
}

/** @param {string} name */
function findServerProgram(name) {
  return (
    findProgram(name) ?? SERVER_FOLDERS.map((folder) => join(folder, name)).find((file) => existsSync(file))
  );
}

/**
 * Installs MariaDB and Galera, unless they are there.
 * @param {import("./terminal.mjs").Report} report
 */
export async function ensureMariadb(report) {
  const isThere = () => findMariadb() && findGalera();
  if (isThere()) return { outcome: "there" };
  await installSystemPackages(mariadbPackages, "Testing with databases on a server, and a cluster", report);
  if (!isThere()) throw new SetupError("MariaDB was installed, but not all of its programs are to be found.");
  return { outcome: "installed" };
}

/**
 * The data folder of a server without databases, to be copied: made once for a version, kept in the
 * user's cache. Its user `root` needs no password.
 * @param {{ server: string, install: string }} mariadb
 */
export async function ensureEmptyServer({ server, install }) {
  const version = /\bVer (\S+)/.exec(await mustRun(server, ["--no-defaults", "--version"]))?.[1] ?? "unknown";
  const folder = join(cacheFolder(), `mariadb-${version}`);
  if (existsSync(folder)) return folder;
  const unfinished = mkdtempSync(`${folder}-`);
  try {
    await mustRun(install, [
      ...commonOptions,
      `--datadir=${unfinished}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
    ]);
    renameSync(unfinished, folder);
  } catch (thrown) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another run may have finished the same folder meanwhile.
    if (!existsSync(folder)) throw thrown;
  }
  return folder;
}
