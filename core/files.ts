import { sql } from "kysely";
import { RcdbError } from "./api/failure.ts";
import type { FileContent, RunFile } from "./api/schemas.ts";
import type { Database } from "./db/database.ts";

/** The configuration files of a run, each once, important ones first, then by path. */
export async function listFilesOfRun(database: Database, run: number): Promise<RunFile[]> {
  const rows = await database.read
    .selectFrom("files")
    .where("id", "in", (query) =>
      query.selectFrom("files_have_runs").select("files_id").where("run_number", "=", run),
    )
    .select(["id", "path", "sha256", "importance", "description", bytesOfContent])
    .orderBy("importance")
    .orderBy("path")
    .orderBy("id")
    .execute();
  return rows.map(toFile);
}

/** A configuration file with its content. Throws `no_such_configuration_file`. */
export async function readFile(database: Database, id: number): Promise<FileContent> {
  const row = await database.read
    .selectFrom("files")
    .select(["id", "path", "sha256", "importance", "description", "content", bytesOfContent])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) {
    throw new RcdbError(
      "no_such_configuration_file",
      `The database has no configuration file with the id ${id}.`,
    );
  }
  return { ...toFile(row), content: row.content };
}

/** Octets, not characters. */
const bytesOfContent = sql<number>`length(CAST(content AS BLOB))`.as("bytes");

type FileRow = Omit<RunFile, "importance"> & { readonly importance: number };

function toFile({ id, path, sha256, bytes, importance, description }: FileRow): RunFile {
  return {
    id,
    path,
    sha256: plainHash(sha256),
    bytes,
    description,
    importance: importance === 0 ? "high" : "low",
  };
}

/** Old rows hold the hash as Python printed its bytes: `b'…'`. */
function plainHash(stored: string): string {
  return /^b'(.*)'$/.exec(stored)?.[1] ?? stored;
}
