/** The rows of `files` and `files_have_runs`. */
import type { GivenFile } from "../api/files.ts";
import { asText } from "../db/sqlParts.ts";
import type { Content } from "./contents.ts";
import { idAboveLinked, newId, type Reading, type Writing } from "./writing.ts";

/** VARCHAR(44): base64 of 32 bytes. */
const hashCharacters = 44;

/** A file that is to be stored, with its content as it will be. */
export interface FileToStore extends Omit<GivenFile, "content"> {
  readonly content: Content;
}

export interface FileRow {
  readonly id: number;
  readonly path: string;
  readonly sha256: string;
}

/** The files of the run that have the path, the newest last. */
export async function rowsOfRun(
  { transaction }: Reading,
  { run, path }: Pick<FileToStore, "run" | "path">,
): Promise<FileRow[]> {
  const rows = await transaction.read
    .selectFrom("files_have_runs")
    .innerJoin("files", "files.id", "files_have_runs.files_id")
    .select(["files.id", "files.path", "files.sha256"])
    .distinct()
    .where("files_have_runs.run_number", "=", run)
    .orderBy("files.id")
    .execute();
  // Compared here, as below: a server's collation may take A and a for the same.
  return rows.filter((row) => row.path === path);
}

/** All files of the same path and content, the oldest first. */
export async function rowsOfSameFile(
  { transaction }: Reading,
  { path, content }: Pick<FileToStore, "path" | "content">,
): Promise<FileRow[]> {
  // Old rows hold the hash as Python printed its bytes; servers that were not strict cut that to the column's width.
  const printed = `b'${content.sha256}'`;
  const hashes = [content.sha256, printed, printed.slice(0, hashCharacters)];
  const rows = await transaction.read
    .selectFrom("files")
    .select(["id", "path", "sha256"])
    .where(asText("sha256"), "in", hashes)
    .orderBy("id")
    .execute();
  return rows.filter((row) => row.path === path && hashes.includes(row.sha256));
}

/** Whether another run than the file's uses a row. */
export async function isUsedElsewhere(
  { transaction }: Writing,
  { run }: FileToStore,
  { id }: FileRow,
): Promise<boolean> {
  const other = await transaction.read
    .selectFrom("files_have_runs")
    .select("run_number")
    .where("files_id", "=", id)
    .where("run_number", "!=", run)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

/** Adds a row, which no run uses yet; answers its id. */
export async function addRow({ transaction }: Writing, file: FileToStore): Promise<number> {
  const { path, content, description, importance } = file;
  const row = {
    ...(await idAboveLinked(transaction, "files", "files_have_runs", "files_id")),
    path,
    sha256: content.sha256,
    content: content.text,
    description,
    importance: importance === "high" ? 0 : 1,
  };
  return newId(await transaction.write.insertInto("files").values(row).executeTakeFirstOrThrow());
}

/** Puts the content into a row that only this run uses; its description stays where none is given. */
export async function changeRow({ transaction }: Writing, file: FileToStore, { id }: FileRow): Promise<void> {
  const { content, description, importance } = file;
  await transaction.write
    .updateTable("files")
    .set({
      sha256: content.sha256,
      content: content.text,
      importance: importance === "high" ? 0 : 1,
      ...(description === null ? {} : { description }),
    })
    .where("id", "=", id)
    .execute();
}

/** Makes a row one of the run's files. */
export async function addLink(
  { transaction }: Writing,
  { run }: Pick<FileToStore, "run">,
  id: number,
): Promise<void> {
  await transaction.write.insertInto("files_have_runs").values({ files_id: id, run_number: run }).execute();
}

/** Takes rows out of the run's files; they stay for other runs, and for when their content comes again. */
export async function removeLinks(
  { transaction }: Writing,
  { run }: Pick<FileToStore, "run">,
  rows: readonly FileRow[],
): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await transaction.write
    .deleteFrom("files_have_runs")
    .where("run_number", "=", run)
    .where("files_id", "in", ids)
    .execute();
}
