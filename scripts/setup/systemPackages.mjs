// What cannot come from npm: a compiler, a browser, a display, a database server and the libraries Electron is linked to.
import { findProgram, mustRun, run } from "./processes.mjs";
import { SetupError } from "./terminal.mjs";

/** Names of Debian 12; newer releases call some of them by the name with `t64` behind it. */
export const compilerPackages = ["g++", "make", "python3"];
export const chromiumPackages = ["chromium-headless-shell"];
export const displayPackages = ["xvfb", "xauth"];
export const mariadbPackages = ["mariadb-server", "galera-4", "rsync", "iproute2"];
export const electronPackages = [
  "libgtk-3-0",
  "libnss3",
  "libasound2",
  "libgbm1",
  "libxss1",
  "libatk-bridge2.0-0",
];

/** @type {Promise<unknown>} the last installation: one at a time, for apt's lock lets no second one in */
let last = Promise.resolve();

/**
 * Installs Debian packages if this may be done here; otherwise throws with the command to run.
 * @param {string[]} packages
 * @param {string} purpose what is not possible without them
 * @param {import("./terminal.mjs").Report} report
 * @returns {Promise<void>}
 */
export function installSystemPackages(packages, purpose, report) {
  const installed = last.then(() => install(packages, purpose, report));
  last = installed.catch(() => undefined);
  return installed;
}

/**
 * @param {string[]} packages
 * @param {string} purpose
 * @param {import("./terminal.mjs").Report} report
 */
async function install(packages, purpose, report) {
  const mayInstall = findProgram("apt-get") !== undefined && process.getuid?.() === 0;
  if (!mayInstall) throw new SetupError(missingMessage(packages, purpose));
  report(`installing with apt: ${packages.join(", ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const tryAll = async () =>
    run("apt-get", ["install", "-y", "--no-install-recommends", ...(await namesHere(packages))], { env });
  // The lists of packages may be missing (a fresh image) or old: then it takes an update first.
  if ((await tryAll()).code === 0) return;
  await mustRun("apt-get", ["update"], { env });
  const { code, output } = await tryAll();
  if (code !== 0) throw new SetupError(`${missingMessage(packages, purpose)}\napt-get says:\n${output}`);
}

/**
 * @param {string[]} packages
 * @param {string} purpose
 */
export function missingMessage(packages, purpose) {
  return (
    `${purpose} needs programs or libraries that are missing here. On Debian or Ubuntu run\n` +
    `    sudo apt-get install -y --no-install-recommends ${packages.join(" ")}\n` +
    `(where a name is unknown, try it with t64 behind it), elsewhere install their like, and run this again.`
  );
}

/** @param {string[]} packages */
async function namesHere(packages) {
  const { output } = await run("apt-cache", ["policy", ...packages.flatMap((name) => [name, `${name}t64`])]);
  return packages.map((name) =>
    !hasCandidate(output, name) && hasCandidate(output, `${name}t64`) ? `${name}t64` : name,
  );
}

/**
 * Whether `apt-cache policy` knows a version of the package that can be installed.
 * @param {string} policy
 * @param {string} name
 */
export function hasCandidate(policy, name) {
  const lines = policy.split("\n");
  const at = lines.indexOf(`${name}:`);
  return at >= 0 && /Candidate: (?!\(none\))/.test(lines[at + 2] ?? "");
}
