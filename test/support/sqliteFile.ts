/** SQLite files that are made for a test: quickly, as they need not outlive the machine. */
import { writeFileSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { createSchema } from "../../core/db/sqlite/schema.ts";

/** Writes a new file without runs, and opens it. */
export function createFile(path: string): SqliteFile.Database {
  writeFileSync(path, emptyDatabase());
  return openQuickly(path);
}

/** Opens a file to write to it without waiting for the disk. */
export function openQuickly(path: string): SqliteFile.Database {
  const file = new SqliteFile(path);
  file.pragma("synchronous = OFF");
  file.pragma("journal_mode = MEMORY");
  return file;
}

let empty: Buffer | undefined;

/** The bytes of a file without runs, made once: making the tables takes longer than most tests. */
function emptyDatabase(): Buffer {
  if (empty) return empty;
  const file = new SqliteFile(":memory:");
  createSchema((statement) => file.exec(statement));
  empty = file.serialize();
  file.close();
  return empty;
}
