/** Configuration files as changes: which version of a path a run has is what is changed, by hashes. */
import { changeKey, type Change, type ChangeState } from "../api/changes.ts";
import { RcdbError } from "../api/failure.ts";
import type { Cell } from "../api/values.ts";
import type { StorageLimits } from "../db/database.ts";
import { asText } from "../db/sqlParts.ts";
import { encodingOf } from "../files/contentHash.ts";
import { batches } from "../text/batches.ts";
import { plainHash } from "../text/plainHash.ts";
import { quoted } from "../text/quoted.ts";
import { checkedContent } from "../writing/configurationFiles.ts";
import type { Content } from "../writing/contents.ts";
import { addLink, addRow, removeLinks, type FileRow } from "../writing/fileRows.ts";
import type { Reading, Writing } from "../writing/writing.ts";
import type { FileRecord } from "./changeLog.ts";

/** What is to be done with a file of a run. */
export interface FileWork {
  readonly run: number;
  readonly path: string;
  readonly old: string | null;
  readonly new: string | null;
  /** The version that goes; undefined where the run has none. */
  readonly outdated: FileRow | undefined;
  /** The version that comes, where it is stored already. */
  readonly known: FileRow | undefined;
  /** Its content, where it is not. */
  readonly content: Content | null;
  /** As that of the version before. */
  readonly importance: "high" | "low";
}

type OwnRow = FileRow & { readonly importance: number | string };

interface FilesOfRuns {
  /** The versions that a run has of a path, the newest last, by `changeKey`. */
  readonly own: ReadonlyMap<string, readonly OwnRow[]>;
  /** The versions that are stored, by path and hash. */
  readonly versions: ReadonlyMap<string, FileRow>;
}

const rowsAtOnce = 500;

/** Reads the versions of all files that some changes name. */
export async function readFilesOf(
  { transaction: { read } }: Reading,
  changes: readonly Change[],
): Promise<FilesOfRuns> {
  const wanted = changes.filter(({ kind }) => kind === "file");
  const keys = new Set(wanted.map(changeKey));
  const own = new Map<string, OwnRow[]>();
  for (const runs of batches([...new Set(wanted.map(({ run }) => run))], rowsAtOnce)) {
    const rows = await read
      .selectFrom("files_have_runs")
      .innerJoin("files", "files.id", "files_have_runs.files_id")
      .select(["files.id", "files.path", "files.sha256", "files.importance", "files_have_runs.run_number"])
      .distinct()
      .where("files_have_runs.run_number", "in", runs)
      .orderBy("files.id")
      .execute();
    for (const { run_number: run, ...row } of rows) {
      if (run === null) continue;
      // Compared here: a server's collation may take A and a for the same.
      const key = changeKey({ run, kind: "file", name: row.path });
      if (keys.has(key)) own.set(key, [...(own.get(key) ?? []), row]);
    }
  }
  const versions = new Map<string, FileRow>();
  const hashes = wanted.flatMap(({ new: next }) => (typeof next === "string" ? printedForms(next) : []));
  for (const some of batches([...new Set(hashes)], rowsAtOnce)) {
    const rows = await read
      .selectFrom("files")
      .select(["id", "path", "sha256"])
      .where(asText("sha256"), "in", some)
      .orderBy("id", "desc")
      .execute();
    for (const row of rows) versions.set(versionKey(row.path, plainHash(row.sha256)), row);
  }
  return { own, versions };
}

/** VARCHAR(44). */
const hashCharacters = 44;

/** How a hash may be stored: old rows hold it as Python printed its bytes, on some servers cut to the column's width. */
function printedForms(hash: string): string[] {
  const printed = `b'${hash}'`;
  return [hash, printed, printed.slice(0, hashCharacters), `b'${hash}`];
}

function versionKey(path: string, hash: string): string {
  return `${hash} ${path}`;
}

