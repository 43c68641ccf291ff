/**
 * The programs that tests start as processes of their own. They are bundled once a run: from source each start takes
 * six times as long.
 */
import { join } from "node:path";
import { inject } from "vitest";

export const programs = [
  "cli/rcdb",
  "server/databaseProcess",
  "test/unit/cli/asOrdinaryUser",
  "test/unit/maintenance/optimizeProcess",
  "test/unit/maintenance/updateProcess",
  "test/unit/writing/hammer",
] as const;

export type Program = (typeof programs)[number];

/** Where one of the programs is, to be run by Node. Throws what the bundling failed with. */
export function program(name: Program): string {
  const made = inject("programs");
  if (made.failure !== null) throw new Error(`The programs could not be bundled: ${made.failure}`);
  return join(made.folder, `${name}.mjs`);
}

/** The program of a database process, as `spawnDatabaseProcess` takes it. */
export function bundledDatabaseProcess(): { readonly entry: string; readonly execArgv: string[] } {
  return { entry: program("server/databaseProcess"), execArgv: [] };
}

export interface Programs {
  readonly folder: string;
  /** A fault in the source, which concerns only the tests that start a program. */
  readonly failure: string | null;
}
