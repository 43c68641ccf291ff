/** Change files (`.rcdbchange`): changes that are kept in a file until they are applied. docs/changes.md explains them. */
import * as v from "valibot";
import { changeFile, changeFileVersion, changeKey, type Change, type ChangeFile } from "../api/changes.ts";
import type { CopyState } from "../api/copies.ts";
import { RcdbError } from "../api/failure.ts";
import { issueText } from "../api/issueText.ts";
import { isSameDatabase } from "../db/parseConnection.ts";
import { readRegularFile } from "../disk/regularFile.ts";
import { writeWholeText } from "../disk/wholeFile.ts";
import { formatBytes } from "../text/formatBytes.ts";
import { quoted } from "../text/quoted.ts";

/** The most bytes of a change file: what is larger is neither written nor read. */
const mostBytes = 100_000_000;

/** A change file without changes. `copy` is what the database over which they are made says of itself as a copy. */
export function emptyChangeFile(author: string | null, copy: CopyState | null): ChangeFile {
  const { source = "", name = "", location = "", taken = null } = copy ?? {};
  return {
    rcdbchange: changeFileVersion,
    author,
    written: new Date().toISOString(),
    comment: null,
    copy: copy && { source, name, location, taken },
    changes: [],
  };
}

/** A change file with one more change, whose old value is the stored one. It takes the place of one of the same value; one that changes nothing is left out. */
export function withChange(file: ChangeFile, change: Change): ChangeFile {
  const key = changeKey(change);
  const others = file.changes.filter((other) => changeKey(other) !== key);
  const changes = change.old === change.new ? others : [...others, change];
  return { ...file, written: new Date().toISOString(), changes };
}

/**
 * Whether changes are for the database with this connection string, as far as that can be told: those that were made over a copy are for the
 * database that it is a copy of.
 */
export function isFor({ copy }: ChangeFile, connection: string): boolean {
  return copy === null || isSameDatabase(copy.source, connection);
}

/** Reads a change file. Throws `bad_input` where it is none, with the place, `too_large`, `no_such_file` and `no_permission`. */
export async function readChangeFile(path: string): Promise<ChangeFile> {
  const bytes = await readRegularFile(path, mostBytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(path, "its text is not UTF-8");
  }
  return parseChangeFile(text, path);
}

/** Writes a change file, whole, in place of what has the name. Throws `too_large` for what could not be read again, and what `writeWholeText` throws. */
export async function writeChangeFile(
  path: string,
  file: ChangeFile,
  options: { readonly isPrivate?: boolean } = {},
): Promise<void> {
  const { changes, ...head } = file;
  // A line for each change: such files are looked at, and compared.
  const lines = changes.map((change) => `\n    ${JSON.stringify(change)}`);
  const text = `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "changes": [${lines.join(",")}\n  ]\n}\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) {
    throw new RcdbError(
      "too_large",
      `These changes have ${formatBytes(bytes)} as a change file, which has at most ${formatBytes(mostBytes)}. Commit or drop some of them first.`,
      { bytes, limit: mostBytes },
    );
  }
  await writeWholeText(path, text, options);
}

/** The change file of a text from anywhere; `path` is for messages. Throws `bad_input` with the place of what is wrong. */
export function parseChangeFile(text: string, path: string): ChangeFile {
  const content = parsedJson(text, path);
  const version = versionOf(content);
  if (version === null)
    throw unreadable(path, "it does not begin with “rcdbchange”, the version of such files");
  if (version !== changeFileVersion) {
    throw unreadable(
      path,
      `it is of version ${version}, and this program reads version ${changeFileVersion}`,
    );
  }
  const parsed = v.safeParse(changeFile, content);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw unreadable(path, issueText(issue));
  }
  checkDistinct(parsed.output.changes, path);
  if (membersIn(text) !== membersOf(content)) {
    throw unreadable(path, "a name stands twice in one object, so that it says two things");
  }
  return parsed.output;
}

/**
 * How many members the objects of a JSON text have, those that stand twice counted twice: a text with a colon behind it is the name of one.
 * Escapes are taken out first, as they only stand within texts: an expression over them keeps a place to go back to for each, and files with
 * millions of them are more than it can keep.
 */
function membersIn(text: string): number {
  let members = 0;
  const plain = text.replaceAll(/\\./gs, "");
  for (const [token] of plain.matchAll(/"[^"]*"\s*:?/g)) if (token.endsWith(":")) members++;
  return members;
}

/** The same of what was read from it, where of two of a name the last one counts. */
function membersOf(content: unknown): number {
  if (typeof content !== "object" || content === null) return 0;
  const values: unknown[] = Object.values(content);
  const within = values.reduce<number>((sum, value) => sum + membersOf(value), 0);
  return within + (Array.isArray(content) ? 0 : values.length);
}

function parsedJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw unreadable(path, `it is not valid JSON${placeIn(text, thrown)}`);
  }
}

/** Where the parser stopped, as far as its message says so; the rest of it may repeat a part of the file. */
function placeIn(text: string, thrown: unknown): string {
  const position = thrown instanceof Error ? /at position (\d+)/.exec(thrown.message)?.[1] : undefined;
  if (position === undefined) return "";
  const before = text.slice(0, Number(position)).split("\n");
  return ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** What a file says of its version; null where it says none. */
function versionOf(content: unknown): number | null {
  const parsed = v.safeParse(v.looseObject({ rcdbchange: v.number() }), content);
  return parsed.success ? parsed.output.rcdbchange : null;
}

function checkDistinct(changes: readonly Change[], path: string): void {
  const places = new Map<string, number>();
  for (const [at, change] of changes.entries()) {
    const before = places.get(changeKey(change));
    if (before !== undefined) {
      const which = `${quoted(change.name)} of run ${change.run}`;
      throw unreadable(path, `changes.${before} and changes.${at} are both of ${which}`);
    }
    places.set(changeKey(change), at);
  }
}

function unreadable(path: string, reason: string): RcdbError {
  return new RcdbError("bad_input", `“${path}” cannot be read as a change file: ${reason}.`, { path });
}
