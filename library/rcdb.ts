import type { ReadHandle, Database } from "../core/db/database.ts";
import type { Alias, ConditionType, RunPeriod } from "../core/api/catalogue.ts";
import { readerCalls } from "../core/api/contract.ts";
import type { Calendar, Totals } from "../core/api/totals.ts";
import type { CutCounts, Reasons } from "../core/api/cuts.ts";
import type { DatabaseInfo } from "../core/api/database.ts";
import { RcdbError } from "../core/api/failure.ts";
import type { FileContent, FileVersion, RunFile } from "../core/api/files.ts";
import type { HistoryEntry, LogFilter, LogRecord } from "../core/api/log.ts";
import type { Comparison, RunCondition } from "../core/api/runs.ts";
import { createService } from "../core/service/service.ts";
import { methodsOf, type CallOptions, type Methods } from "./calls.ts";
import { runOf, type Run, type RunTimes } from "./run.ts";
import {
  boundsOf,
  selectRuns,
  selectValuesOf,
  type SelectOptions,
  type SelectValues,
  type WantedColumn,
} from "./selectValues.ts";
import type { CallQueue } from "./callQueue.ts";
import { checkList, checkOptions } from "./given.ts";
import { byName, readValue, type Value } from "./values.ts";

/** A database that is open for reading. `connect` opens one. */
export class Rcdb {
  /** Every call of the contract that reads, by its own name; the methods are made of these. */
  readonly calls: Methods<typeof readerCalls>;
  /** Selects runs by an expression and answers values of theirs: `selectValues(["beam_current"], "event_count > 1000")`. */
  readonly selectValues: SelectValues;
  readonly #database: Database;
  readonly #queue: CallQueue;
  #closing: Promise<void> | null = null;

  protected constructor(database: Database, queue: CallQueue) {
    this.#database = database;
    this.#queue = queue;
    const newCalls = () => methodsOf(readerCalls, createService(database, "library"), queue);
    this.calls = newCalls();
    this.selectValues = selectValuesOf(newCalls);
  }

  /** The methods over an open database. */
  static reading(database: Database, queue: CallQueue): Rcdb {
    return new Rcdb(database, queue);
  }

  /** The connection string that opens it again, without a password. */
  get connection(): string {
    return this.#database.connection.text;
  }

  get isConnected(): boolean {
    return this.#closing === null;
  }

  get schemaVersion(): number {
    return this.#database.schemaVersion;
  }

  /** RCDB's tables for direct SQL, typed, for reading. docs/library.md shows it. */
  get kysely(): ReadHandle {
    this.#queue.check();
    return this.#database.read;
  }

  /** Closes the database. Calls that were made before are answered first. Rejects with `bad_input` within a transaction. */
  async close(): Promise<void> {
    this.#queue.checkOutside();
    this.#closing ??= this.#queue.end().then(() => this.#database.close());
    await this.#closing;
  }

  /** What the database is: its place, schema and numbers of runs. */
  describe(options?: CallOptions): Promise<DatabaseInfo> {
    return this.calls.describeDatabase({}, options);
  }

  /** A run with its conditions, files and log; null where there is none. */
  async getRun(number: number, options?: CallOptions): Promise<Run | null> {
    return orNull("no_such_run", async () => runOf(await this.calls.readRun({ run: number }, options)));
  }

  /** The run after a number, which need not be there itself; null where there is none. */
  async getNextRun(number: number, options?: CallOptions): Promise<Run | null> {
    return this.#neighbour("runMin", number + 1, options);
  }

  /** The run before a number, which need not be there itself; null where there is none. */
  async getPreviousRun(number: number, options?: CallOptions): Promise<Run | null> {
    return this.#neighbour("runMax", number - 1, options);
  }

