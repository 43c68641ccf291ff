import { homedir } from "node:os";
import { basename, resolve } from "node:path";
import { RcdbError } from "../../api/failure.ts";
import type { ConnectionStrings } from "../backend.ts";
import type { SqliteConnection } from "./connection.ts";

/** `sqlite:///relative/or/C:/path`, `sqlite:////absolute/path` as SQLAlchemy writes them, or a path. */
export const sqliteConnections: ConnectionStrings<SqliteConnection> = {
  given: "the path of an SQLite file",
  opened: "an SQLite file, sqlite:///path/to/rcdb.sqlite",
  files: { name: "SQLite databases", extensions: ["sqlite", "sqlite3", "db", "db3", "gz", "zst"] },
  hasScheme: (scheme) => scheme === null || scheme === "sqlite",
  parse: (text, folder) => fileAt(/^sqlite:\/\//i.test(text) ? pathOfUrl(text) : text, folder),
  isSame: (a, b) => a.path === b.path,
  optionFile: null,
  describe: ({ path }) => [["File", path]],
};

function fileAt(path: string, folder: string): SqliteConnection {
  const expanded = path === "~" || path.startsWith("~/") ? homedir() + path.slice(1) : path;
  const absolute = resolve(folder, expanded);
  return {
    kind: "sqlite",
    path: absolute,
    password: null,
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
