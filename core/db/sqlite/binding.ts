import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { RcdbError } from "../../api/failure.ts";

/** The Node-API that the binding asks for which better-sqlite3 brings along: loading it with an older one ends the process. */
const shippedFor = 10;

/**
 * Throws `not_allowed` where SQLite cannot be loaded: with a Node of an older Node-API than the shipped binding, as Node 20,
 * where none was built for it in the folder of better-sqlite3.
 */
export function checkBinding(
  nodeApi = Number(process.versions["napi"]),
  folder = (): string => dirname(dirname(createRequire(import.meta.url).resolve("better-sqlite3"))),
): void {
  if (nodeApi >= shippedFor || existsSync(join(folder(), "build", "Release", "better_sqlite3.node"))) return;
  throw new RcdbError(
    "not_allowed",
    `SQLite is not ready for this Node (${process.versions.node}): its binding was not built for it. Use Node 22 or newer, or build it (a minute; python3, make and a C++ compiler are needed): npm rebuild rcdb-desktop`,
  );
}
