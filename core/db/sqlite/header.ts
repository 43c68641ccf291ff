/** The first bytes of a database file: what they still say where SQLite itself reads nothing. */
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { RcdbError } from "../../api/failure.ts";

const magic = Buffer.from("SQLite format 3\0", "latin1");
/** Bytes 21 to 23, the same in every file. */
const fractions = Buffer.from([64, 32, 32]);
const headerLength = 100;
/** Where the versions of the format for writing and reading stand, 2 for a file with a log of its writes (WAL). */
const formatVersions = [18, 19] as const;
/** The most bytes of a file that is read into memory as a whole. */
const mostInMemory = 1_000_000_000;

function readHeader(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const header = Buffer.alloc(headerLength);
    return header.subarray(0, readSync(file, header, 0, headerLength, 0));
  } finally {
    closeSync(file);
  }
}

/** Whether a file that SQLite takes for none of its own was one: most of its header is as it has to be. */
export function wasDatabase(path: string): boolean {
  const header = readHeader(path);
  const right = magic.filter((byte, at) => header[at] === byte).length;
  return right >= magic.length / 2 || header.subarray(21, 24).equals(fractions);
}

/**
 * Opens a file in WAL mode from a folder that may not be written, where SQLite cannot put what it needs beside it: from memory, as it
 * is now. Null for another file. Throws `no_permission` where the newest writes are still in its log, or it is too large.
 */
export function openWithoutLog(path: string): SqliteFile.Database | null {
  if (!formatVersions.some((at) => readHeader(path)[at] === 2)) return null;
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (log && log.size > 0) {
    throw new RcdbError(
      "no_permission",
      `“${path}” has its newest changes in “${path}-wal”, which cannot be read as the folder may not be written. Have a user who may write to the folder open it once, or copy both files to a folder of your own.`,
    );
  }
  if (statSync(path).size > mostInMemory) {
    throw new RcdbError(
      "no_permission",
      `“${path}” is in WAL mode in a folder that may not be written, and too large to be read into memory. Copy it to a folder of your own.`,
    );
  }
  const content = readFileSync(path);
  for (const at of formatVersions) content[at] = 1;
  return new SqliteFile(content, { readonly: true });
}
