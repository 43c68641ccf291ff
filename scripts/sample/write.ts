import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import SQLite from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { tableStatements } from "../../core/db/schema.ts";
import { createSchema, sqliteSchema } from "../../core/db/sqlite/schema.ts";
import { runComponents, runTimeVariables } from "./components.ts";
import { runConditions } from "./conditions.ts";
import { Duplicates } from "./duplicates.ts";
import { legacyRows, legacyTables } from "./legacy.ts";
import { defaultOptions, indexChoices, SampleError, schemaChoices, type SampleOptions } from "./options.ts";
import { planPeriods, type PlannedPeriod } from "./periods.ts";
import { RunFiles } from "./runFiles.ts";
import { runLogPath, runLogText } from "./runLog.ts";
import { makeRuns, type Run } from "./runs.ts";
import { Tables } from "./tables.ts";
import { dateTimeText } from "./time.ts";

export interface SampleProgress {
  readonly step: "runs" | "indexes";
  readonly done: number;
  readonly total: number;
}

export interface SampleSummary {
  readonly runs: number;
  readonly conditions: number;
  readonly files: number;
  readonly bytes: number;
}

/** Ten times what any experiment is expected to have. */
const mostRuns = 10_000_000;
const runsPerTransaction = 1000;
/** Component statistics are most of the bytes of a run: this many runs have them, however large the sample. */
const mostRunsWithStats = 100_000;
/** About how many run logs are kept as files. */
const runLogs = 150;

/**
 * Writes a sample database to `out`. The same options give the same rows, on any day and any machine. The
 * file appears when it is complete; after an error or an abort nothing is left.
 */
