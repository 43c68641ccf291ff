/**
 * The contract: every call there is, once, with the schemas of its input and output.
 *
 * The caller's interface (`Client`), the handlers' interface (`Handlers`) and the validation
 * (`dispatch`) come from it. Adding a call touches this file, one handler and its caller.
 */
import * as v from "valibot";
import { openedLink } from "./link.ts";
import { alias, conditionType, runPeriod } from "./catalogue.ts";
import { databaseInfo, tableSize } from "./database.ts";
import { exported, exportFormat, savedExport } from "./export.ts";
import { fileContent } from "./files.ts";
import { runDetail } from "./runs.ts";
import { order, rows, search, searchResult } from "./search.ts";
import { session } from "./session.ts";
import { runNumber } from "./values.ts";
import { fileMatches, filePath, fileSearch, fileUse, fileVersion, runsOfFile } from "./files.ts";
import { historyEntry, logFilter, logPage } from "./log.ts";
import { comparison } from "./runs.ts";
import { newestRuns } from "./database.ts";
import { runStates } from "./runs.ts";
import {
  duplicates,
  evioFilesOfRun,
  evioRepair,
  finding,
  migration,
  optimization,
  ownIndex,
} from "./maintenance.ts";
import { checkedFiles } from "./files.ts";
import { briefRun, recentFiles, recentValues, runAndRecent, runsAround } from "./runs.ts";
import {
  columnPlot,
  columnPlotWanted,
  histogram,
  histogramWanted,
  pairPlot,
  pairPlotWanted,
  statistics,
} from "./plots.ts";
import {
  givenComment,
  latestRuns,
  latestRunsWanted,
  stationNews,
  stationPoll,
  storedComment,
} from "./station.ts";
import { valueSummary } from "./summary.ts";
import {
  changedRunPeriod,
  givenAlias,
  givenConditionType,
  givenRunPeriod,
  namedRow,
  stored,
} from "./catalogue.ts";
import { givenConditions, givenRun, written } from "./conditions.ts";
import { givenFile, storedFile } from "./files.ts";
import { givenLogRecord } from "./log.ts";
import { runTimes } from "./runs.ts";

type Schema = v.GenericSchema;
export interface Call<Input extends Schema = Schema, Output extends Schema = Schema> {
  readonly input: Input;
  readonly output: Output;
}
export type Calls = Readonly<Record<string, Call>>;

function call<Input extends Schema, Output extends Schema>(
  input: Input,
  output: Output,
): Call<Input, Output> {
  return { input, output };
}

const nothing = v.object({});
const held = v.object({ result: v.string() });
/** Which rows of a held result are written to a file, and how. */
const exportWish = v.object({
  ...held.entries,
  format: v.optional(exportFormat, "csv"),
  /** Whether the file is compressed with gzip. */
  gzip: v.optional(v.boolean(), false),
  /** Whether a byte order mark is put before CSV and TSV, as Excel wants it. */
  bom: v.optional(v.boolean(), false),
  /** Whether texts in CSV and TSV are kept from being formulas. */
  safe: v.optional(v.boolean(), false),
  /** Only these runs; null for all. */
  runs: v.optional(v.nullable(v.pipe(v.array(runNumber), v.maxLength(100_000))), null),
  /** Only these columns, in this order; null for all. */
  columns: v.optional(v.nullable(v.array(v.string())), null),
});
const fileId = v.object({ id: v.pipe(v.number(), v.safeInteger()) });

