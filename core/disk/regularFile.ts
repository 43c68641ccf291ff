/** Reading regular files only: opening a pipe waits for whoever writes to it, and a device has no end. */
import { constants, type ReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { RcdbError } from "../api/failure.ts";
import { explainedFault, nothingAt, notReadable } from "./faults.ts";

/** The most bytes of a file that configures the program. */
export const mostConfigurationBytes = 10_000_000;

/**
 * Opens a regular file for reading. Throws `no_such_file`, `no_permission`, and `bad_input` for a folder, a pipe, a socket or a device,
 * without waiting for any of them.
 */
async function openRegularFile(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    throw explainedReading(thrown, path);
  }
  const entry = await file.stat();
  if (entry.isFile()) return file;
  await file.close();
  throw entry.isDirectory() ? isFolder(path) : isNoFile(path);
}

/** The bytes of a regular file, counted while they are read: it may grow. Throws as `openRegularFile`, and `too_large`. */
export async function readRegularFile(path: string, most: number): Promise<Uint8Array> {
  const file = await openRegularFile(path);
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > most) throw tooLarge(path, most);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (thrown) {
    throw explainedReading(thrown, path);
  } finally {
    await file.close();
  }
}

/** The text of a regular file, as UTF-8. Throws as `readRegularFile`, and `bad_input` where it is not UTF-8. */
export async function readRegularText(path: string, most: number): Promise<string> {
  const text = utf8Text(await readRegularFile(path, most));
  if (text !== null) return text;
  throw new RcdbError("bad_input", `“${path}” is not UTF-8. Convert it.`);
}

/** Bytes as UTF-8, without the mark that some editors put before it; null where they are none. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (thrown instanceof TypeError) return null;
    throw thrown;
  }
}

/** A regular file's bytes as they are read. Throws as `openRegularFile`. */
export async function streamRegularFile(path: string): Promise<ReadStream> {
  return (await openRegularFile(path)).createReadStream();
}

function tooLarge(path: string, most: number): RcdbError {
  return new RcdbError(
    "too_large",
    `“${path}” has more than ${most} bytes, and more is not read. Name a smaller file.`,
    { limit: most },
  );
}

function isFolder(path: string): RcdbError {
  return new RcdbError("bad_input", `“${path}” is a folder. Name a file.`);
}

function isNoFile(path: string): RcdbError {
  return new RcdbError("bad_input", `“${path}” is a device or a pipe, not a file. Name a file.`);
}

/** What the system says of a file that cannot be read, in words; everything else as it is. */
export function explainedReading(thrown: unknown, path: string): unknown {
  return explainedFault(thrown, path, {
    missing: () => nothingAt(path),
    forbidden: () => notReadable(path),
    folder: () => isFolder(path),
    device: () => isNoFile(path),
  });
}
