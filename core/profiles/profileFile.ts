/** The file of the connection profiles, which the desktop application and the command line share. */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { RcdbError } from "../api/failure.ts";
import { profileEntries, type Profile } from "../api/profiles.ts";
import { parseConnection } from "../db/parseConnection.ts";
import { aloneWith } from "../disk/aloneWith.ts";
import { isMissing } from "../disk/faults.ts";
import { userConfigFolder } from "../disk/ownFolders.ts";
import { mostConfigurationBytes, readRegularFile } from "../disk/regularFile.ts";
import { writeWholeText } from "../disk/wholeFile.ts";

/** What the file holds: the profiles that can be used, and in words what cannot. */
export interface StoredProfiles {
  readonly path: string;
  readonly profiles: readonly Profile[];
  readonly problems: readonly string[];
}

/** An entry as it stands in the file; what other versions of the program have put there is kept. */
type Entry = Readonly<Record<string, unknown>>;
export type Entries = readonly unknown[];

const fileSchema = v.looseObject({ profiles: v.array(v.unknown()) });
type Content = v.InferOutput<typeof fileSchema>;
/** Written by hand it need not say everything. */
const entrySchema = v.object({
  ...profileEntries,
  color: v.optional(profileEntries.color, "gray"),
  access: v.optional(profileEntries.access, "read"),
});

/** The path of the file: in the user's folder for configurations. */
export function profilesPath(): string {
  return join(userConfigFolder(), "rcdb", "profiles.json");
}

/** Reads the profiles; there are none where there is no file. Throws `bad_input` where it cannot be read as one, and `no_permission`. */
export async function readProfiles(path: string = profilesPath()): Promise<StoredProfiles> {
  const { profiles: entries } = await readContent(path);
  return usableProfiles(path, entries);
}

/**
 * Changes the entries of the file, and answers what is in it then. Another program that does so waits; what is unknown in
 * the file stays as it is. Throws what `readProfiles` and `change` throw, `locked`, and what writing throws; the file is then as it was.
 */
export async function changeProfiles(
  change: (entries: Entries) => Entries,
  path: string = profilesPath(),
): Promise<StoredProfiles> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return aloneWith(path, async (check) => {
    const content = await readContent(path);
    const entries = change(content.profiles);
    check();
    await writeWholeText(path, `${JSON.stringify({ ...content, profiles: entries }, null, 2)}\n`, {
      isPrivate: true,
    });
    return usableProfiles(path, entries);
  });
}

/** The name of an entry; null where it has none. */
export function nameOf(entry: unknown): string | null {
  return isObject(entry) && typeof entry["name"] === "string" ? entry["name"] : null;
}

/** An entry with what a profile says; what else is in it stays. */
export function entryOf(profile: Profile, before: unknown = {}): unknown {
  return { ...(isObject(before) ? before : {}), ...profile };
}

function isObject(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function readContent(path: string): Promise<Content> {
  const text = await readText(path);
  if (text === null) return { profiles: [] };
  const parsed = v.safeParse(fileSchema, parsedJson(path, text));
  if (!parsed.success) throw unreadable(path, "it has no list “profiles”");
  return parsed.output;
}

function parsedJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message repeats a part of the file.
    throw unreadable(path, "it is not valid JSON");
  }
}

async function readText(path: string): Promise<string | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readRegularFile(path, mostConfigurationBytes);
  } catch (thrown) {
    if (isMissing(thrown) || (thrown instanceof RcdbError && thrown.code === "no_such_file")) return null;
    throw thrown;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(path, "its text is not UTF-8");
  }
}

/** Nothing is written over such a file: somebody may put it right. */
function unreadable(path: string, reason: string): RcdbError {
  return new RcdbError(
    "bad_input",
    `The profiles in “${path}” cannot be read: ${reason}. Correct the file, or move it away to begin anew.`,
  );
}

function usableProfiles(path: string, entries: Entries): StoredProfiles {
  const profiles: Profile[] = [];
  const problems: string[] = [];
  for (const [at, entry] of entries.entries()) {
    const name = nameOf(entry);
    const problem =
      problemOf(entry) ?? (profiles.some((one) => one.name === name) ? "the name stands twice" : null);
    if (problem === null) profiles.push(v.parse(entrySchema, entry));
    else problems.push(`Profile ${at + 1}${name === null ? "" : ` (${name})`} cannot be used: ${problem}`);
  }
  return { path, profiles, problems };
}

function problemOf(entry: unknown): string | null {
  const parsed = v.safeParse(entrySchema, entry);
  if (!parsed.success) {
    if (!isObject(entry)) return "it is no object with a name and a connection. Correct it, or remove it.";
    const [issue] = parsed.issues;
    const key = v.getDotPath(issue) ?? "it";
    return issue.received === "undefined"
      ? `it has no ${key}. Add one: "${key}": "…"`
      : `${key}: ${issue.message}`;
  }
  try {
    const { password } = parseConnection(parsed.output.connection);
    return password === null ? null : "a password stands in it. Remove it: it is asked for.";
  } catch (thrown) {
    if (thrown instanceof RcdbError) return thrown.message;
    throw thrown;
  }
}