/** Answered by the process that has the database open. */
export const databaseCalls = {
  describeDatabase: call(nothing, databaseInfo),
  countRows: call(nothing, v.array(tableSize)),
  listConditionTypes: call(nothing, v.array(conditionType)),
  listRunPeriods: call(nothing, v.array(runPeriod)),
  /** The aliases every database has, and the database's own, which win. */
  listAliases: call(nothing, v.array(alias)),
  /** Runs the query and holds its rows for the calls below. */
  searchRuns: call(
    v.object({
      ...search.entries,
      /** Whether to answer as soon as the first rows can be shown; values that take longer come by `fillRows`. */
      early: v.optional(v.boolean(), false),
    }),
    searchResult,
  ),
  /** Reads the values that a held result still misses, and tells how far it is; calls that need all of them wait for that. */
  fillRows: call(held, nothing),
  readRows: call(
    v.object({
      ...held.entries,
      from: v.pipe(v.number(), v.integer(), v.minValue(0)),
      count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5000)),
      /** Tables show the first characters of a text; `whole` reads all of it. */
      texts: v.optional(v.picklist(["cut", "whole"]), "cut"),
    }),
    rows,
  ),
  /** Those of these runs that a held result has, in its order. */
  readRowsOf: call(
    v.object({
      ...held.entries,
      runs: v.pipe(v.array(runNumber), v.maxLength(5000)),
      texts: v.optional(v.picklist(["cut", "whole"]), "cut"),
    }),
    rows,
  ),
  /** How it is with the runs of these rows; where that is not known yet it is read before the answer comes. */
  readStates: call(
    v.object({
      ...held.entries,
      from: v.pipe(v.number(), v.integer(), v.minValue(0)),
      count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
    }),
    runStates,
  ),
  /** What is newest in the database, and how many runs have a greater number than `after`: to be asked every few seconds. */
  readNewest: call(v.object({ after: v.nullable(runNumber) }), newestRuns),
  /** Sorts the held rows in place. */
  sortRows: call(v.object({ ...held.entries, order }), order),
  /** The runs before and after a run within a held result, and its place there; null where it is not in it. */
  findRow: call(
    v.object({ ...held.entries, run: runNumber }),
    v.nullable(
      v.object({
        row: v.pipe(v.number(), v.integer()),
        previous: v.nullable(runNumber),
        next: v.nullable(runNumber),
      }),
    ),
  ),
  /** The runs of a held result around one of them by their numbers, ascending; empty where it is not in it. */
  listRowsAround: call(v.object({ ...held.entries, ...runsAround.entries }), v.array(runNumber)),
  /** Which values a column of a held result has, and how often. */
  summarizeColumn: call(v.object({ ...held.entries, column: v.string() }), valueSummary),
  /** A column of a held result along its runs or a time: peaks stay, however few points are asked for. */
  plotColumn: call(columnPlotWanted, columnPlot),
  /** A column of a held result against another. */
  plotPair: call(pairPlotWanted, pairPlot),
  plotHistogram: call(histogramWanted, histogram),
  /** Runs, hours and events of a held result with the columns `started`, `finished` and, where there is one, `event_count`. */
  readStatistics: call(held, statistics),
  /** Which values a condition has in the whole database, and how many runs have it. */
  describeCondition: call(v.object({ name: v.string() }), valueSummary),
  readRun: call(v.object({ run: runNumber }), runDetail),
  /** What the conditions of a run were in the runs before it. */
  readRecentValues: call(runAndRecent, recentValues),
  /** What the runs before a run had at the paths of its files. */
  readRecentFiles: call(runAndRecent, recentFiles),
  /** Hashes the contents of the files of a run. */
  checkFiles: call(v.object({ run: runNumber }), checkedFiles),
  /** Up to so many runs before a run and after it, and itself, ascending. */
  listRunsAround: call(runsAround, v.array(runNumber)),
  /** The times and states of some runs. */
  describeRuns: call(v.object({ runs: v.pipe(v.array(runNumber), v.maxLength(100)) }), v.array(briefRun)),
  /** Of the runs before a run the last one that fits an expression; null where none does. */
  findRunBefore: call(v.object({ run: runNumber, expression: v.string() }), v.nullable(runNumber)),
  /** The run that is being taken, with what changed of it: to be asked every few seconds. */
  pollStation: call(stationPoll, stationNews),
  /** The last runs, in a line each. */
  readLatestRuns: call(latestRunsWanted, latestRuns),
  /** Two to twenty runs side by side. */
  compareRuns: call(
    v.object({
      runs: v.pipe(
        v.array(runNumber),
        v.minLength(2, "Give two runs to compare."),
        v.maxLength(20, "At most 20 runs can be compared at once."),
      ),
      /** Whether what all of them have alike is left out. */
      differencesOnly: v.optional(v.boolean(), false),
    }),
    comparison,
  ),
  /** Replaced and deleted values of a run, of one condition or of all, the oldest first. */
  readHistory: call(
    v.object({ run: runNumber, condition: v.optional(v.nullable(v.string()), null) }),
    v.array(historyEntry),
  ),
  /** A page of the log. */
  readLog: call(logFilter, logPage),
  readFile: call(fileId, fileContent),
  /** The paths of all configuration files, in order: at once, as their runs are not counted. */
  listPaths: call(nothing, v.array(v.string())),
  /** The paths of all configuration files that contain a text, in upper or lower case. */
  listFilePaths: call(v.object({ search: v.optional(v.string(), "") }), v.array(filePath)),
  /** The versions of one path, by the first run that used each. */
  listFileVersions: call(v.object({ path: v.string() }), v.array(fileVersion)),
  /** The newest version of a path, or the one that a run used. */
  findFile: call(v.object({ path: v.string(), run: v.optional(v.nullable(runNumber), null) }), fileVersion),
  /** The runs that used a file, in order. */
  listRunsOfFile: call(fileId, v.array(runNumber)),
  /** Which version of a path the runs of the database used, run after run. */
  readFileUse: call(v.object({ path: v.string() }), fileUse),
  /** The runs that used a file, as ranges of the runs that there are. */
  readRunsOfFile: call(fileId, runsOfFile),
  /** Lines of all files that contain a text. */
  searchFiles: call(fileSearch, fileMatches),
  /** Reads the whole database and tells what is wrong in it. */
  /** What is stored more than once; reads the whole database. */
  listDuplicates: call(nothing, duplicates),
  checkDatabase: call(nothing, v.array(finding)),
  /** Whether our own index is there, and what it costs. */
  describeOwnIndex: call(nothing, ownIndex),
} as const satisfies Calls;

