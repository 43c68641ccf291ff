import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { mustRun } from "./processes.mjs";
import { hashOf, inProject } from "./project.mjs";

const SOURCES = [
  "core",
  "main",
  "preload",
  "renderer",
  "server",
  "cli",
  "assets",
  "scripts/build.mjs",
  "scripts/setup/nodeBundle.mjs",
  "scripts/setup/licenses.mjs",
  "LICENSE",
  "package.json",
  "package-lock.json",
];
const stamp = inProject("out", "sources.sha256");

/**
 * Builds the program, unless it has been built from just these sources.
 * @param {import("./terminal.mjs").Report} report
 */
export async function ensureBuild(report) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hashOf(SOURCES)) {
    return { outcome: "up to date" };
  }
  report("building");
  await mustRun(process.execPath, [inProject("scripts", "build.mjs")]);
  return { outcome: "built" };
}

/**
 * To be called by the build when it starts; it calls what this answers when it has succeeded.
 * (The sources are read now: what is changed while it builds may not be in it.)
 */
export function recordBuild() {
  rmSync(stamp, { force: true });
  const hash = hashOf(SOURCES);
  return () => {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
  };
}
