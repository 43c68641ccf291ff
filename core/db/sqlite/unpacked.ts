/** Compressed database files: SQLite reads none, so they are unpacked once, into a folder of this user's own. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { RcdbError } from "../../api/failure.ts";
import { compressionOf, unpackFile } from "../../disk/compression.ts";
import { userStateFolder } from "../../disk/ownFolders.ts";
import { checkFile } from "./file.ts";

/** What was not opened for so long is unpacked again, in milliseconds. */
const kept = 7 * 24 * 3600 * 1000;

const quiet = { signal: new AbortController().signal, report: () => undefined };

/** The path of the file that SQLite reads: the file itself, or what is in a compressed one. Throws what unpacking it throws. */
export async function readableFile(path: string): Promise<string> {
  checkFile(path, "read");
  const kind = compressionOf(path);
  if (kind === null) return path;
  const folder = join(userStateFolder(), "rcdb", "unpacked");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeOld(folder);
  const { dev, ino, size, mtimeMs } = await stat(path);
  const name = createHash("sha256").update([dev, ino, size, mtimeMs].join(" ")).digest("hex").slice(0, 32);
  const unpacked = join(folder, `${name}.sqlite`);
  if (existsSync(unpacked)) await utimes(unpacked, new Date(), new Date());
  else await unpackFile(path, unpacked, kind, { replace: true }, quiet);
  return unpacked;
}

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const entry = await stat(path).catch(() => null);
    if (entry && Date.now() - entry.mtimeMs > kept) await rm(path, { force: true });
  }
}

/** Throws `not_allowed` for a compressed file, which can only be read. */
export function refuseCompressed(path: string): void {
  checkFile(path, "write");
  if (compressionOf(path) === null) return;
  throw new RcdbError(
    "not_allowed",
    `“${path}” is compressed and can only be read. To change it unpack it first, with gunzip or zstd -d.`,
  );
}
