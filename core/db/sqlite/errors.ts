import type { Failure } from "../../api/failure.ts";

/** SQLite's result codes (their first part) as what people can do about them. */
const explanations: readonly (readonly [RegExp, Failure])[] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    { code: "locked", message: "Another program is writing to the database. Try again in a moment." },
  ],
  [
    /^SQLITE_NOTADB/,
    {
      code: "not_a_database",
      message: "The file is not an SQLite database, or it is encrypted. Choose another file.",
    },
  ],
  [
    /^SQLITE_CORRUPT/,
    {
      code: "damaged",
      message:
        "The database file is damaged. Get a new copy; “sqlite3 FILE .recover” can save what is left of this one.",
    },
  ],
  [
    /^SQLITE_READONLY_(ROLLBACK|RECOVERY)/,
    {
      code: "no_permission",
      message:
        "A program was ended while it wrote to the database file. Have it opened once by a user who may write to it: that puts it in order.",
    },
  ],
  [
    /^SQLITE_(PERM|AUTH|READONLY|CANTOPEN)/,
    {
      code: "no_permission",
      message:
        "The database file or its folder may not be read or written (a change writes to both). Ask its owner for the permission, or copy the file to a folder of your own.",
    },
  ],
  [
    /^SQLITE_ERROR_MISSING_COLLSEQ/,
    {
      code: "wrong_schema",
      message:
        "The database has an index in an order (a collation) that only the program has which made it. Nothing was changed. Write with that program, or drop the index.",
    },
  ],
  [
    /^SQLITE_CONSTRAINT/,
    {
      code: "bad_value",
      message:
        "The database has a rule of its own that the change breaks, as a column that may not be empty and that this program does not know. Nothing was changed. Write with the program that made the database.",
    },
  ],
  [/^SQLITE_FULL/, { code: "disk_full", message: "The disk is full. Make room and try again." }],
  [
    /^SQLITE_IOERR/,
    {
      code: "damaged",
      message: "Reading or writing the database file failed: the disk or the network drive gave an error.",
    },
  ],
];

/** What better-sqlite3 threw, as the failure people are told; null where it is none of SQLite's. */
export function explainSqliteError(thrown: unknown): Failure | null {
  if (!(thrown instanceof Error) || !("code" in thrown) || typeof thrown.code !== "string") return null;
  const { code, message } = thrown;
  const found = explanations.find(([pattern]) => pattern.test(code));
  return found ? { ...found[1], detail: { code, message } } : null;
}
