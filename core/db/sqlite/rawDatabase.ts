import { noFolderFor } from "../../disk/faults.ts";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import SqliteFile from "better-sqlite3";
import type { SqliteConnection } from "./connection.ts";
import { checkFile, explained, openFile } from "./file.ts";
import { quoted } from "./names.ts";
import { readSqliteShape } from "./shape.ts";
import type { RawAccess, RawDatabase, RawRow, Contents, Reference } from "../rawDatabase.ts";
import { backUpFile, damaged } from "./backup.ts";

/** Opens an SQLite file, whatever is in it. `create` makes it where there is none, in a folder that exists. */
export function openRawSqlite(connection: SqliteConnection, access: RawAccess): RawDatabase {
  const { path } = connection;
  const file = access === "create" && !existsSync(path) ? newFile(path) : existingFile(path, access);
  try {
    prepare(file);
  } catch (thrown) {
    file.close();
    throw explained(thrown, path);
  }
  // eslint-disable-next-line @typescript-eslint/require-await -- SQLite answers at once, a server does not
  const attempt = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (thrown) {
      throw explained(thrown, path);
    }
  };
  const query = (statement: string): Promise<readonly RawRow[]> => attempt(() => run(file, statement));
  return {
    connection,
    query,
    quoted,
    contents: () => attempt(() => contentsOf(file)),
    shape: () => attempt(() => readSqliteShape(file)),
    references: () => attempt(() => referencesOf(file)),
    dropAll: () => attempt(() => dropAll(file)),
    exclusively: async (work) => {
      await query("BEGIN IMMEDIATE");
      try {
        const result = await work();
        await query("COMMIT");
        return result;
      } catch (thrown) {
        // Some errors, a full disk for one, have ended the transaction already.
        if (file.inTransaction) await query("ROLLBACK");
        throw thrown;
      }
    },
    backUp: (name, context) => backUpFile(path, name, context),
    checkIntegrity: () => attempt(() => checkIntegrity(file, path)),
    close: () =>
      attempt(() => {
        file.close();
      }),
  };
}

function checkIntegrity(file: SqliteFile.Database, path: string): void {
  try {
    const result = String(file.pragma("quick_check(1)", { simple: true }));
    if (result !== "ok") throw damaged(path, result);
  } catch (thrown) {
    // With an index in an order that SQLite does not know it checks nothing.
    if (thrown instanceof SqliteFile.SqliteError && thrown.code === "SQLITE_ERROR_MISSING_COLLSEQ") return;
    throw thrown;
  }
}

function existingFile(path: string, access: RawAccess): SqliteFile.Database {
  const mode = access === "read" ? "read" : "write";
  checkFile(path, mode);
  return openFile(path, mode);
}

function newFile(path: string): SqliteFile.Database {
  if (!existsSync(dirname(path))) {
    throw noFolderFor(path, "Make it, or choose another folder.");
  }
  try {
    return new SqliteFile(path);
  } catch (thrown) {
    throw explained(thrown, path);
  }
}

function prepare(file: SqliteFile.Database): void {
  file.pragma("trusted_schema = OFF");
  // Or else dropping a table would first delete the rows of others that refer to it.
  file.pragma("foreign_keys = OFF");
  // The first look into the file: tells whether it is an SQLite file at all.
  contentsOf(file);
}

function run(file: SqliteFile.Database, statement: string): readonly RawRow[] {
  const prepared = file.prepare(statement);
  if (prepared.reader) return prepared.all() as RawRow[];
  prepared.run();
  return [];
}

const listed = "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND type =";

function contentsOf(file: SqliteFile.Database): Contents {
  return {
    tables: file.prepare(`${listed} 'table' ORDER BY name`).pluck().all() as string[],
    views: file.prepare(`${listed} 'view' ORDER BY name`).pluck().all() as string[],
  };
}

function referencesOf(file: SqliteFile.Database): readonly Reference[] {
  return file
    .prepare(
      `SELECT name AS "from", "table" AS "to" FROM sqlite_master, pragma_foreign_key_list(name) WHERE type = 'table'`,
    )
    .all() as Reference[];
}

function dropAll(file: SqliteFile.Database): void {
  const drop = (kind: "TABLE" | "VIEW", names: readonly string[]): void => {
    for (const name of names) file.exec(`DROP ${kind} ${quoted(name)}`);
  };
  drop("VIEW", contentsOf(file).views);
  // A virtual table takes the tables with it in which it keeps its content.
  const virtual = file.prepare(`${listed} 'table' AND sql LIKE 'CREATE VIRTUAL%'`).pluck().all() as string[];
  drop("TABLE", virtual);
  drop("TABLE", contentsOf(file).tables);
}