  /** The numbers and times of runs, the oldest first. */
  async getRuns(options: SelectOptions = {}): Promise<RunTimes[]> {
    const rows = await this.selectValues(["started", "finished", "length"], "", options);
    return rows.map(([number, started, finished, length]) => ({
      number,
      started: started as string | null,
      finished: finished as string | null,
      length: length as number | null,
    }));
  }

  /** The numbers of the runs that an expression selects, the oldest first. Throws `expression`. */
  selectRuns(expression: string, options: SelectOptions = {}): Promise<number[]> {
    const calls = methodsOf(readerCalls, createService(this.#database, "library"), this.#queue);
    return selectRuns(calls, expression, options);
  }

  /** A condition of a run with its type; null where the run has none of that name. Throws `no_such_run`. */
  async getCondition(run: number, name: string, options?: CallOptions): Promise<Condition | null> {
    const { conditions } = await this.calls.readRun({ run }, options);
    const found = conditions.find((condition) => condition.name === name);
    return found === undefined ? null : { ...found, value: readValue(found.type, found.value) };
  }

  /** The value of a condition of a run; null where the run has none of that name. Throws `no_such_run`. */
  async getConditionValue(run: number, name: string, options?: CallOptions): Promise<Value> {
    return (await this.getCondition(run, name, options))?.value ?? null;
  }

  getConditionTypes(options?: CallOptions): Promise<ConditionType[]> {
    return this.calls.listConditionTypes({}, options);
  }

  /** The condition type of that name; null where there is none. */
  async getConditionType(name: string, options?: CallOptions): Promise<ConditionType | null> {
    return (await this.getConditionTypes(options)).find((type) => type.name === name) ?? null;
  }

  async getConditionTypesByName(options?: CallOptions): Promise<Readonly<Record<string, ConditionType>>> {
    return byName((await this.getConditionTypes(options)).map((type) => [type.name, type]));
  }

  getRunPeriods(options?: CallOptions): Promise<RunPeriod[]> {
    return this.calls.listRunPeriods({}, options);
  }

  /** The run period of that name, of several the first one; null where there is none. */
  async getRunPeriod(name: string, options?: CallOptions): Promise<RunPeriod | null> {
    return (await this.getRunPeriods(options)).find((period) => period.name === name) ?? null;
  }

  /** The built-in aliases and those of the database. */
  getAliases(options?: CallOptions): Promise<Alias[]> {
    return this.calls.listAliases({}, options);
  }

  /** The configuration files of a run, without their contents. Throws `no_such_run`. */
  async getFiles(run: number, options?: CallOptions): Promise<RunFile[]> {
    return (await this.calls.readRun({ run }, options)).files;
  }

  /** The configuration file that a run had at a path, with its content; null where it has none. */
  async getFile(run: number, path: string, options?: CallOptions): Promise<FileContent | null> {
    return orNull("no_such_configuration_file", async () => {
      const { id } = await this.calls.findFile({ path, run }, options);
      return this.calls.readFile({ id }, options);
    });
  }

  /** The configuration file of an id, with its content; null where there is none. */
  getFileById(id: number, options?: CallOptions): Promise<FileContent | null> {
    return orNull("no_such_configuration_file", () => this.calls.readFile({ id }, options));
  }

  /** The versions of a path, by the first run that used each. Throws `no_such_configuration_file`. */
  getFileVersions(path: string, options?: CallOptions): Promise<FileVersion[]> {
    return this.calls.listFileVersions({ path }, options);
  }

  /** The runs that used a version of a file. */
  getRunsOfFile(id: number, options?: CallOptions): Promise<number[]> {
    return this.calls.listRunsOfFile({ id }, options);
  }

  /** Log records, the newest first; 100 of them where no `limit` is given. */
  async getLogRecords(filter: Partial<LogFilter> = {}, options?: CallOptions): Promise<LogRecord[]> {
    return (await this.calls.readLog(filter, options)).records;
  }

  /** What values of a run were before they were replaced or deleted, the oldest change first. */
  getHistory(run: number, condition: string | null = null, options?: CallOptions): Promise<HistoryEntry[]> {
    return this.calls.readHistory({ run, condition }, options);
  }

  /** Two to twenty runs side by side. Throws `no_such_run`. */
  async compareRuns(runs: readonly number[], options: CompareOptions = {}): Promise<Comparison> {
    const { differencesOnly = false, ...others } = options;
    checkList(runs, "the runs", "[10340, 10341]");
    return this.calls.compareRuns({ runs: [...runs], differencesOnly }, others);
  }

  /** How many runs each part of an expression leaves and removes, with sums over them. Throws `expression`. */
  async countCuts(expression: string, options: CutOptions = {}): Promise<CutCounts> {
    checkOptions(options, [...boundOptions, "sums", "unfold"]);
    const { sums = [], unfold = false, signal, ...bounds } = options;
    checkList(sums, "the sums", "[“event_count”]");
    const input = { expression, ...(await boundsOf(this.calls, bounds)), sums: [...sums], unfold };
    return this.calls.countCuts(input, signal === undefined ? {} : { signal });
  }

  /**
   * Counts, sums, means, σ and extremes of the runs that an expression selects, by up to three columns or stretches of time.
   * Throws `expression` and `no_such_condition`.
   */
  async getTotals(expression: string, options: TotalsOptions = {}): Promise<Totals> {
    checkOptions(options, [...boundOptions, "by", "measures", "weight"]);
    const { by = [], measures = [], weight = null, signal, ...bounds } = options;
    for (const list of [by, measures]) checkList(list, "the columns", "[“run_type”]");
    const input = {
      expression,
      ...(await boundsOf(this.calls, bounds)),
      by: [...by],
      measures: [...measures],
      weight,
    };
    return this.calls.readTotals(input, signal === undefined ? {} : { signal });
  }

  /** Why an expression selects a run, or does not. Throws `expression` and `no_such_run`. */
  explainRun(run: number, expression: string, options?: CallOptions): Promise<Reasons> {
    return this.calls.explainRun({ run, expression, runMin: null, runMax: null }, options);
  }

  async #neighbour(end: "runMin" | "runMax", bound: number, options: CallOptions = {}): Promise<Run | null> {
    const order = { column: "run", descending: end === "runMax" };
    const bounds = { runMin: null, runMax: null, [end]: bound };
    const { result, count } = await this.calls.searchRuns(
      { expression: "", ...bounds, columns: [], order },
      options,
    );
    const { runs } = await this.calls.readRows({ result, from: 0, count: 1 }, options);
    const [number] = runs;
    return count === 0 || number === undefined ? null : this.getRun(number, options);
  }
}

export interface CutOptions extends Omit<SelectOptions, "descending"> {
  /** Numeric conditions, computed columns, and hours and length, to be summed up. */
  readonly sums?: readonly WantedColumn[];
  /** Whether an alias is taken as the parts of its text. */
  readonly unfold?: boolean;
}

export interface TotalsOptions extends Omit<SelectOptions, "descending"> {
  /** Columns, or `{ calendar: "day" }`, `"shift"`, `"week"`, `"month"`, `"period"`. */
  readonly by?: readonly (WantedColumn | { readonly calendar: Calendar })[];
  /** Columns of numbers; bools count as 0 and 1. */
  readonly measures?: readonly WantedColumn[];
  /** Means and σ are weighted with this column. */
  readonly weight?: WantedColumn | null;
}

export interface CompareOptions extends CallOptions {
  /** Whether what all of them have alike is left out. */
  readonly differencesOnly?: boolean;
}

/** A condition of a run. */
export interface Condition extends Omit<RunCondition, "value"> {
  readonly value: Value;
}

const boundOptions = ["runMin", "runMax", "runs", "signal"];

/** What is asked for, or null where it fails by that code. */
async function orNull<T>(code: RcdbError["code"], ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof RcdbError && thrown.code === code) return null;
    throw thrown;
  }
}
