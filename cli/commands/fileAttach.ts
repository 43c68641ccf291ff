import type { Command } from "commander";
import type { Change, ReviewedChange } from "../../core/api/changes.ts";
import { succeeded } from "../../core/api/failure.ts";
import type { RunFile } from "../../core/api/files.ts";
import { readStoredContent } from "../../core/api/storedContent.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { plainHash } from "../../core/text/plainHash.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { commitLines, throwRefused } from "../changeLines.ts";
import { withDatabase, withWritableDatabase, type DatabaseClient, type WriteClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseFileId, parseRunNumber } from "../parseArguments.ts";
import { readBytes } from "../readInput.ts";
import { hunkLines, shownLine } from "./fileDiff.ts";

interface AttachOptions extends CommonOptions {
  readonly as?: string;
  readonly comment?: string;
  readonly dryRun?: boolean;
}

/** `rcdb file attach`: files, or versions that are stored already, become files of a run, as one commit. */
export function addAttachCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "attach",
    description: "Attach files to a run, as one commit that can be undone",
    help: `  rcdb file attach 10340 trigger.conf --dry-run           what would change, with the differences
  rcdb file attach 10340 trigger.conf roc1.cnf
  rcdb file attach 10340 ./new.conf --as /conf/trigger.conf  a new version of that path
  rcdb file attach 10340 id:12                            a version that is stored already

A file takes the place of the run's newest version of its path. “rcdb add file” adds a version beside it.`,
  })
    .argument("<run>", "the run's number", parseRunNumber)
    .argument("<paths...>", "files, or versions as id:12; - for standard input")
    .option("--as <path>", "the path to store one file under; as it is given without this")
    .option("--comment <text>", "why, for the log")
    .option("--dry-run", "tell what would change, and change nothing")
    .action((run: number, paths: string[], options: AttachOptions, command: Command) => {
      if (options.as !== undefined && paths.length > 1)
        throw badInput("--as is for one file. Attach the others without it.");
      if (options.as?.trim() === "") throw badInput("--as is empty. Give the path to store the file under.");
      const changesOf = (client: DatabaseClient): Promise<Attached[]> =>
        attachedFiles(client, run, paths, options);
      return options.dryRun === true
        ? withDatabase(command, async (client) => preview(client, await changesOf(client), options))
        : withWritableDatabase(command, async (client) => commit(client, await changesOf(client), options));
    });
}

interface DetachOptions extends CommonOptions {
  readonly comment?: string;
}

/** `rcdb file detach`: files of a run are none any more; their versions stay stored. */
export function addDetachCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "detach",
    description: "Detach files from a run, as one commit that can be undone; their versions stay stored",
    help: `  rcdb file detach 10340 /conf/trigger.conf
  rcdb file detach 10340 id:12                            one of several versions of a path

One of several versions that the run has of a path is detached by a call of its own, which is no commit: it cannot be undone.`,
  })
    .argument("<run>", "the run's number", parseRunNumber)
    .argument("<paths...>", "paths as they are stored, or id:12")
    .option("--comment <text>", "why, for the log")
    .action((run: number, paths: string[], options: DetachOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const { files } = unwrap(await client.readRun({ run }));
        const found = paths.map((path) => fileOfRun(files, run, path));
        const beside = found.find(({ path, id }) =>
          files.some((other) => other.path === path && other.id !== id),
        );
        if (beside) return detachBeside(client, run, beside, found.length, options);
        const changes = found.map(({ path, sha256 }) => ({
          change: fileChange(run, path, sha256, null),
          path,
        }));
        await commit(client, changes, options);
      }),
    );
}

/** Detaches one of several versions of a path, of which a commit knows the newest alone. Refuses what only a commit can do. */
async function detachBeside(
  client: WriteClient,
  run: number,
  { id, path }: RunFile,
  given: number,
  options: DetachOptions,
): Promise<void> {
  const why = `It is one of several versions that run ${run} has of its path: detaching it is no commit, and cannot be undone.`;
  if (given > 1) throw badInput(`Detach id:${id} by a call of its own. ${why}`);
  if (options.comment !== undefined) throw badInput(`Detach id:${id} without --comment. ${why}`);
  unwrap(await client.detachFile({ run, id }));
  const line = `Detached ${escapeControls(path)} id:${id} from run ${run}.`;
  await answer(options, { detached: [id] }, () => [line]);
}

