// What the set-up knows about the project: its folders, its pinned versions, the state of its sources.
// Nothing here may import a package: it runs before they are installed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");
export const samplePath = join(root, "data", "sample.sqlite");

/** @param {string[]} parts */
export const inProject = (...parts) => join(root, ...parts);

/**
 * Reads a JSON file whose shape the caller knows; undefined if there is none.
 * @param {string} file
 * @returns {unknown}
 */
export function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/**
 * The `package.json` of an installed package.
 * @param {string} name
 */
export function installedPackage(name) {
  const file = inProject("node_modules", name, "package.json");
  const found = /** @type {{ version: string, bin?: string | Record<string, string> } | undefined} */ (
    readJson(file)
  );
  if (!found) throw new Error(`The package ${name} is not installed`);
  return found;
}

/**
 * The script behind a package's command, to be run by Node: unlike `npx` it starts at once, and works
 * the same on Windows.
 * @param {string} name
 * @param {string} [command] if it has another name than the package
 */
export function packageCommand(name, command = name) {
  const { bin } = installedPackage(name);
  const file = typeof bin === "string" ? bin : bin?.[command];
  if (!file) throw new Error(`The package ${name} has no command ${command}`);
  return inProject("node_modules", name, file);
}

/** The folder for what is dear to make and outlives `node_modules`: one per user, not per checkout. */
export function cacheFolder() {
  const folder = join(userCacheFolder(), "rcdb-desktop");
  mkdirSync(folder, { recursive: true });
  return folder;
}

function userCacheFolder() {
  if (process.platform === "win32") return process.env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
}

/**
 * One hash over the names and contents of files and folders of the project; what is missing counts as
 * missing. (Contents, not times: a checkout gives every file a new time.)
 * @param {string[]} paths
 */
export function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) addToHash(hash, path);
  return hash.digest("hex");
}

/**
 * @param {import("node:crypto").Hash} hash
 * @param {string} path
 */
function addToHash(hash, path) {
  const file = inProject(path);
  if (!existsSync(file)) return;
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).sort()) addToHash(hash, `${path}/${name}`);
  } else {
    hash.update(`${path}\0`).update(readFileSync(file)).update("\0");
  }
}
