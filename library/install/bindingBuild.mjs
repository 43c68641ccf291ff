// How the binding of better-sqlite3 is built for Node-API 9 (Node 20, and Electron before 36): it asks for Node-API 10, and what
// it needs of that Node-API 9 has among its experimental functions.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The Node-API of the binding that better-sqlite3 brings along. */
export const NODE_API_OF_PREBUILD = 10;

export const buildEnvironment = {
  CXXFLAGS: "-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT",
};

/** The arguments of node-gyp, in the folder of better-sqlite3. */
export function buildArguments() {
  return ["rebuild", "--release", "--force_build=1", ...localHeaders()];
}

/** Node's headers where this Node was installed with them; node-gyp downloads them otherwise. */
function localHeaders() {
  const folder = dirname(dirname(process.execPath));
  const header = join(folder, "include", "node", "node_version.h");
  if (!existsSync(header)) return [];
  const text = readFileSync(header, "utf8");
  const number = (/** @type {string} */ part) =>
    new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(text)?.[1] ?? "?";
  const version = ["MAJOR", "MINOR", "PATCH"].map(number).join(".");
  return version === process.versions.node ? [`--nodedir=${folder}`] : [];
}
