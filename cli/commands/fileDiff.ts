import type { Command } from "commander";
import type { FileContent } from "../../core/api/files.ts";
import { RcdbError, type Failure } from "../../core/api/failure.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase, type DatabaseClient } from "../database.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { badInput, unwrap } from "../failures.ts";
import { coloured, remark, writeJson, writeLines, type Style } from "../output.ts";
import { parseFileId, parseRunNumber } from "../parseArguments.ts";

interface Version {
  readonly label: string;
  readonly file: FileContent;
}

/** One whose content is not in this copy, with what was said of it. */
interface AbsentVersion {
  readonly label: string;
  readonly file: null;
  readonly failure: Failure;
}

/** `rcdb file diff`: what changed in a file between two runs. */
export function addFileDiffCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "diff",
    description: "Show what changed in a file between two runs, or between two files",
    help: `  rcdb file diff /conf/trigger.conf 10340 10341
  rcdb file diff id:12 id:15
  rcdb file diff /conf/trigger.conf 10340 10341 > trigger.patch

The exit code is 0 whether they differ or not.`,
  })
    .argument("<files...>", "a path and two runs, or two files as id:12 id:15")
    .action((files: string[], options: CommonOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const [old, changed] = await readVersions(client, files);
        if (old.file === null || changed.file === null) return compareHashes(old, changed, options);
        const { structuredPatch } = await import("diff");
        const { hunks } = structuredPatch(old.label, changed.label, old.file.content, changed.file.content);
        if (options.json) {
          await writeJson({ old: withoutContent(old.file), new: withoutContent(changed.file), hunks });
        } else if (hunks.length === 0) {
          remark("These files are the same.");
        } else {
          const header = [`--- ${escapeControls(old.label)}`, `+++ ${escapeControls(changed.label)}`];
          await writeLines([...header, ...hunks.flatMap(hunkLines)].map(shownLine));
        }
      }),
    );
}

type AnyVersion = Version | AbsentVersion;

async function readVersions(
  client: DatabaseClient,
  given: readonly string[],
): Promise<[AnyVersion, AnyVersion]> {
  const [first = "", second = "", third] = given;
  const oldId = parseFileId(first);
  const newId = parseFileId(second);
  if (given.length === 2 && oldId !== null && newId !== null) {
    return [await readById(client, oldId), await readById(client, newId)];
  }
  if (given.length !== 3 || third === undefined) {
    throw badInput("Name a path and two runs, or two files as id:12 id:15.");
  }
  return [await readOfRun(client, first, second), await readOfRun(client, first, third)];
}

async function readById(client: DatabaseClient, id: number): Promise<AnyVersion> {
  return readVersion(client, id, ({ path }) => `${path} id:${id}`);
}

async function readOfRun(client: DatabaseClient, path: string, text: string): Promise<AnyVersion> {
  const run = parseRunNumber(text);
  const { id } = unwrap(await client.findFile({ path, run }));
  return readVersion(client, id, () => `${path} run ${run}`);
}

async function readVersion(
  client: DatabaseClient,
  id: number,
  labelOf: (file: Pick<FileContent, "path">) => string,
): Promise<AnyVersion> {
  const outcome = await client.readFile({ id });
  if (!outcome.ok && outcome.error.code === "not_in_copy")
    return { label: labelOf({ path: "file" }), file: null, failure: outcome.error };
  const file = unwrap(outcome);
  return { label: labelOf(file), file };
}

/** Where contents are not in the copy their hashes tell whether they are the same, and no more. Throws `not_in_copy` where they differ. */
async function compareHashes(old: AnyVersion, changed: AnyVersion, { json }: CommonOptions): Promise<void> {
  const [one, other] = [old, changed].map(hashOf);
  const absent = [old, changed].find((version) => version.file === null);
  if (one === other) {
    if (json) await writeJson({ old: { sha256: one }, new: { sha256: other }, hunks: [] });
    else remark("These files are the same: their hashes are. Their contents are not in this copy.");
  } else if (absent?.file === null) {
    throw new RcdbError("not_in_copy", `These files differ: their hashes do. ${absent.failure.message}`);
  }
}

function hashOf(version: AnyVersion): unknown {
  return version.file === null ? version.failure.detail?.["sha256"] : version.file.sha256;
}

function withoutContent({ content: _content, ...file }: FileContent): Omit<FileContent, "content"> {
  return file;
}

interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly string[];
}

/** A hunk as lines of a patch. */
export function hunkLines({ oldStart, oldLines, newStart, newLines, lines }: Hunk): string[] {
  return [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines];
}

const styles: Readonly<Record<string, Style>> = { "@": "cyan", "-": "red", "+": "green" };

/** On a terminal control characters are made visible, and then what changed is coloured; else it is a patch. */
export function shownLine(line: string): string {
  if (!process.stdout.isTTY) return line;
  const visible = escapeControls(line);
  const style = styles[line.charAt(0)];
  return style === undefined ? visible : coloured(process.stdout, style, visible);
}
