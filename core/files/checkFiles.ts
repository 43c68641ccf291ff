import type { CheckedFiles } from "../api/files.ts";
import type { Database } from "../db/database.ts";
import { listFilesOfRun } from "./files.ts";
import { isHashOf } from "./contentHash.ts";
import { Yielding } from "../db/yielding.ts";

/** Hashes the contents of the files of a run, one after the other: each may have 100 MB. Throws `cancelled`. */
export async function checkFiles(
  database: Database,
  run: number,
  signal: AbortSignal,
): Promise<CheckedFiles> {
  const yielding = new Yielding(signal, "Checking the files was cancelled.");
  const checked: CheckedFiles = [];
  for (const { id, bytes } of await listFilesOfRun(database, run)) {
    const file = await database.read
      .selectFrom("files")
      .select(["content", "sha256"])
      .where("id", "=", id)
      .executeTakeFirst();
    const intact = file !== undefined && isHashOf(file.content, file.sha256);
    checked.push({ id, intact: bytes === null ? null : intact });
    await yielding.pause();
  }
  return checked;
}
