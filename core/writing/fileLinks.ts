/** Stored versions of configuration files that are made a run's, or taken from it. */
import { noSuchConfigurationFile } from "../api/missing.ts";
import type { RunAndFile } from "../api/files.ts";
import { addLink, removeLinks, type FileRow } from "./fileRows.ts";
import { logChanges } from "./log.ts";
import { lockRun } from "./runs.ts";
import type { Writing } from "./writing.ts";

/** Makes a version one of the run's files, once. Throws `no_such_run` and `no_such_configuration_file`. */
export async function attachFile(writing: Writing, { run, id }: RunAndFile): Promise<{ attached: boolean }> {
  const { file, isOfRun } = await lockAndFind(writing, run, id);
  if (isOfRun) return { attached: false };
  await addLink(writing, { run }, id);
  await log(writing, run, file, "Associated", { new: { id, sha256: file.sha256 } });
  return { attached: true };
}

/** Takes a version from the run; its row stays. Throws `no_such_run` and `no_such_configuration_file`. */
export async function detachFile(writing: Writing, { run, id }: RunAndFile): Promise<{ detached: boolean }> {
  const { file, isOfRun } = await lockAndFind(writing, run, id);
  if (!isOfRun) return { detached: false };
  await removeLinks(writing, { run }, [file]);
  await log(writing, run, file, "Removed", { old: { id, sha256: file.sha256 } });
  return { detached: true };
}

async function lockAndFind(
  writing: Writing,
  run: number,
  id: number,
): Promise<{ readonly file: FileRow; readonly isOfRun: boolean }> {
  const { transaction } = writing;
  await transaction.lockCatalogue();
  await lockRun(writing, run);
  const file = await transaction.read
    .selectFrom("files")
    .select(["id", "path", "sha256"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!file) throw noSuchConfigurationFile(id);
  const link = await transaction.read
    .selectFrom("files_have_runs")
    .select("files_id")
    .where("files_id", "=", id)
    .where("run_number", "=", run)
    .limit(1)
    .executeTakeFirst();
  return { file, isOfRun: link !== undefined };
}

function log(
  writing: Writing,
  run: number,
  { id, path }: FileRow,
  verb: "Associated" | "Removed",
  data: { readonly old?: object; readonly new?: object },
): Promise<void> {
  const title = `${verb} configuration file ${path} of run ${run}`;
  return logChanges(writing, [{ title, data: { ...data }, row: `files_${id}`, run }]);
}
