/** What all test files of a run share: one MariaDB server, the programs, and a folder for what outlives a single test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findMariadb } from "../../scripts/setup/mariadb.mjs";
import { bundlePrograms } from "./bundlePrograms.ts";
import { startServer } from "./mariadb.ts";
import type { Programs } from "./programs.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Null where MariaDB is not installed: the tests that need it fail. */
    readonly mariadbPort: number | null;
    readonly runFolder: string;
    readonly programs: Programs;
  }
}

/** Called by vitest before all tests; what it answers is called after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "rcdb-tests-"));
  project.provide("runFolder", folder);
  const [server, programs] = await Promise.all([
    findMariadb() ? startServer() : null,
    bundlePrograms(folder),
  ]);
  project.provide("programs", programs);
  project.provide("mariadbPort", server?.port ?? null);
  return async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
