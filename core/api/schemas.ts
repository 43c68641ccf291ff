/** The schemas of what crosses the wire, from which the types come. Values are JSON: no Date, no bigint, no class. */
import * as v from "valibot";
import type { ValueType } from "../query/tree.ts";
import { isFailureCode } from "./failure.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Run numbers are 32-bit integers in MySQL; SQLite files follow. */
export const runNumber = v.pipe(v.number(), v.safeInteger());

const types: Record<ValueType, ValueType> = {
  bool: "bool",
  json: "json",
  string: "string",
  float: "float",
  int: "int",
  time: "time",
  blob: "blob",
};
export const valueType = v.enum(types);

/** A condition's value as it is shown and exported: times are `YYYY-MM-DD HH:MM:SS[.ffffff]` wall-clock texts. */
export const cell = v.nullable(v.union([v.number(), v.string(), v.boolean()]));
export type Cell = v.InferOutput<typeof cell>;

/** Results hold so many characters of a text. */
export const cutLength = 300;

export const databaseInfo = v.object({
  /** The connection string that opens it again, without a password. */
  connection: v.string(),
  kind: v.picklist(["sqlite", "mysql"]),
  /** A short name for people: the base name of a file, the name of a database on a server. */
  name: v.string(),
  /** Where it is: a file's absolute path, or `user@host:port/database`. */
  location: v.string(),
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

export const tableSize = v.object({
  table: v.string(),
  rows: count,
  /** Bytes of data and indexes; null where the database does not tell. */
  bytes: v.nullable(count),
});
export type TableSize = v.InferOutput<typeof tableSize>;

export const conditionType = v.object({
  id: v.number(),
  name: v.string(),
  type: valueType,
  description: v.nullable(v.string()),
  created: v.nullable(v.string()),
});
export type ConditionType = v.InferOutput<typeof conditionType>;

export const runPeriod = v.object({
  id: v.number(),
  name: v.string(),
  description: v.nullable(v.string()),
  runMin: runNumber,
  runMax: runNumber,
  startDate: v.nullable(v.string()),
  endDate: v.nullable(v.string()),
});
export type RunPeriod = v.InferOutput<typeof runPeriod>;

export const alias = v.object({
  /** Of one in the database. */
  id: v.optional(v.number()),
  name: v.string(),
  code: v.string(),
  description: v.nullable(v.string()),
  source: v.picklist(["built-in", "database"]),
});
export type Alias = v.InferOutput<typeof alias>;

export const runRange = v.object({ runMin: v.nullable(runNumber), runMax: v.nullable(runNumber) });
/** First and last run, both included; null for no bound. */
export type RunRange = v.InferOutput<typeof runRange>;

/** Which runs: an expression over their conditions, within bounds. */
export const selection = v.object({
  /** A condition expression; empty selects all runs. */
  expression: v.string(),
  ...runRange.entries,
  /** Where there are any, only runs within one of these, too. */
  ranges: v.optional(v.array(runRange), []),
});
export type Selection = v.InferOutput<typeof selection>;

export const order = v.object({ column: v.string(), descending: v.boolean() });
export type Order = v.InferOutput<typeof order>;

export const search = v.object({
  ...selection.entries,
  /** What to show besides the run number: condition names and `runColumns`. */
  columns: v.pipe(v.array(v.string()), v.maxLength(500)),
  /** By `run`, the run number, or one of the columns; runs without a value come last. */
  order,
});
export type Search = v.InferOutput<typeof search>;

export const column = v.object({
  name: v.string(),
  type: valueType,
  description: v.nullable(v.string()),
});
export type Column = v.InferOutput<typeof column>;

/**
 * The run's own columns that can be shown and sorted by beside conditions; `length` is the seconds
 * from start to finish. A condition type of the same name wins.
 */
export const runColumns: readonly Column[] = [
  { name: "started", type: "time", description: "When the run started" },
  { name: "finished", type: "time", description: "When the run finished" },
  { name: "length", type: "int", description: "Time from start to finish" },
];

/** By what a change of the database is noticed: the greatest keys of its tables, and its newest run's finish. */
export const newest = v.object({
  run: v.nullable(runNumber),
  /** Updates move it on while the run goes on. */
  finished: v.nullable(v.string()),
  condition: v.nullable(v.number()),
  log: v.nullable(v.number()),
});
export type Newest = v.InferOutput<typeof newest>;

export const searchResult = v.object({
  /** Names the rows held in the core, for `readRows`, `sortRows` and `exportRows`. */
  result: v.string(),
  count,
  columns: v.array(column),
  order,
  /** Whether all values are there already; where not, `fillRows` reads them. */
  complete: v.boolean(),
  /** The statement that selected the runs, with its parameters in place of the question marks, to copy and run elsewhere. */
  sql: v.string(),
  /** As it was right before the query: what differs later came since. */
  newest,
  /** How the database was read, in words: "one scan of conditions", … */
  plan: v.string(),
  /** What the relative times of the expression were taken for: `now-24h` as `2018-04-01 11:30:00`. */
  dates: v.array(v.object({ text: v.string(), meant: v.string() })),
  /** Wall time in the database process. */
  milliseconds: v.number(),
});
export type SearchResult = v.InferOutput<typeof searchResult>;

/** Rows `from` … `from + runs.length` of a result; `values[c][r]` belongs to column `c` of row `from + r`. */
export const rows = v.object({
  from: count,
  runs: v.array(runNumber),
  values: v.array(v.array(cell)),
});
export type Rows = v.InferOutput<typeof rows>;

export const runCondition = v.object({
  name: v.string(),
  type: valueType,
  description: v.nullable(v.string()),
  value: cell,
  created: v.nullable(v.string()),
});
export type RunCondition = v.InferOutput<typeof runCondition>;

export const runFile = v.object({
  id: v.number(),
  path: v.string(),
  sha256: v.string(),
  bytes: count,
  importance: v.picklist(["high", "low"]),
  description: v.nullable(v.string()),
});
export type RunFile = v.InferOutput<typeof runFile>;

export const logRecord = v.object({
  id: v.number(),
  tables: v.nullable(v.string()),
  description: v.nullable(v.string()),
  run: v.nullable(v.number()),
  created: v.nullable(v.string()),
  user: v.nullable(v.string()),
});
export type LogRecord = v.InferOutput<typeof logRecord>;

export const runDetail = v.object({
  run: runNumber,
  started: v.nullable(v.string()),
  finished: v.nullable(v.string()),
  /** Seconds from start to finish by the wall clock. */
  length: v.nullable(v.number()),
  period: v.nullable(runPeriod),
  previous: v.nullable(runNumber),
  next: v.nullable(runNumber),
  conditions: v.array(runCondition),
  files: v.array(runFile),
  log: v.array(logRecord),
});
export type RunDetail = v.InferOutput<typeof runDetail>;

export const fileContent = v.object({
  ...runFile.entries,
  content: v.string(),
  /** Whether the stored hash is that of the content: where not, one of them was changed or damaged. */
  hashMatches: v.boolean(),
  /** How the bytes of the file became this text. */
  encoding: v.picklist(["utf-8", "latin-1"]),
});
export type FileContent = v.InferOutput<typeof fileContent>;

export const exportFormat = v.picklist(["csv", "tsv", "json", "ndjson", "parquet"]);
export type ExportFormat = v.InferOutput<typeof exportFormat>;

export const exported = v.object({
  /** Rows without the header line. */
  rows: count,
  bytes: count,
  /** Which values are empty in the file, as its format cannot hold them; left out where all are there. */
  remark: v.optional(v.string()),
});
export type Exported = v.InferOutput<typeof exported>;

export const recentDatabase = v.object({
  connection: v.string(),
  name: v.string(),
  location: v.string(),
  /** When it was last opened; ISO 8601, UTC. */
  opened: v.string(),
});
export type RecentDatabase = v.InferOutput<typeof recentDatabase>;

const failureCode = v.pipe(v.string(), v.guard(isFailureCode));

export const session = v.object({
  host: v.picklist(["desktop", "browser"]),
  version: v.string(),
  database: v.nullable(databaseInfo),
  recent: v.array(recentDatabase),
  /** The database that the window was made for, while it is being opened; see `awaitOpening`. */
  opening: v.nullable(v.string()),
  /** Why the database that the host was started with could not be opened. */
  openFailure: v.nullable(v.object({ connection: v.string(), code: failureCode, message: v.string() })),
});
export type Session = v.InferOutput<typeof session>;

/** What became of an export that the host put somewhere. */
export const savedExport = v.object({
  ...exported.entries,
  /** Desktop: the file that was written. */
  path: v.nullable(v.string()),
  /** Browser: the address to fetch it from, once. */
  download: v.nullable(v.string()),
});
export type SavedExport = v.InferOutput<typeof savedExport>;

/** How far a long call is. `total` is null where it is not known. */
export const progress = v.object({
  done: v.number(),
  total: v.nullable(v.number()),
  label: v.string(),
});
export type Progress = v.InferOutput<typeof progress>;
