import type { GivenFile, StoredConfigurationFile } from "../api/files.ts";
import type { StorageLimits } from "../db/database.ts";
import { encodeContent, type Content } from "./contents.ts";
import {
  addLink,
  addRow,
  changeRow,
  isUsedElsewhere,
  removeLinks,
  rowsOfRun,
  rowsOfSameFile,
  type FileRow,
  type FileToStore,
} from "./fileRows.ts";
import { logChanges } from "./log.ts";
import { lockRun } from "./runs.ts";
import { checkDescription, checkText, checkVisible } from "./texts.ts";
import { quoted } from "../text/quoted.ts";
import type { Reading, Writing } from "./writing.ts";

const mostPathBytes = 4096;

/**
 * Stores a configuration file of a run. A row of the same path and content is used again; with `overwrite` the file
 * takes the place of the run's newest one of that path, and other runs keep theirs. Throws `no_such_run`, `bad_value`
 * and `too_large`.
 */
export async function addFile(writing: Writing, given: GivenFile): Promise<StoredConfigurationFile> {
  const content = checkedContent(given, writing.limits);
  await writing.transaction.lockCatalogue();
  await lockRun(writing, given.run);
  const { sha256, bytes, encoding } = content;
  return { ...(await store(writing, { ...given, content })), sha256, bytes, encoding };
}

/** The content as it is stored. Throws `bad_value` and `too_large` where the file cannot be stored as it is given. */
export function checkedContent(
  { path, content, description }: Omit<GivenFile, "run">,
  limits: StorageLimits,
): Content {
  checkVisible("The path", path);
  checkText("The path", path, mostPathBytes);
  checkText(`The path ${quoted(path)}`, path, Infinity, limits.characters.get("files.path"));
  checkDescription(description, limits.characters.get("files.description"));
  return encodeContent(path, content, limits);
}

/** What storing a file would do to a run's files. */
export async function compareFile(
  reading: Reading,
  file: Pick<FileToStore, "run" | "path" | "content" | "overwrite">,
): Promise<"unchanged" | "replaced" | "added"> {
  const own = await rowsOfRun(reading, file);
  const same = await rowsOfSameFile(reading, file);
  if (ownSame(own, same, file.overwrite)) return "unchanged";
  return own.length > 0 && file.overwrite ? "replaced" : "added";
}

function ownSame(own: readonly FileRow[], same: readonly FileRow[], overwrite: boolean): FileRow | undefined {
  const found = own.findLast(({ id }) => same.some((row) => row.id === id));
  return found === own.at(-1) || !overwrite ? found : undefined;
}

type Outcome = Pick<StoredConfigurationFile, "id" | "outcome">;

async function store(writing: Writing, file: FileToStore): Promise<Outcome> {
  const own = await rowsOfRun(writing, file);
  const same = await rowsOfSameFile(writing, file);
  const newest = own.at(-1);
  const unchanged = ownSame(own, same, file.overwrite);
  if (unchanged) return { id: unchanged.id, outcome: "unchanged" };
  const known = own.findLast(({ id }) => same.some((row) => row.id === id)) ?? same[0];
  if (newest !== undefined && file.overwrite) return replace(writing, file, own, newest, known);
  const id = known?.id ?? (await addRow(writing, file));
  await addLink(writing, file, id);
  await log(writing, file, id, known ? "Associated" : "Added");
  return { id, outcome: known ? "associated" : "added" };
}

/**
 * Puts a file in the place of the run's newest one of its path: into the same row, unless other runs use that or the
 * file is known already. `own` are the run's files of the path.
 */
async function replace(
  writing: Writing,
  file: FileToStore,
  own: readonly FileRow[],
  newest: FileRow,
  known: FileRow | undefined,
): Promise<Outcome> {
  if (known === undefined && !(await isUsedElsewhere(writing, file, newest))) {
    await changeRow(writing, file, newest);
    await log(writing, file, newest.id, "Replaced", newest);
    return { id: newest.id, outcome: "replaced" };
  }
  const id = known?.id ?? (await addRow(writing, file));
  // The newest row counts: one that is newer than that of the file would take its place.
  const outdated = own.filter((row) => row === newest || row.id > id);
  await removeLinks(writing, file, outdated);
  if (!own.some((row) => row.id === id)) await addLink(writing, file, id);
  await log(writing, file, id, "Replaced", newest);
  return { id, outcome: "replaced" };
}

/** `replaced` is the row that the file took the place of, as it was. */
async function log(
  writing: Writing,
  { run, path, content }: FileToStore,
  id: number,
  verb: "Added" | "Associated" | "Replaced",
  replaced?: FileRow,
): Promise<void> {
  const { sha256, bytes } = content;
  const old = replaced && { old: { id: replaced.id, sha256: replaced.sha256 } };
  await logChanges(writing, [
    {
      title: `${verb} configuration file ${path} of run ${run}`,
      data: { ...old, new: { id, sha256, bytes } },
      row: `files_${id}`,
      run,
    },
  ]);
}
