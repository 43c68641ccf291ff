import { inProject, readJson } from "./project.mjs";
import { npm } from "./processes.mjs";

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} Lock */

/**
 * Installs the pinned packages, unless exactly those are there.
 * @param {import("./terminal.mjs").Report} report
 */
export async function installDependencies(report) {
  const locked = /** @type {Lock} */ (readJson(inProject("package-lock.json")));
  // npm writes this file when it has finished, so it also tells an interrupted installation.
  const installed = /** @type {Lock | undefined} */ (
    readJson(inProject("node_modules", ".package-lock.json"))
  );
  if (installed && matches(locked, installed)) return { outcome: "up to date" };
  report("installing the pinned packages (npm ci)");
  // No package of ours needs its install script: the SQLite binding and Electron are set up by themselves.
  await npm(["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"], { cwd: inProject() });
  return { outcome: "installed" };
}

/**
 * Whether exactly the locked packages are installed; those for other platforms may be missing.
 * @param {Lock} locked
 * @param {Lock} installed
 */
export function matches(locked, installed) {
  return Object.entries(locked.packages).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const present = installed.packages[path];
    return present ? present.version === version : optional === true;
  });
}
