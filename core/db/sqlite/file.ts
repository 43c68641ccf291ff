/** A database's file: found, opened and, where a program left it half written, put back. */
import { constants, accessSync, statSync, type Stats } from "node:fs";
import SqliteFile from "better-sqlite3";
import { RcdbError, type Failure } from "../../api/failure.ts";
import type { Database } from "../database.ts";
import { explainedFault, noSuchFile } from "../../disk/faults.ts";
import { explainSqliteError } from "./errors.ts";
import { openWithoutLog, wasDatabase } from "./header.ts";

/** How long to wait for another program's write to end, in milliseconds. */
const readTimeout = 2000;
const writeTimeout = 30_000;

/** Finds the plain errors first, with better words than SQLite's “unable to open database file”. */
export function checkFile(path: string, access: Database["access"]): void {
  const entry = entryAt(path);
  if (!entry) throw noSuchFile(path);
  if (entry.isDirectory()) {
    throw new RcdbError("not_a_database", `“${path}” is a folder. Choose the database file in it.`);
  }
  // Opening a pipe waits for whoever writes to it; a device has no end.
  if (!entry.isFile()) {
    throw new RcdbError("not_a_database", `“${path}” is a device or a pipe, not a database file.`);
  }
  for (const suffix of ["-journal", "-wal", "-shm"]) checkBeside(path + suffix);
  checkPermission(path, constants.R_OK, "read");
  if (access === "write") checkPermission(path, constants.W_OK, "changed");
}

/** SQLite opens what stands beside the file by these names, whatever it is. */
function checkBeside(path: string): void {
  const entry = entryAt(path);
  if (!entry || entry.isFile()) return;
  throw new RcdbError(
    "not_a_database",
    `“${path}”, which SQLite reads with the database, is not a file. Move it away, or ask the owner of the folder.`,
  );
}

function checkPermission(path: string, mode: number, verb: string): void {
  try {
    accessSync(path, mode);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new RcdbError("no_permission", `“${path}” may not be ${verb}. Ask its owner for the permission.`, {
      reason,
    });
  }
}

/** Opens a file; `shown` is its path in messages: another one where it was unpacked from there. */
export function openFile(path: string, access: Database["access"], shown = path): SqliteFile.Database {
  try {
    const file = connect(path, access);
    if (access === "write" || !wasLeftHalfWritten(file)) return file;
    file.close();
    putBack(path);
    return connect(path, access);
  } catch (thrown) {
    const isClosed = thrown instanceof SqliteFile.SqliteError && cannotLog.test(thrown.code);
    const unlogged = access === "read" && isClosed ? openWithoutLog(path) : null;
    if (unlogged) return unlogged;
    throw explained(thrown, shown);
  }
}

/** What SQLite says of a folder in which it can put nothing. */
const cannotLog = /^SQLITE_(CANTOPEN|READONLY_(CANTINIT|DIRECTORY|CANTLOCK))/;

function connect(path: string, access: Database["access"]): SqliteFile.Database {
  return new SqliteFile(path, {
    readonly: access === "read",
    fileMustExist: true,
    timeout: access === "read" ? readTimeout : writeTimeout,
  });
}

/** Whether a program was killed while it wrote. Closes the file where it cannot be read at all. */
function wasLeftHalfWritten(file: SqliteFile.Database): boolean {
  try {
    file.pragma("schema_version");
    return false;
  } catch (thrown) {
    if (thrown instanceof SqliteFile.SqliteError && thrown.code === "SQLITE_READONLY_ROLLBACK") return true;
    file.close();
    throw thrown;
  }
}

/** What a killed program had changed is put back by the next one that may write, not by one that only reads. */
function putBack(path: string): void {
  const file = connect(path, "write");
  try {
    file.pragma("schema_version");
  } finally {
    file.close();
  }
}

export function explained(thrown: unknown, path: string): unknown {
  const failure = isDamagedHeader(thrown, path) ? damagedHeader : explainSqliteError(thrown);
  return failure ? new RcdbError(failure.code, `“${path}”: ${failure.message}`, failure.detail) : thrown;
}

const damagedHeader: Failure = {
  code: "damaged",
  message:
    "The first bytes of the database file are damaged. Get a new copy; “sqlite3 FILE .recover” can save what is left of this one.",
};

function isDamagedHeader(thrown: unknown, path: string): boolean {
  if (!(thrown instanceof SqliteFile.SqliteError)) return false;
  // The number of the schema's format.
  if (thrown.message === "unsupported file format") return true;
  return thrown.code === "SQLITE_NOTADB" && wasDatabase(path);
}

function entryAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (thrown) {
    throw explainedFault(thrown, path);
  }
}
