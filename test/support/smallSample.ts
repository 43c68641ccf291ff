/** The sample with its last runs only, for what is as true of a few runs as of thousands. */
import { copyFileSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { samplePath } from "./paths.ts";

/**
 * Writes the sample's last `runs`, with their conditions, to `path`, which it answers; files, log and catalogue are
 * those of all runs. Then `statements` change it.
 */
export function writeSmallSample(path: string, runs: number, ...statements: readonly string[]): string {
  copyFileSync(samplePath, path);
  const file = new SqliteFile(path);
  const { first } = file
    .prepare<[number], { first: number }>(
      "SELECT min(number) AS first FROM (SELECT number FROM runs ORDER BY number DESC LIMIT ?)",
    )
    .get(runs) ?? { first: 0 };
  file.pragma("foreign_keys = OFF");
  file.exec(`DELETE FROM conditions WHERE run_number < ${first}; DELETE FROM runs WHERE number < ${first}`);
  for (const statement of statements) file.exec(statement);
  file.close();
  return path;
}