function fileOfRun(files: readonly RunFile[], run: number, given: string): RunFile {
  const wanted = parseFileId(given);
  const found = files.filter(({ id, path }) => (wanted === null ? path === given : id === wanted));
  const [file, ...others] = found;
  if (!file) throw badInput(`Run ${run} has no file “${given}”. “rcdb run ${run}” lists its files.`);
  if (others.length === 0) return file;
  const ids = found.map(({ id }) => `id:${id}`).join(", ");
  throw badInput(`Run ${run} has ${found.length} versions of “${given}”. Name one of them: ${ids}.`);
}

/** A change, and the content that it comes with. */
interface Attached {
  readonly path: string;
  readonly change: Change;
}

function fileChange(run: number, path: string, old: string | null, next: string | null): Change {
  return { run, kind: "file", name: path, old: old === null ? null : plainHash(old), new: next };
}

async function attachedFiles(
  client: DatabaseClient,
  run: number,
  paths: readonly string[],
  { as }: AttachOptions,
): Promise<Attached[]> {
  const { files } = unwrap(await client.readRun({ run }));
  const attached: Attached[] = [];
  for (const given of paths) {
    const { path, sha256, content } = await versionOf(client, given, as);
    const old =
      files
        .filter((file) => file.path === path)
        .toSorted((a, b) => a.id - b.id)
        .at(-1)?.sha256 ?? null;
    const change = fileChange(run, path, old, sha256);
    attached.push({ path, change: content === null ? change : { ...change, content } });
  }
  return attached;
}

async function versionOf(
  client: DatabaseClient,
  given: string,
  as: string | undefined,
): Promise<{ path: string; sha256: string; content: string | null }> {
  const id = parseFileId(given);
  if (id !== null) {
    if (as !== undefined) throw badInput("A stored version has its path. Leave --as out.");
    const { path, sha256 } = unwrap(await client.readFile({ id }));
    return { path, sha256: plainHash(sha256), content: null };
  }
  if (given === "-" && as === undefined) {
    throw badInput("Standard input has no path. Say by --as under which one it is stored.");
  }
  const { readContent, mostFileBytes } = await import("../../core/writing/contents.ts");
  const bytes = await readBytes(given, mostFileBytes);
  const { text, sha256 } = readContent(bytes);
  return { path: as ?? given, sha256, content: text };
}

async function preview(
  client: DatabaseClient,
  attached: readonly Attached[],
  options: AttachOptions,
): Promise<void> {
  const reviewed = unwrap(await client.reviewChanges({ changes: attached.map(({ change }) => change) }));
  const lines: string[] = [];
  for (const [at, { change }] of attached.entries()) {
    const one = reviewed[at];
    if (one) lines.push(outcomeLine(one));
    if (one?.state === "ready") lines.push(...(await differences(client, change)));
  }
  await answer(options, reviewed, () => lines);
}

function outcomeLine({ name, run, old, state, message }: ReviewedChange): string {
  const path = escapeControls(name);
  if (state === "done") return `Run ${run} has this ${path} already.`;
  if (state !== "ready") return message ?? state;
  return old === null
    ? `${path} would be a new file of run ${run}.`
    : `${path} would be a new version of run ${run}:`;
}

/** What differs from the version that the run has. */
async function differences(
  client: DatabaseClient,
  { run, name: path, old, new: next, content }: Change,
): Promise<string[]> {
  if (old === null) return [];
  const before = await client.findFile({ path, run });
  const text = before.ok ? await client.readFile({ id: before.value.id }) : before;
  if (!text.ok) return [`The differences are not known: ${text.error.message}`];
  const after =
    content === undefined
      ? await readStoredContent(client, { path, sha256: String(next) })
      : succeeded(content);
  if (!after.ok) return [`The differences are not known: ${after.error.message}`];
  const { structuredPatch } = await import("diff");
  return structuredPatch(path, path, text.value.content, after.value).hunks.flatMap(hunkLines).map(shownLine);
}

async function commit(
  client: WriteClient,
  attached: readonly Attached[],
  options: DetachOptions,
): Promise<void> {
  const changes = attached.map(({ change }) => change);
  const done = unwrap(await client.commitChanges({ changes, comment: options.comment ?? null }));
  throwRefused(done);
  await answer(options, done, (made) => [...changes.map(doneLine), ...commitLines(made).slice(1)]);
}

function doneLine({ run, name, old, new: next }: Change): string {
  const path = escapeControls(name);
  if (next === null) return `Detached ${path} from run ${run}.`;
  if (next === old) return `Run ${run} had this ${path} already.`;
  return old === null ? `Attached ${path} to run ${run}.` : `${path} of run ${run} is a new version now.`;
}
