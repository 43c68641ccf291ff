// better-sqlite3 ships a binding for Node-API 10. On Node-API 9 (Node 20, and Electron before 36) loading
// it crashes the process, so there its own source is built once, for the Node-API both have.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  buildArguments,
  buildEnvironment,
  NODE_API_OF_PREBUILD,
} from "../../library/install/bindingBuild.mjs";
import { cacheFolder, inProject, installedPackage, packageCommand } from "./project.mjs";
import { findProgram, mustRun, run } from "./processes.mjs";
import { compilerPackages, installSystemPackages } from "./systemPackages.mjs";
import { SetupError } from "./terminal.mjs";

const packageFolder = inProject("node_modules", "better-sqlite3");
/** better-sqlite3 prefers a binding here to its prebuilt ones. */
const builtBinding = join(packageFolder, "build", "Release", "better_sqlite3.node");

/**
 * The binding to be shipped with an Electron, by its path in the package of better-sqlite3.
 * @param {import("./electron.mjs").Electron} electron
 */
export function bindingFor(electron) {
  if (electron.nodeApi < NODE_API_OF_PREBUILD) return "build/Release/better_sqlite3.node";
  return `prebuilds/${process.platform}-${process.arch}.node`;
}

/**
 * Sees to a SQLite binding that Node and, where one is used, Electron can load.
 * @param {import("./electron.mjs").Electron | undefined} electron
 * @param {import("./terminal.mjs").Report} report
 */
export async function ensureSqliteBinding(electron, report) {
  const nodeApi = Math.min(Number(process.versions["napi"]), electron?.nodeApi ?? NODE_API_OF_PREBUILD);
  if (nodeApi >= NODE_API_OF_PREBUILD) return { outcome: "as shipped" };

  const { version } = installedPackage("better-sqlite3");
  const cached = join(cacheFolder(), `better-sqlite3-${version}-${process.platform}-${process.arch}.node`);
  if (!existsSync(cached)) await buildBinding(cached, report);
  if (isSameFile(cached, builtBinding)) return { outcome: "up to date" };

  if (!(await loads(cached))) {
    report("the kept binding no longer loads here");
    await buildBinding(cached, report);
  }
  copyAtomically(cached, builtBinding);
  return { outcome: `built for Node-API ${nodeApi}, put in place` };
}

/**
 * Builds in a copy of the package, so that an interruption leaves nothing half-made in `node_modules`.
 * @param {string} target
 * @param {import("./terminal.mjs").Report} report
 */
async function buildBinding(target, report) {
  if (!["python3", "make", "g++"].every(findProgram) && process.platform === "linux") {
    await installSystemPackages(compilerPackages, "Building the SQLite binding", report);
  }
  report(`building for Node-API ${process.versions["napi"] ?? "9"}, once (a minute or two)`);
  const folder = mkdtempSync(join(cacheFolder(), "building-"));
  try {
    const source = join(folder, "node_modules", "better-sqlite3");
    cpSync(packageFolder, source, { recursive: true });
    rmSync(join(source, "build"), { recursive: true, force: true });
    cpSync(inProject("node_modules", "node-addon-api"), join(folder, "node_modules", "node-addon-api"), {
      recursive: true,
    });
    const args = [packageCommand("node-gyp"), ...buildArguments()];
    await mustRun(process.execPath, args, { cwd: source, env: buildEnvironment });
    const built = join(source, "build", "Release", "better_sqlite3.node");
    if (!(await loads(built))) throw new SetupError("The SQLite binding was built, but Node cannot load it.");
    copyAtomically(built, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Tries a binding in a process of its own: one that does not fit crashes the process.
 * @param {string} file
 */
async function loads(file) {
  const code = `
    const Database = require(process.argv[1]);
    const database = new Database(":memory:", { nativeBinding: process.argv[2] });
    if (database.prepare("select 6 * 7 as answer").get().answer !== 42) process.exit(1);`;
  return (await run(process.execPath, ["-e", code, packageFolder, file])).code === 0;
}

/**
 * @param {string} a
 * @param {string} b
 */
function isSameFile(a, b) {
  return existsSync(b) && readFileSync(a).equals(readFileSync(b));
}

/**
 * @param {string} from
 * @param {string} to
 */
function copyAtomically(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const partial = `${to}.${process.pid}.partial`;
  copyFileSync(from, partial);
  renameSync(partial, to);
}
