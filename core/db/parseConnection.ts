import { homedir } from "node:os";
import { basename, resolve } from "node:path";
import { RcdbError } from "../api/failure.ts";
import type { Connection, SqliteConnection } from "./connection.ts";
import { parseMysqlUrl } from "./mysql/url.ts";

const schemePattern = /^([a-z][a-z0-9+.-]+):\/\//i;

/** MariaDB's servers are MySQL's to their clients; SQLAlchemy names its driver behind a `+`. */
const serverScheme = /^(mysql|mariadb)(\+.*)?$/;

/**
 * Reads a connection string: `sqlite:///relative/or/C:/path`, `sqlite:////absolute/path`,
 * `mysql://user:password@host:port/database` as SQLAlchemy writes them, or a bare path (`~` is the home
 * folder; relative paths start at `folder`). Throws `bad_connection`.
 */
export function parseConnection(text: string, folder: string = process.cwd()): Connection {
  const trimmed = text.trim();
  if (trimmed === "")
    throw new RcdbError(
      "bad_connection",
      "No database is named. Give the path of an SQLite file, or mysql://user@host/database.",
    );
  if (trimmed.includes("\0"))
    throw new RcdbError("bad_connection", "A connection string cannot contain a NUL character.");
  const scheme = schemePattern.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme !== undefined && serverScheme.test(scheme)) return parseMysqlUrl(trimmed);
  if (scheme !== undefined && scheme !== "sqlite") {
    throw new RcdbError(
      "bad_connection",
      `“${scheme}://” databases are not supported. Open an SQLite file, sqlite:///path/to/rcdb.sqlite, or a database of a MySQL or MariaDB server, mysql://user@host/database`,
    );
  }
  return sqliteFile(scheme === undefined ? trimmed : pathOfUrl(trimmed), folder);
}

function sqliteFile(path: string, folder: string): SqliteConnection {
  const expanded = path === "~" || path.startsWith("~/") ? homedir() + path.slice(1) : path;
  const absolute = resolve(folder, expanded);
  return {
    kind: "sqlite",
    path: absolute,
    text: `sqlite:///${absolute}`,
    name: basename(absolute),
    location: absolute,
  };
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

/** A connection string as it may be shown, also where it cannot be read: what may be a password is left out. */
export function withoutPassword(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^:@/]*):.*@/i, "$1@");
}