/** Asked by the host only, never by the window: it names a path to write to. */
export const privateDatabaseCalls = {
  writeRows: call(
    v.object({
      ...exportWish.entries,
      path: v.string(),
      /** Whether a file of that name is replaced: only as somebody said so. */
      replace: v.optional(v.boolean(), false),
    }),
    exported,
  ),
} as const satisfies Calls;

/**
 * Answered where a database is open for writing; each is one transaction: all of it or nothing.
 * What they mean is said in docs/writing.md.
 */
export const writeCalls = {
  createRun: call(v.object({ number: runNumber }), v.object({ created: v.boolean() })),
  setRunTimes: call(v.object({ run: runNumber, ...runTimes }), nothing),
  createConditionType: call(givenConditionType, stored),
  addConditions: call(
    v.object({ run: runNumber, values: givenConditions, replace: v.optional(v.boolean(), false) }),
    written,
  ),
  /** Adds the conditions of runs: thousands at once. */
  addRuns: call(
    v.object({
      runs: v.array(givenRun),
      replace: v.optional(v.boolean(), false),
      /** Whether runs that are missing are created; else they are an error. */
      create: v.optional(v.boolean(), true),
    }),
    written,
  ),
  /** Removes conditions of a run, by the names or the ids of their types. */
  deleteConditions: call(
    v.object({ run: runNumber, names: v.array(v.string()), ids: v.optional(v.array(v.number()), []) }),
    v.object({ deleted: v.number() }),
  ),
  addFile: call(givenFile, storedFile),
  createRunPeriod: call(givenRunPeriod, stored),
  updateRunPeriod: call(changedRunPeriod, runPeriod),
  deleteRunPeriod: call(namedRow, nothing),
  addAlias: call(givenAlias, stored),
  deleteAlias: call(namedRow, nothing),
  addLogRecord: call(givenLogRecord, v.object({ id: v.number() })),
  /** Puts a comment on a run, on a new line where it has one. */
  addComment: call(givenComment, storedComment),
  /** Makes our own index, or removes it. */
  optimizeDatabase: call(v.object({ undo: v.optional(v.boolean(), false) }), optimization),
  /** Lists surplus rows, and with `execute` removes them. */
  repairDuplicates: call(v.object({ execute: v.boolean() }), duplicates),
  /** Compares the files on disk with the conditions of their runs, and with `execute` adds what is missing. */
  repairEvioFiles: call(
    v.object({
      found: v.array(evioFilesOfRun),
      execute: v.boolean(),
      /** Whether values that differ are put right, too. */
      replace: v.optional(v.boolean(), false),
    }),
    evioRepair,
  ),
} as const satisfies Calls;

