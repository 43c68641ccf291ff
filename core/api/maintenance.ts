/** The schemas of calls that make, check, repair and migrate databases. */
import * as v from "valibot";
import { call, changing, changingByWindow, maintaining, nothing, reading, readingLong } from "./call.ts";
import { databaseInfo } from "./database.ts";
import { count, runNumber } from "./values.ts";

/** Something that a check of a database found. */
const finding = v.object({
  kind: v.picklist([
    "duplicate-conditions",
    "duplicate-condition-types",
    "duplicate-run-periods",
    "duplicate-aliases",
    "duplicate-file-links",
    "orphan-conditions",
    "orphan-file-links",
    "unknown-value-types",
    "values-not-readable",
    "wrong-hashes",
    "contents-not-in-copy",
    "overlapping-run-periods",
    "runs-that-end-before-they-start",
    "damaged-file",
    "broken-aliases",
    "older-schema",
    "missing-parts",
    "numbers-of-other-types",
    "other-collations",
    "values-missing",
    "rows-without-number",
    "runs-stored-twice",
  ]),
  severity: v.picklist(["error", "warning", "note"]),
  /** What was found, and what it means. */
  message: v.string(),
  count,
  /** The first of them, for people. */
  examples: v.array(v.string()),
  /** A command that fixes it, or what to do; null where nothing needs to be done. */
  fix: v.nullable(v.string()),
});
export type Finding = v.InferOutput<typeof finding>;

/** An older row of a (run, condition type) or (file, run) that is stored more than once. */
const duplicate = v.object({
  table: v.picklist(["conditions", "files_have_runs"]),
  run: runNumber,
  /** The condition's name, or the file's path. */
  name: v.string(),
  /** How many rows there are beside the one that counts. */
  surplus: count,
  /** Whether they hold other values than the newest row, which counts. */
  different: v.boolean(),
});
export type Duplicate = v.InferOutput<typeof duplicate>;

const duplicates = v.object({
  duplicates: v.array(duplicate),
  /** How many rows were removed: none without `execute`. */
  removed: count,
});
export type Duplicates = v.InferOutput<typeof duplicates>;

/** The evio files of a run, as found on disk, by their paths or names: one at least. */
export const evioFilesOfRun = v.object({
  run: runNumber,
  files: v.pipe(v.array(v.string()), v.minLength(1, "A run without evio files is left out.")),
});
export type EvioFilesOfRun = v.InferOutput<typeof evioFilesOfRun>;

const evioRepair = v.object({
  /** What to do for each run whose conditions do not agree with the files on disk. */
  runs: v.array(
    v.object({
      run: runNumber,
      state: v.picklist(["added", "replaced", "missing", "mismatch", "unknown-run"]),
      /** `evio_files_count` and `evio_last_file` by the disk, and as stored (null where missing). */
      count,
      last: v.string(),
      storedCount: v.nullable(v.number()),
      storedLast: v.nullable(v.string()),
    }),
  ),
  /** How many runs have the right values already. */
  right: count,
});
export type EvioRepair = v.InferOutput<typeof evioRepair>;

/** Our own index of the conditions. */
const ownIndex = v.object({
  name: v.string(),
  exists: v.boolean(),
  /** The SQL that makes it, or, where it exists, removes it. */
  statements: v.array(v.string()),
  /** The bytes that it takes, or about how many it would take. */
  bytes: count,
  /** About how long making it takes; 0 where it exists. */
  seconds: count,
});
export type OwnIndex = v.InferOutput<typeof ownIndex>;

const optimization = v.object({
  /** Whether the index was made or removed; not, where it was so already. */
  changed: v.boolean(),
  /** Whether it is there now. */
  exists: v.boolean(),
  /** About how many bytes it takes, would take, or took. */
  bytes: count,
});
export type Optimization = v.InferOutput<typeof optimization>;

/** A step of a migration, in words and in SQL. */
const migrationStep = v.object({
  description: v.string(),
  statements: v.array(v.string()),
  /** Whether an earlier, interrupted migration has done it already. */
  done: v.boolean(),
});
export type MigrationStep = v.InferOutput<typeof migrationStep>;

const migration = v.object({
  from: v.number(),
  to: v.number(),
  steps: v.array(migrationStep),
  /** SQLite: where the database as it was is kept; null on a dry run and on a server. */
  backup: v.nullable(v.string()),
  executed: v.boolean(),
});
export type Migration = v.InferOutput<typeof migration>;

/** What a connection leads to. */
const inspection = v.object({
  kind: v.string(),
  location: v.string(),
  exists: v.boolean(),
  /** Names of all tables in it. */
  tables: v.array(v.string()),
  /** Null where it is not a database of RCDB. */
  schemaVersion: v.nullable(v.number()),
});
export type Inspection = v.InferOutput<typeof inspection>;

export const maintenanceCalls = {
  /** What is stored more than once; reads the whole database. */
  listDuplicates: call(reading, nothing, duplicates),
  /** Reads the whole database and tells what is wrong in it. */
  checkDatabase: call(readingLong, nothing, v.array(finding)),
  /** Whether our own index is there, and what it costs. */
  describeOwnIndex: call(reading, nothing, ownIndex),
  /** Makes our own index, or removes it. */
  optimizeDatabase: call(
    { ...changingByWindow, isLong: true },
    v.object({ undo: v.optional(v.boolean(), false) }),
    optimization,
  ),
  /** Lists surplus rows, and with `execute` removes them. */
  repairDuplicates: call({ ...changing, isLong: true }, v.object({ execute: v.boolean() }), duplicates),
  /** Compares the files on disk with the conditions of their runs, and with `execute` adds what is missing. */
  repairEvioFiles: call(
    { ...changing, isLong: true },
    v.object({
      found: v.array(evioFilesOfRun),
      execute: v.boolean(),
      /** Whether values that differ are put right, too. */
      replace: v.optional(v.boolean(), false),
    }),
    evioRepair,
  ),
  /** Makes a database without runs. One that has tables is refused unless `dropAll`, which removes them. */
  initializeDatabase: call(
    maintaining,
    v.object({
      connection: v.string(),
      dropAll: v.optional(v.boolean(), false),
      /** Whether the condition types that every RCDB has are added. */
      defaults: v.optional(v.boolean(), true),
    }),
    databaseInfo,
  ),
  /** What a connection leads to, as far as can be told without opening it as a database of RCDB. */
  inspectDatabase: call(
    { ...maintaining, isLong: false, changes: false },
    v.object({ connection: v.string() }),
    inspection,
  ),
  /**
   * Brings a database from an older version of the schema to ours, and adds what it lacks; with `completeOnly` only the
   * latter. Without `execute` only the steps are told.
   */
  updateDatabase: call(
    maintaining,
    v.object({
      connection: v.string(),
      execute: v.boolean(),
      completeOnly: v.optional(v.boolean(), false),
    }),
    migration,
  ),
};
