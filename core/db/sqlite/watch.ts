/**
 * Whether a path still leads to the SQLite file that was opened.
 *
 * A copy of a database is replaced by a newer one while it is open: by renaming a new file over it, which leaves the
 * open one without a name, or by writing over it, which changes it under whoever reads it.
 */
import { faultOf } from "../../disk/faults.ts";
import { statSync, type BigIntStats } from "node:fs";
import SqliteFile from "better-sqlite3";
import { RcdbError } from "../../api/failure.ts";

/** A look waits so long for a writer, in milliseconds; where that is not enough, the next one tells. */
const timeout = 200;

/** What SQLite says of a file that is being written over, or cannot be reached. */
const unreadable = /^SQLITE_(NOTADB|CORRUPT|CANTOPEN|IOERR)/;

/** The watch over one open file. Made before the file is opened, so that one replaced meanwhile is noticed. */
export class SqliteWatch {
  readonly #path: string;
  readonly #opened: BigIntStats;
  /** How the file was when it was last known to be the same. */
  #seen: BigIntStats;
  #marks: readonly Mark[] | null = null;

  constructor(path: string) {
    this.#path = path;
    this.#opened = statSync(path, { bigint: true });
    this.#seen = this.#opened;
  }

  /** Another text for another file. */
  get identity(): string {
    return `${this.#opened.dev}:${this.#opened.ino}`;
  }

  /** Keeps what the content of the open file is known by. */
  remember(file: SqliteFile.Database): void {
    this.#marks = marksOf(file);
  }

  /**
   * Throws `replaced` where another file or content is at the path, and `connection_lost` where nothing that can be
   * read is there now. Of a file that nobody has written to it costs one `stat`.
   */
  check(): void {
    const now = this.#look();
    if (now.dev !== this.#opened.dev || now.ino !== this.#opened.ino) throw replaced(this.#path);
    if (now.size === this.#seen.size && now.mtimeNs === this.#seen.mtimeNs) return;
    const isSame = this.#isContinued();
    if (isSame === false) throw replaced(this.#path);
    if (isSame) this.#seen = now;
  }

  #look(): BigIntStats {
    try {
      return statSync(this.#path, { bigint: true });
    } catch (thrown) {
      const isGone = faultOf(thrown) === "missing";
      throw lost(this.#path, isGone ? "it was moved or deleted" : reasonOf(thrown));
    }
  }

  /**
   * Whether the file has still what was in it: a database only grows. Read anew, as an open connection may have pages
   * of the old content. Null where a writer keeps it locked.
   */
  #isContinued(): boolean | null {
    if (this.#marks === null) return null;
    let file: SqliteFile.Database | undefined;
    try {
      file = new SqliteFile(this.#path, { readonly: true, fileMustExist: true, timeout });
      return hasMarks(file, this.#marks);
    } catch (thrown) {
      if (!(thrown instanceof SqliteFile.SqliteError)) throw thrown;
      if (unreadable.test(thrown.code)) throw lost(this.#path, thrown.message);
      return thrown.code === "SQLITE_ERROR" ? false : null;
    } finally {
      file?.close();
    }
  }
}

/** A row that stays as it is: the newest of its table when the file was opened. */
interface Mark {
  readonly query: string;
  readonly id: string;
  readonly row: string;
}

/**
 * What nobody changes in a row once it is there; the log first: of a run's conditions some are deleted. The text of a log record is
 * none of it: that of a series of updates is rewritten.
 */
const markColumns = [
  ["logs", ["table_ids", "related_run"]],
  ["conditions", ["run_number", "condition_type_id"]],
] as const;

/** Nothing of a file that is damaged there, which may still be read elsewhere. */
function marksOf(file: SqliteFile.Database): readonly Mark[] {
  try {
    const marks = markColumns.map(([table, wanted]) => newestMark(file, table, wanted));
    return marks.filter((mark) => mark !== null).slice(0, 1);
  } catch (thrown) {
    if (thrown instanceof SqliteFile.SqliteError && thrown.code.startsWith("SQLITE_CORRUPT")) return [];
    throw thrown;
  }
}

function newestMark(file: SqliteFile.Database, table: string, wanted: readonly string[]): Mark | null {
  const isThere = file.prepare(
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? AND sql NOT LIKE '%WITHOUT ROWID%'",
  );
  if (!isThere.get(table)) return null;
  const columns = file.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(table);
  const query =
    ["SELECT rowid", ...wanted.filter((name) => columns.includes(name))].join(", ") + ` FROM ${table}`;
  const [id, ...row] = readRow(file, `${query} ORDER BY rowid DESC LIMIT 1`) ?? [];
  return id === undefined ? null : { query, id, row: row.join("\n") };
}

function hasMarks(file: SqliteFile.Database, marks: readonly Mark[]): boolean {
  return marks.every(({ query, id, row }) => {
    const [, ...found] = readRow(file, `${query} WHERE rowid = ${id}`) ?? [null];
    return found.join("\n") === row;
  });
}

function readRow(file: SqliteFile.Database, sql: string): readonly string[] | undefined {
  return file.prepare<[], unknown[]>(sql).raw().safeIntegers().get()?.map(String);
}

function replaced(path: string): RcdbError {
  return new RcdbError("replaced", `The file “${path}” was replaced by another. Ask again.`);
}

function lost(path: string, reason: string): RcdbError {
  return new RcdbError(
    "connection_lost",
    `The file “${path}” cannot be read any more: ${reason}. Put it back, or open another database.`,
  );
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
