import { noSuchConfigurationFile } from "../api/missing.ts";
import { sql, type AliasedRawBuilder } from "kysely";
import type { FileContent, RunFile } from "../api/files.ts";
import { isAbsent, notInCopy } from "./absentContents.ts";
import { encodingOf } from "./contentHash.ts";
import { plainHash } from "../text/plainHash.ts";
import type { Database } from "../db/database.ts";
import type { Dialect } from "../db/dialect.ts";

/** The size of the content, as `bytes`. */
export function bytesOfContent(dialect: Dialect): AliasedRawBuilder<number, "bytes"> {
  return sql<number>`${dialect.bytes(sql.ref("content"))}`.as("bytes");
}

/** The columns of `files` that `toFile` takes. */
export function fileColumns(dialect: Dialect) {
  return ["id", "path", "sha256", "importance", "description", bytesOfContent(dialect)] as const;
}

/** The configuration files of a run, each once, important ones first, then by path. */
export async function listFilesOfRun(database: Database, run: number): Promise<RunFile[]> {
  const rows = await database.read
    .selectFrom("files")
    .where("id", "in", (query) =>
      query.selectFrom("files_have_runs").select("files_id").where("run_number", "=", run),
    )
    .select(fileColumns(database.dialect))
    .orderBy("importance")
    .orderBy(database.dialect.storedText(sql.ref("path")))
    .orderBy("id")
    .execute();
  return rows.map((row) => toFile(database, row));
}

/** A configuration file with its content. Throws `no_such_configuration_file` and `not_in_copy`. */
export async function readFile(database: Database, id: number): Promise<FileContent> {
  const row = await database.read
    .selectFrom("files")
    .select(fileColumns(database.dialect))
    .select("content")
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw noSuchConfigurationFile(id);
  const file = toFile(database, row);
  const { path, sha256, bytes } = file;
  if (bytes === null)
    throw notInCopy(database, `The content of “${path}” (id:${id}, SHA-256 ${sha256}) is`, sha256);
  const encoding = encodingOf(row.content, row.sha256);
  return {
    ...file,
    bytes,
    content: row.content,
    hashMatches: encoding !== null,
    encoding: encoding ?? "utf-8",
  };
}

type FileRow = Omit<RunFile, "importance"> & { readonly importance: number | string };

/** A row of `files` as it is shown. */
export function toFile(database: Pick<Database, "copy">, row: FileRow): RunFile {
  const { id, path, sha256, importance, description } = row;
  return {
    id,
    path,
    sha256: plainHash(sha256),
    bytes: isAbsent(database, row) ? null : row.bytes,
    description,
    importance: importance === 0 ? "high" : "low",
  };
}