/** How the change of a file stands. */
interface FileStanding {
  readonly state: ChangeState;
  readonly stored: string | null;
  readonly next: string | null;
  readonly problem: RcdbError | null;
  readonly file: FileWork | null;
}

/** How a change of a file stands to what its run has. */
export function fileStandingOf(change: Change, files: FilesOfRuns, limits: StorageLimits): FileStanding {
  const { run, name: path, old, new: next } = change;
  const own = files.own.get(changeKey(change)) ?? [];
  const newest = own.at(-1);
  const stored = newest ? plainHash(newest.sha256) : null;
  const standing = { stored, next: typeof next === "string" ? next : null, problem: null, file: null };
  const refused = (state: ChangeState, message: string): FileStanding => ({
    ...standing,
    state,
    problem: new RcdbError(state === "conflict" ? "conflict" : "bad_value", message, { run, path }),
  });
  if (next !== null && typeof next !== "string") {
    return refused("unfit", `A version of ${quoted(path)} is named by its SHA-256 hash in base64.`);
  }
  if (next === stored) return { ...standing, state: "done" };
  if (old !== stored) {
    return refused(
      "conflict",
      `${quoted(path)} of run ${run} was ${inWords(old)} and is ${inWords(stored)} now.`,
    );
  }
  const known = next === null ? undefined : files.versions.get(versionKey(path, next));
  const others = own.slice(0, -1);
  if (others.some(({ id }) => next === null || (known !== undefined && id >= known.id))) {
    return refused(
      "unfit",
      `Run ${run} has ${own.length} versions of ${quoted(path)}, and the others would be taken for the newest. Detach them by “rcdb file detach ${run} id:${others[0]?.id ?? 0}”.`,
    );
  }
  try {
    const content = next === null || known ? null : contentOf(change, next, limits);
    const importance = newest && Number(newest.importance) !== 0 ? "low" : "high";
    return {
      ...standing,
      state: "ready",
      file: { run, path, old: stored, new: next, outdated: newest, known, content, importance },
    };
  } catch (thrown) {
    if (thrown instanceof RcdbError) return { ...standing, state: "unfit", problem: thrown };
    throw thrown;
  }
}

/** The content of a version that is not stored yet. Throws `bad_value` and `too_large`. */
function contentOf({ name: path, content }: Change, hash: string, limits: StorageLimits): Content {
  if (content === undefined) {
    throw new RcdbError(
      "bad_value",
      `No version ${hash.slice(0, 8)} of ${quoted(path)} is stored, and the change does not have its content.`,
    );
  }
  const encoding = encodingOf(content, hash);
  if (encoding === null) {
    throw new RcdbError(
      "bad_value",
      `The content of ${quoted(path)} is not that of its hash. Attach the file again.`,
    );
  }
  const bytes = encoding === "latin-1" ? Buffer.from(content, "latin1") : content;
  return checkedContent(
    { path, content: bytes, overwrite: true, importance: "high", description: null },
    limits,
  );
}

function inWords(hash: Cell): string {
  return hash === null ? "missing" : `version ${String(hash).slice(0, 8)}`;
}

/** Writes files one after the other: what several runs get is stored once. No row is changed, so that undoing finds the version before. */
export class FileWriter {
  readonly #writing: Writing;
  readonly #added = new Map<string, number>();

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  async write({
    run,
    path,
    old,
    new: next,
    outdated,
    known,
    content,
    importance,
  }: FileWork): Promise<FileRecord> {
    if (outdated) await removeLinks(this.#writing, { run }, [outdated]);
    let id = known?.id;
    if (next !== null && content !== null) {
      const key = versionKey(path, next);
      id = this.#added.get(key);
      id ??= await addRow(this.#writing, {
        run,
        path,
        content,
        importance,
        description: null,
        overwrite: true,
      });
      this.#added.set(key, id);
    }
    if (id !== undefined) await addLink(this.#writing, { run }, id);
    return { run, path, old, new: next, id: id ?? outdated?.id ?? 0 };
  }
}
