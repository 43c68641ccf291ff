import { homedir } from "node:os";
import { basename, resolve } from "node:path";
import { RcdbError } from "../api/failure.ts";

/** Where a database is. */
export interface Connection {
  readonly kind: "sqlite";
  /** Absolute path of the file. */
  readonly path: string;
  /** The connection string in its canonical form. */
  readonly text: string;
  /** A short name for people. */
  readonly name: string;
}

const schemePattern = /^([a-z][a-z0-9+.-]+):\/\//i;

/**
 * Reads a connection string: `sqlite:///relative/or/C:/path`, `sqlite:////absolute/path` as SQLAlchemy
 * writes them, or a bare path (`~` is the home folder; relative paths start at `folder`).
 * Throws `bad_connection`.
 */
export function parseConnection(text: string, folder: string = process.cwd()): Connection {
  const trimmed = text.trim();
  if (trimmed === "")
    throw new RcdbError("bad_connection", "No database is named. Give the path of an SQLite file.");
  if (trimmed.includes("\0")) throw new RcdbError("bad_connection", "A path cannot contain a NUL character.");
  const scheme = schemePattern.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "sqlite") {
    throw new RcdbError(
      "bad_connection",
      `“${scheme}://” databases are not supported by this version. Open an SQLite file: sqlite:///path/to/rcdb.sqlite`,
    );
  }
  const path = scheme === undefined ? trimmed : pathOfUrl(trimmed);
  const expanded = path === "~" || path.startsWith("~/") ? homedir() + path.slice(1) : path;
  const absolute = resolve(folder, expanded);
  return { kind: "sqlite", path: absolute, text: `sqlite:///${absolute}`, name: basename(absolute) };
}

function pathOfUrl(url: string): string {
  const path = url.slice("sqlite://".length);
  if (!path.startsWith("/") || path === "/") {
    throw new RcdbError(
      "bad_connection",
      `“${url}” names no file. Three slashes come before the path: sqlite:///path/to/rcdb.sqlite`,
    );
  }
  return path.slice(1);
}
