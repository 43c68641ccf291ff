import { mostContent } from "../../core/api/changes.ts";
import type { Client } from "../../core/api/client.ts";
import { succeeded, type Outcome } from "../../core/api/failure.ts";
import type { fileCalls } from "../../core/api/files.ts";
import type { runCalls } from "../../core/api/runs.ts";
import { formatBytes } from "../../core/text/formatBytes.ts";
import { plainHash } from "../../core/text/plainHash.ts";

/** A file that is to be attached, and the path that is proposed for it. */
export interface GivenFile extends AttachedContent {
  readonly name: string;
  readonly bytes: number;
  path: string;
}

/** Files that are to be attached to a run, and what the run and the database have. */
interface GivenFiles {
  readonly given: readonly GivenFile[];
  /** Why some of the files are left out. */
  readonly leftOut: readonly string[];
  /** The hashes of the versions that the run has, by path, the newest of each. */
  readonly stored: ReadonlyMap<string, string>;
  /** All paths of the database. */
  readonly paths: readonly string[];
}

type Reader = Pick<Client<typeof runCalls & typeof fileCalls>, "readRun" | "listPaths">;

/** Reads files that are to be attached to a run. Fails as `readRun` and `listPaths` do; a file that cannot be read is left out. */
export async function readGivenFiles(
  client: Reader,
  { run, files }: { readonly run: number; readonly files: readonly File[] },
): Promise<Outcome<GivenFiles>> {
  const [detail, all] = await Promise.all([client.readRun({ run }), client.listPaths()]);
  if (!detail.ok) return detail;
  if (!all.ok) return all;
  const own = detail.value.files.toSorted((a, b) => a.id - b.id);
  const stored = new Map(own.map(({ path, sha256 }) => [path, plainHash(sha256)]));
  const given: GivenFile[] = [];
  const leftOut: string[] = [];
  for (const file of files) {
    if (file.size > mostContent) {
      const most = formatBytes(mostContent);
      leftOut.push(
        `${file.name} has ${formatBytes(file.size)}, and a commit takes ${most}: add it with “rcdb add file”.`,
      );
      continue;
    }
    try {
      const path = pathFor(file.name, [...stored.keys()], all.value);
      given.push({ name: file.name, bytes: file.size, ...(await readAttached(file)), path });
    } catch {
      leftOut.push(`${file.name} cannot be read. A folder cannot be attached.`);
    }
  }
  return succeeded({ given, leftOut, stored, paths: all.value });
}

/** A file of the user's own as it is attached to a run: its text and the hash of its bytes. */
interface AttachedContent {
  readonly content: string;
  readonly sha256: string;
}

/** Reads a file: UTF-8 as it is, other bytes as Latin-1, a character for each. */
async function readAttached(file: Blob): Promise<AttachedContent> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { content: textOf(bytes), sha256: btoa(String.fromCharCode(...digest)) };
}

function textOf(bytes: Uint8Array): string {
  try {
    // A byte order mark is one of the bytes that are hashed.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  }
}

/** The path under which a file is stored best: one that the run has of its name, else one that other runs have, else its name. */
function pathFor(name: string, ofRun: readonly string[], all: readonly string[]): string {
  const isOfName = (path: string): boolean => path === name || path.endsWith(`/${name}`);
  return ofRun.find(isOfName) ?? all.find(isOfName) ?? name;
}
