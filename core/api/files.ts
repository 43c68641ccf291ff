/** Configuration files: their contents, versions, runs, and what is found in them. */
import * as v from "valibot";
import { call, changingByWindow, nothing, reading, readingLong } from "./call.ts";
import { count, runNumber } from "./values.ts";

export const runFile = v.object({
  id: v.number(),
  path: v.string(),
  sha256: v.string(),
  /** Null where the content is not there: in a copy that was taken without contents. */
  bytes: v.nullable(count),
  importance: v.picklist(["high", "low"]),
  description: v.nullable(v.string()),
});
export type RunFile = v.InferOutput<typeof runFile>;

const fileContent = v.object({
  ...runFile.entries,
  bytes: count,
  content: v.string(),
  /** Whether the stored hash is that of the content: where not, one of them was changed or damaged. */
  hashMatches: v.boolean(),
  /** How the bytes of the file became this text. */
  encoding: v.picklist(["utf-8", "latin-1"]),
});
export type FileContent = v.InferOutput<typeof fileContent>;

const filePath = v.object({
  path: v.string(),
  /** How many different contents and how many runs it has. */
  versions: count,
  runs: count,
  lastRun: v.nullable(runNumber),
});
export type FilePath = v.InferOutput<typeof filePath>;

/** The runs that used a file. */
const fileRuns = { runs: count, firstRun: v.nullable(runNumber), lastRun: v.nullable(runNumber) };

const fileVersion = v.object({
  ...runFile.entries,
  ...fileRuns,
  /** When the first of its runs started. */
  firstStarted: v.nullable(v.string()),
});
export type FileVersion = v.InferOutput<typeof fileVersion>;

/** Runs of the database that follow each other. */
const useSegment = v.object({
  /** The version that they used; of several the one of most of them; null where none has the file. */
  file: v.nullable(v.number()),
  firstRun: runNumber,
  lastRun: runNumber,
  /** How many runs they are, how many of them have the file, and in how many versions. */
  runs: count,
  used: count,
  versions: count,
});
export type UseSegment = v.InferOutput<typeof useSegment>;

const fileUse = v.object({
  /** Of the database. */
  runs: count,
  /** All runs, in order. */
  segments: v.array(useSegment),
  /** Whether all runs of each segment used the same version; else short ones were taken together. */
  complete: v.boolean(),
  /** The run periods that have runs: the place of the first one among all runs, from 0, and how many. */
  periods: v.array(v.object({ name: v.string(), place: count, runs: count })),
});
export type FileUse = v.InferOutput<typeof fileUse>;

const runsOfFile = v.object({
  runs: count,
  ranges: v.array(v.object({ runMin: runNumber, runMax: runNumber })),
});
export type RunsOfFile = v.InferOutput<typeof runsOfFile>;

const fileSearch = v.object({
  /** A text, or a regular expression of RE2 (no look-around, no back-references); found within lines. */
  text: v.pipe(v.string(), v.minLength(1, "Give a text to search for.")),
  regularExpression: v.optional(v.boolean(), false),
  caseSensitive: v.optional(v.boolean(), false),
  /** Only in files whose path contains this, in upper or lower case. */
  path: v.optional(v.string(), ""),
  /** The most lines to answer. */
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 1000),
});
export type FileSearch = v.InferOutput<typeof fileSearch>;

const fileMatches = v.object({
  matches: v.array(
    v.object({
      file: v.object({ id: v.number(), path: v.string() }),
      /** From 1. */
      line: v.number(),
      /** The line, long ones cut around the place, and where in `text` it was found. */
      text: v.string(),
      from: v.number(),
      to: v.number(),
    }),
  ),
  /** The files in which something was found. */
  found: v.array(v.object({ id: v.number(), path: v.string(), ...fileRuns })),
  /** How many files were searched, and whether the limit cut the answer. */
  files: count,
  complete: v.boolean(),
});
export type FileMatches = v.InferOutput<typeof fileMatches>;

/**
 * Of each file of a run whether its content is that which was hashed when it was stored; null where the content is not there, in a copy
 * that was taken without contents.
 */
const checkedFiles = v.array(v.object({ id: v.number(), intact: v.nullable(v.boolean()) }));
export type CheckedFiles = v.InferOutput<typeof checkedFiles>;

export const givenFile = v.object({
  run: runNumber,
  /** As it is stored; nothing is read from there. */
  path: v.string(),
  /** A text, or the bytes of a file. */
  content: v.union([v.string(), v.custom<Uint8Array>((given) => given instanceof Uint8Array)]),
  /** In place of the run's newest file of that path. */
  overwrite: v.optional(v.boolean(), false),
  importance: v.optional(v.picklist(["high", "low"]), "high"),
  description: v.optional(v.nullable(v.string()), null),
});
export type GivenFile = v.InferOutput<typeof givenFile>;

const storedFile = v.object({
  id: v.number(),
  sha256: v.string(),
  bytes: v.number(),
  /**
   * `added`: a new row; `associated`: a row that was there now belongs to the run, too; `replaced`: the content took
   * the place of the run's newest file of that path; `unchanged`: the run had it already.
   */
  outcome: v.picklist(["added", "associated", "replaced", "unchanged"]),
  /** How the bytes were read as text: those that are no UTF-8 as Latin-1, one character a byte. */
  encoding: v.picklist(["utf-8", "latin-1"]),
});
export type StoredConfigurationFile = v.InferOutput<typeof storedFile>;

const fileId = v.object({ id: v.pipe(v.number(), v.safeInteger()) });
const runAndFile = v.object({ run: runNumber, ...fileId.entries });
export type RunAndFile = v.InferOutput<typeof runAndFile>;
const path = v.object({ path: v.string() });

export const fileCalls = {
  /** Fails with `not_in_copy`, whose detail has the hash, where the content is not in this copy. */
  readFile: call(reading, fileId, fileContent),
  /** Hashes the contents of the files of a run. */
  checkFiles: call(reading, v.object({ run: runNumber }), checkedFiles),
  /** The paths of all configuration files, in order: at once, as their runs are not counted. */
  listPaths: call(reading, nothing, v.array(v.string())),
  /** The paths of all configuration files that contain a text, in upper or lower case. */
  listFilePaths: call(reading, v.object({ search: v.optional(v.string(), "") }), v.array(filePath)),
  /** The versions of one path, by the first run that used each. */
  listFileVersions: call(reading, path, v.array(fileVersion)),
  /** The newest version of a path, or the one that a run used. */
  findFile: call(
    reading,
    v.object({ path: v.string(), run: v.optional(v.nullable(runNumber), null) }),
    fileVersion,
  ),
  /** The runs that used a file, in order. */
  listRunsOfFile: call(reading, fileId, v.array(runNumber)),
  /** Which version of a path the runs of the database used, run after run. */
  readFileUse: call(reading, path, fileUse),
  /** The runs that used a file, as ranges of the runs that there are. */
  readRunsOfFile: call(reading, fileId, runsOfFile),
  /** Lines of all files that contain a text. */
  searchFiles: call(readingLong, fileSearch, fileMatches),
  addFile: call(changingByWindow, givenFile, storedFile),
  /** Makes a version that is stored already one of a run's files. */
  attachFile: call(changingByWindow, runAndFile, v.object({ attached: v.boolean() })),
  /** Takes a file from a run; the version stays for other runs. */
  detachFile: call(changingByWindow, runAndFile, v.object({ detached: v.boolean() })),
};
