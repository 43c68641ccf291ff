/** The schemas of calls about copies: SQLite files that hold what a database had at one moment, and know it. */
import * as v from "valibot";
import { asking, call, maintaining, nothing, reading, readingLong } from "./call.ts";
import { count } from "./values.ts";

/** What of a database a copy holds. */
const copyChoice = v.object({
  /** Its runs, as `--runs` takes them: ranges and names of run periods, read anew at every update; null for all. */
  runs: v.optional(v.nullable(v.string()), null),
  /** The names of its condition types; null for all. */
  conditions: v.optional(v.nullable(v.array(v.string())), null),
  /** Configuration files: all of them, without their contents, or none. */
  files: v.optional(v.picklist(["all", "names", "none"]), "all"),
});
export type CopyChoice = v.InferOutput<typeof copyChoice>;

/** What a copy says of itself. */
export const copyState = v.object({
  /** The connection string of what it is a copy of, without a password. */
  source: v.string(),
  /** A short name of that for people, and where it is. */
  name: v.string(),
  location: v.string(),
  choice: copyChoice,
  /** Where its source is a copy itself: the choice of that, and of what that is a copy of. */
  sourceChoices: v.optional(v.array(copyChoice), []),
  /** The moment whose rows it holds (ISO 8601, UTC); null while it never was whole. */
  taken: v.nullable(v.string()),
  /** Whether it holds all that was chosen. One that is not whole is never opened as a database. */
  whole: v.boolean(),
});
export type CopyState = v.InferOutput<typeof copyState>;

const copiedRows = v.object({
  table: v.string(),
  /** How many rows were brought and removed: rows are brought anew together with those beside them that differ. */
  brought: count,
  removed: count,
  /** How many of them are new, have other values, and are gone; null where that was not counted, as there were too many. */
  counts: v.nullable(v.object({ added: count, changed: count, removed: count })),
});
export type CopiedRows = v.InferOutput<typeof copiedRows>;
export type CopiedCounts = NonNullable<CopiedRows["counts"]>;

const copied = v.object({
  /** Where the copy is. */
  path: v.string(),
  copy: copyState,
  /** How it came about: new, the rest of an interrupted one, or what changed since it was taken. */
  kind: v.picklist(["new", "resumed", "updated"]),
  /** Of each table with changes. */
  tables: v.array(copiedRows),
  bytes: count,
  /** What people should know, as that its source gives no snapshot. */
  remarks: v.array(v.string()),
});
export type Copied = v.InferOutput<typeof copied>;

/** What differs between a copy and its source. */
const copyCheck = v.object({
  copy: copyState,
  /** The tables that differ, each with its rows on both sides in the stretches that differ. */
  differences: v.array(
    v.object({
      table: v.string(),
      /** Rows that are only in the source, only in the copy, and in both with other values. */
      missing: count,
      surplus: count,
      changed: count,
      /** The first keys of them, for people. */
      examples: v.array(v.string()),
    }),
  ),
});
export type CopyCheck = v.InferOutput<typeof copyCheck>;

/** Takes hours at worst, and writes a file that its input names. */
const copying = { ...reading, callers: ["host", "program"], isLong: true, changes: true } as const;

const sourcePassword = v.object({ password: v.optional(v.nullable(v.string()), null) });

export const copyCalls = {
  /** The copy at a path, and the unfinished one that is to get that name; null for what is not there, or no copy. */
  findCopy: call(
    { ...maintaining, isLong: false, changes: false },
    v.object({ path: v.string() }),
    v.object({ copy: v.nullable(copyState), unfinished: v.nullable(copyState) }),
  ),
  /** Makes a copy a database of its own: it may be changed, and is no longer brought up to date. Answers what it was. */
  detachCopy: call(
    { ...maintaining, isLong: false },
    v.object({ path: v.string() }),
    v.object({ copy: copyState }),
  ),
  /** What the open database says of itself as a copy; `copy` is null where it is none. */
  readCopy: call(reading, nothing, v.object({ copy: v.nullable(copyState) })),
  /**
   * Copies the open database to a file. One that was interrupted is resumed, a copy of the same database and choice is
   * brought up to date; anything else of that name is replaced only with `replace`.
   */
  takeCopy: call(
    copying,
    v.object({
      path: v.string(),
      choice: v.optional(copyChoice, {}),
      replace: v.optional(v.boolean(), false),
    }),
    copied,
  ),
  /** Compares the open database, a copy, with its source; `source` as in `updateCopy`. */
  checkCopy: call(readingLong, v.object({ source: v.optional(v.nullable(v.string()), null) }), copyCheck),
  /** Brings the open database, a copy, up to date. `source` is its source's connection string where that needs a password. */
  updateCopy: call(copying, v.object({ source: v.optional(v.nullable(v.string()), null) }), copied),
  /**
   * Desktop: takes a copy of the open database to the file that people choose; null where they closed the dialog. With `resume`
   * the one that was interrupted in this window goes on, with its file and its choice.
   */
  saveCopy: call(
    asking,
    v.object({ choice: v.optional(copyChoice, {}), resume: v.optional(v.boolean(), false) }),
    v.nullable(copied),
  ),
  /** Desktop: `updateCopy`, with the password of its source where that is needed and not known from this window. */
  updateOpenCopy: call(asking, sourcePassword, copied),
  /** Desktop: `checkCopy` likewise. It is not asked again by itself: its source may be away while the copy is there. */
  checkOpenCopy: call(asking, sourcePassword, copyCheck),
};