export async function writeSample(
  choice: Partial<SampleOptions> & { readonly out: string },
  onProgress: (progress: SampleProgress) => void = () => undefined,
  signal?: AbortSignal,
): Promise<SampleSummary> {
  const options: SampleOptions = { ...defaultOptions, ...choice };
  check(options);
  mkdirSync(dirname(options.out), { recursive: true });
  const unfinished = `${options.out}.${process.pid}.unfinished`;
  try {
    const counts = await fill(unfinished, options, onProgress, signal);
    renameSync(unfinished, options.out);
    return { ...counts, runs: options.runs, bytes: statSync(options.out).size };
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function check({ runs, seed, out, indexes, schema, force }: SampleOptions): void {
  const refuse = (message: string): never => {
    throw new SampleError("bad_option", message);
  };
  if (!Number.isInteger(runs) || runs < 1 || runs > mostRuns) {
    refuse(`The number of runs must be an integer from 1 to ${mostRuns}, not ${runs}.`);
  }
  if (!Number.isSafeInteger(seed)) refuse(`The seed must be an integer, not ${seed}.`);
  if (!indexChoices.includes(indexes)) refuse(`Indexes can be ${indexChoices.join(" or ")}, not ${indexes}.`);
  if (!schemaChoices.includes(schema))
    refuse(`The schema can be ${schemaChoices.join(" or ")}, not ${schema}.`);
  if (existsSync(out) && !force) {
    throw new SampleError(
      "file_exists",
      `${out} is there already. Choose another file, or overwrite it with --force.`,
    );
  }
}

async function fill(
  path: string,
  options: SampleOptions,
  onProgress: (progress: SampleProgress) => void,
  signal: AbortSignal | undefined,
): Promise<{ conditions: number; files: number }> {
  const database = new SQLite(path);
  try {
    // A broken file is thrown away, so nothing has to survive a crash.
    database.exec("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA locking_mode = exclusive");
    database.exec("PRAGMA foreign_keys = off; PRAGMA cache_size = -65536");
    const periods = planPeriods(options.runs);
    createTables(database, options.schema);
    database.exec("BEGIN");
    const tables = new Tables(database);
    if (options.schema === "v2") addPeriodsAndAliases(database, periods);
    const writeRun = runWriter(tables, options);
    for (const run of makeRuns(periods, options.seed)) {
      writeRun(run);
      if ((run.index + 1) % runsPerTransaction !== 0) continue;
      database.exec("COMMIT; BEGIN");
      onProgress({ step: "runs", done: run.index + 1, total: options.runs });
      await setImmediate();
      if (signal?.aborted) throw new SampleError("cancelled", "Cancelled; nothing was written.");
    }
    if (options.schema === "v1") for (const row of legacyRows) database.exec(row);
    database.exec("COMMIT");
    onProgress({ step: "runs", done: options.runs, total: options.runs });
    if (options.indexes === "single") createIndexes(database, onProgress);
    return { conditions: tables.conditions, files: tables.files };
  } finally {
    database.close();
  }
}

function createTables(database: Database, schema: SampleOptions["schema"]): void {
  if (schema === "v2") {
    createSchema((sql) => database.exec(sql));
    return;
  }
  for (const [name, sql] of Object.entries(tableStatements(sqliteSchema))) {
    if (name !== "run_periods" && name !== "aliases") database.exec(sql);
  }
  for (const sql of legacyTables) database.exec(sql);
}

/** Aliases beside those that every database has. */
const aliases: readonly (readonly [name: string, code: string, description: string])[] = [
  ["good_long_run", "@is_production and run_length > 3600", "Production run of more than an hour"],
  ["high_intensity", "beam_current > 200", "Beam current above 200 nA"],
  ["diamond_0_90", "polarization_angle in [0, 90]", "Diamond in the 0/90 orientation"],
  ["crashed", "is_valid_run_end == False", "DAQ died before the end of the run"],
];

function addPeriodsAndAliases(database: Database, periods: readonly PlannedPeriod[]): void {
  const period = database.prepare("INSERT INTO run_periods VALUES (?, ?, ?, ?, ?, ?, ?)");
  for (const { id, name, description, runMin, runMax, startDate, endDate } of periods) {
    period.run(id, name, description, runMin, runMax, startDate, endDate);
  }
  const alias = database.prepare("INSERT INTO aliases VALUES (?, ?, ?, ?)");
  aliases.forEach((row, i) => alias.run(i + 1, ...row));
}

/** Writes one run after the other: its row, its conditions, its files and their log records. */
function runWriter(tables: Tables, { runs, seed, duplicates }: SampleOptions): (run: Run) => void {
  const runFiles = new RunFiles(runs, seed);
  const repeated = duplicates ? new Duplicates(seed) : undefined;
  const statsEvery = Math.ceil(runs / mostRunsWithStats);
  const logEvery = Math.max(20, Math.ceil(runs / runLogs));
  return (run) => {
    const configuration = runFiles.configuration(run);
    const components = runComponents(run, seed);
    const variables = runTimeVariables(run, configuration);
    const withStats = run.index % statsEvery === 0;

    const started = run.ending === "never started" ? null : dateTimeText(run.started);
    const finished = run.ending === "normal" ? dateTimeText(run.started + run.length) : null;
    tables.addRun(run.number, started, finished);
    for (const condition of runConditions({ run, configuration, components, variables, withStats, seed })) {
      const older = repeated?.older(condition);
      if (older) tables.addCondition(run.number, older);
      tables.addCondition(run.number, condition);
    }
    if (run.ending === "never started") return;

    const stored = dateTimeText(run.started + 5, 310_455);
    const configurationId = tables.addFile(run.number, configuration, 0, stored);
    for (const file of runFiles.rocFiles(run)) tables.addFile(run.number, file, 1, stored);
    if (run.index % logEvery === 0 && run.ending !== "crashed early") {
      const log = { path: runLogPath(run), text: runLogText(run, components, variables) };
      tables.addFile(run.number, log, 0, dateTimeText(run.started + run.length + 3, 92_718));
    }
    if (repeated?.repeatsFile()) tables.associateFile(configurationId, run.number);
  };
}

function createIndexes(database: Database, onProgress: (progress: SampleProgress) => void): void {
  const columns = ["run_number", "condition_type_id"];
  columns.forEach((column, i) => {
    onProgress({ step: "indexes", done: i, total: columns.length });
    database.exec(`CREATE INDEX conditions_${column} ON conditions (${column})`);
  });
  onProgress({ step: "indexes", done: columns.length, total: columns.length });
}
