import { open, type FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { RcdbError } from "../core/api/failure.ts";
import { explainedFault, noSuchFile, notReadable } from "../core/disk/faults.ts";
import { badInput } from "./failures.ts";

/** The most bytes of a text that is given by a file or on standard input. */
const mostTextBytes = 100_000_000;

/** What is read piece by piece: a file, or standard input for `-`. Throws as `readBytes`, but for `too_large`. */
export async function openInput(path: string): Promise<Readable> {
  return path === "-" ? process.stdin : (await openFile(path)).createReadStream();
}

/** The text of a file, or of standard input for `-`. Throws as `readBytes`, and `bad_input` where it is not UTF-8. */
export async function readText(path: string): Promise<string> {
  return readTextUpTo(path, mostTextBytes);
}

/** The same of at most that many bytes. */
export async function readTextUpTo(path: string, most: number): Promise<string> {
  const bytes = await readBytes(path, most);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    throw badInput(`${nameOf(path)} is not UTF-8. Convert it first.`);
  }
}

/**
 * The bytes of a file, or of standard input for `-`, of which a larger one than `most` is not even read. Throws `too_large`, `no_such_file`,
 * `no_permission` and, for what is not a file, `bad_input`.
 */
export async function readBytes(path: string, most: number): Promise<Uint8Array> {
  if (path === "-") return collect(process.stdin, path, most);
  const file = await openFile(path);
  const { size } = await file.stat();
  if (size > most) {
    await file.close();
    throw tooLarge(path, most);
  }
  return collect(file.createReadStream(), path, most);
}

/** A pipe or a device does not tell its size: the bytes are counted as they come. */
async function collect(stream: Readable, path: string, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > most) throw tooLarge(path, most);
      chunks.push(chunk);
    }
  } catch (thrown) {
    throw explained(thrown, path);
  }
  return Buffer.concat(chunks);
}

async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path).catch((thrown: unknown) => {
    throw explained(thrown, path);
  });
  if (!(await file.stat()).isDirectory()) return file;
  await file.close();
  throw badInput(`“${path}” is a folder. Name a file.`);
}

function tooLarge(path: string, most: number): RcdbError {
  const message = `${nameOf(path)} has more than ${most} bytes, and more cannot be given.`;
  return new RcdbError("too_large", message, { limit: most });
}

function nameOf(path: string): string {
  return path === "-" ? "Standard input" : `“${path}”`;
}

function explained(thrown: unknown, path: string): unknown {
  return explainedFault(thrown, path, {
    missing: () => noSuchFile(path),
    forbidden: () => notReadable(path),
  });
}
