// Run by npm when the package is installed: with an older Node it builds SQLite's binding. Where that fails the package is
// installed all the same, for servers need no SQLite, and `connect` says what to do.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buildArguments, buildEnvironment, NODE_API_OF_PREBUILD } from "./bindingBuild.mjs";

const isOld = Number(process.versions["napi"]) < NODE_API_OF_PREBUILD;
if (isOld && !isBuilt())
  console.error("SQLite's binding was not built: files cannot be opened, servers can.");

function isBuilt() {
  const nodeGyp = process.env["npm_config_node_gyp"];
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve("better-sqlite3")));
    if (existsSync(join(folder, "build", "Release", "better_sqlite3.node"))) return true;
    if (nodeGyp === undefined) return false;
    const build = spawnSync(process.execPath, [nodeGyp, ...buildArguments()], {
      cwd: folder,
      env: { ...process.env, ...buildEnvironment },
      stdio: "inherit",
    });
    return build.status === 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return false;
  }
}
