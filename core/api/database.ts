/** What an open database is, and what is newest in it. */
import * as v from "valibot";
import { call, changingByWindow, nothing, reading, readingLong } from "./call.ts";
import { count, runNumber } from "./values.ts";

export const databaseInfo = v.object({
  /** The connection string that opens it again, without a password. */
  connection: v.string(),
  /** What kind of database it is, for programs and for people, and whether it is a file. */
  kind: v.string(),
  kindName: v.string(),
  isFile: v.boolean(),
  /** A short name for people: the base name of a file, the name of a database on a server. */
  name: v.string(),
  /** Where it is: a file's absolute path, or `user@host:port/database`. */
  location: v.string(),
  /** Which of the hosts of its connection was used, as `host:port`; null where there are not several. */
  hostInUse: v.nullable(v.string()),
  access: v.picklist(["read", "write"]),
  schemaVersion: count,
  /** Tables and columns of its version that it lacks, as `files` and `files.importance`: they are empty. */
  missing: v.array(v.string()),
  /** Tables with rows that cannot be read and are left out, as they have no number by which they are found. */
  unreadable: v.array(v.object({ table: v.string(), rows: count })),
  runs: count,
  firstRun: v.nullable(runNumber),
  lastRun: v.nullable(runNumber),
  conditionTypes: count,
  /** Size in bytes; null where the server does not tell. */
  bytes: v.nullable(count),
  /** Last change (ISO 8601, UTC) of a file; null on a server. */
  modified: v.nullable(v.string()),
  /** Whether a file is read from a copy in memory, for SQLite cannot read it where it lies: what is written to it later is not seen. */
  isInMemory: v.boolean(),
});
export type DatabaseInfo = v.InferOutput<typeof databaseInfo>;

const tableSize = v.object({
  table: v.string(),
  rows: count,
  /** Bytes of data and indexes; null where the database does not tell. */
  bytes: v.nullable(count),
});
export type TableSize = v.InferOutput<typeof tableSize>;

/** By what a change of the database is noticed: the greatest keys of its tables, and its newest run's finish. */
export const newest = v.object({
  run: v.nullable(runNumber),
  /** Updates move it on while the run goes on. */
  finished: v.nullable(v.string()),
  condition: v.nullable(v.number()),
  log: v.nullable(v.number()),
});
export type Newest = v.InferOutput<typeof newest>;

const newestRuns = v.object({
  newest,
  /** How many runs have a greater number than the one that was asked about. */
  added: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

export const databaseCalls = {
  describeDatabase: call(reading, nothing, databaseInfo),
  countRows: call(readingLong, nothing, v.array(tableSize)),
  /** What is newest in the database, and how many runs have a greater number than `after`: to be asked every few seconds. */
  readNewest: call(reading, v.object({ after: v.nullable(runNumber) }), newestRuns),
  /** Tries whether this connection may change the database, and changes nothing; fails with why it may not. */
  tryWriting: call(changingByWindow, nothing, nothing),
};