/** Those changes that a window may ask for; only the desktop application makes them. */
export const windowChanges = {
  addComment: writeCalls.addComment,
  addAlias: writeCalls.addAlias,
  deleteAlias: writeCalls.deleteAlias,
  createRunPeriod: writeCalls.createRunPeriod,
  updateRunPeriod: writeCalls.updateRunPeriod,
  deleteRunPeriod: writeCalls.deleteRunPeriod,
  optimizeDatabase: writeCalls.optimizeDatabase,
} as const satisfies Calls;

/** Answered without an open database: they name one that does not exist yet, or is of another version. */
export const maintenanceCalls = {
  /** Makes a database without runs. One that has tables is refused unless `dropAll`, which removes them. */
  initializeDatabase: call(
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
    v.object({ connection: v.string() }),
    v.object({
      kind: v.picklist(["sqlite", "mysql"]),
      location: v.string(),
      exists: v.boolean(),
      /** Names of all tables in it. */
      tables: v.array(v.string()),
      /** Null where it is no database of RCDB. */
      schemaVersion: v.nullable(v.number()),
    }),
  ),
  /**
   * Brings a database from an older version of the schema to ours, and adds what it lacks; with `completeOnly` only the
   * latter. Without `execute` only the steps are told.
   */
  updateDatabase: call(
    v.object({
      connection: v.string(),
      execute: v.boolean(),
      completeOnly: v.optional(v.boolean(), false),
    }),
    migration,
  ),
} as const satisfies Calls;

/** Answered by the host of the window: the desktop application or the server. */
export const hostCalls = {
  readSession: call(nothing, session),
  /** Desktop: waits until the database that the window was made for is open; cancelled, it gives that up. */
  awaitOpening: call(nothing, nothing),
  /** Desktop: shows the file dialog; null where the user closed it. */
  chooseDatabase: call(nothing, v.nullable(databaseInfo)),
  /** Desktop: opens a database that was dropped on the window or is among the recent ones. */
  openDatabase: call(v.object({ connection: v.string() }), databaseInfo),
  closeDatabase: call(nothing, nothing),
  forgetRecent: call(v.object({ connection: v.string() }), session.entries.recent),
  /**
   * Writes rows of a held result. Desktop: to the file chosen in the dialog, null where the user closed it.
   * Browser: to a download.
   */
  exportRows: call(exportWish, v.nullable(savedExport)),
  /** Desktop: the `rcdb://` link that this window is to follow, told once; null where there is none. */
  takeLink: call(nothing, v.nullable(openedLink)),
  /** Desktop: shows a file of `exportRows` in the system's file manager. */
  showExport: call(v.object({ path: v.string() }), nothing),
} as const satisfies Calls;

/** All that a window may call. */
export const windowCalls = { ...databaseCalls, ...windowChanges, ...hostCalls } as const satisfies Calls;

export type Input<C extends Call> = v.InferInput<C["input"]>;
export type ParsedInput<C extends Call> = v.InferOutput<C["input"]>;
export type Output<C extends Call> = v.InferOutput<C["output"]>;
