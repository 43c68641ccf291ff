/** Bundles the programs that tests start, once a run. */
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { nodeBundle } from "../../scripts/setup/nodeBundle.mjs";
import { inProject } from "../../scripts/setup/project.mjs";
import { programs, type Programs } from "./programs.ts";

/** Bundles the programs into a folder in that of the run. */
export async function bundlePrograms(runFolder: string): Promise<Programs> {
  const folder = join(runFolder, "programs");
  mkdirSync(folder);
  // A program that gives up root's rights still loads parts of it later.
  chmodSync(runFolder, 0o711);
  // For the binding of SQLite.
  symlinkSync(inProject("node_modules"), join(runFolder, "node_modules"), "junction");
  const input = Object.fromEntries(programs.map((name) => [name, inProject(`${name}.ts`)]));
  // The parts that are shared lie one folder deep as in `out/`: some look for others from where they are.
  const config = nodeBundle(folder, input, { chunks: "cli/" });
  try {
    await build({ ...config, configFile: false, root: inProject(), logLevel: "silent" });
    return { folder, failure: null };
  } catch (thrown) {
    return { folder, failure: String(thrown) };
  }
}
