import type { Kysely } from "kysely";
import type {
  ChangedRunPeriod,
  ConditionType,
  GivenAlias,
  GivenConditionType,
  GivenRunPeriod,
  NamedRow,
  RunPeriod,
  Stored,
} from "../core/api/catalogue.ts";
import type { GivenConditions, Written } from "../core/api/conditions.ts";
import { readerCalls, writerCalls } from "../core/api/contract.ts";
import type { GivenFile, StoredConfigurationFile } from "../core/api/files.ts";
import type { GivenLogRecord } from "../core/api/log.ts";
import type { WritableDatabase } from "../core/db/database.ts";
import { explained } from "../core/db/explainErrors.ts";
import type { Tables } from "../core/db/tables.ts";
import { createService, createWriteService } from "../core/service/service.ts";
import { readFileToStore } from "../core/updates/readFileToStore.ts";
import type { UpdateSummary } from "../core/updates/updateSummary.ts";
import { methodsOf, type Methods } from "./calls.ts";
import { Rcdb } from "./rcdb.ts";
import { inTransactionOf } from "./transaction.ts";
import { CallQueue } from "./callQueue.ts";
import { checkList, checkNamed, checkOptions, checkType } from "./given.ts";
import { checkUpdate, updateRun, type UpdateOptions, type UpdateSubject } from "./update.ts";
import { contractValue, timeText, type GivenValue } from "./values.ts";

/** Values by the names of their conditions. */
export type GivenValues = Readonly<Record<string, GivenValue>>;

/** A file to add: its content where it is not on disk under that path, and how it is stored. */
export type FileOptions = Partial<Omit<GivenFile, "run" | "path">>;

export interface ReplaceOptions {
  /** Whether other values are overwritten; without it such a call throws `conflict`. The log keeps the old value. */
  readonly replace?: boolean;
}

/** The conditions, and the times, of a run that may be new. */
export interface GivenRunValues {
  readonly number: number;
  readonly started?: Date | string | null;
  readonly finished?: Date | string | null;
  readonly conditions?: GivenValues;
}

/** What the function of `transaction` is given: the methods, all in the one transaction. */
export type RcdbTransaction = Omit<
  WritableRcdb,
  "transaction" | "close" | "isConnected" | "updateRun" | "updateFromCoda"
>;

const allCalls = { ...readerCalls, ...writerCalls };

/** A database that is open for reading and writing. Each method that changes something does all of it or nothing. */
export class WritableRcdb extends Rcdb {
  /** Every call of the contract that reads or changes the open database, by its own name. */
  declare readonly calls: Methods<typeof allCalls>;
  readonly #database: WritableDatabase;
  readonly #queue: CallQueue;
  /** The name under which changes are logged. */
  readonly user: string;

  private constructor(database: WritableDatabase, user: string, queue: CallQueue) {
    super(database, queue);
    this.#database = database;
    this.#queue = queue;
    this.user = user;
    const handlers = { ...createService(database, "library"), ...createWriteService(database, user) };
    Object.assign(this, { calls: methodsOf(allCalls, handlers, queue) });
  }

  /** The methods over an open database. */
  static writing(database: WritableDatabase, user: string): WritableRcdb {
    return new WritableRcdb(database, user, new CallQueue(database.isOneConnection));
  }

  /** RCDB's tables for direct SQL, typed. What is changed so is not logged. */
  override get kysely(): Kysely<Tables> {
    return super.kysely as Kysely<Tables>;
  }

  /** Creates a run, unless it is there. */
  createRun(number: number): Promise<{ created: boolean }> {
    return this.calls.createRun({ number });
  }

  /** Sets the start of a run; null removes it. Throws `no_such_run`. */
  async addRunStartTime(run: number, time: Date | string | null): Promise<void> {
    await this.calls.setRunTimes({ run, started: time && timeText(time) });
  }

  /** Sets the end of a run; null removes it. Throws `no_such_run`. */
  async addRunEndTime(run: number, time: Date | string | null): Promise<void> {
    await this.calls.setRunTimes({ run, finished: time && timeText(time) });
  }

  /** Adds a condition type, unless one of that name and type is there. Throws `already_exists` and `bad_value`. */
  createConditionType(
    name: string,
    type: GivenConditionType["type"],
    description: string | null = null,
  ): Promise<Stored> {
    return this.calls.createConditionType({ name, type, description });
  }

  /** Renames or describes a condition type, named by its name or its id; its values stay. Throws `no_such_condition`. */
  updateConditionType(
    type: NamedRow & { readonly newName?: string; readonly description?: string | null },
  ): Promise<ConditionType> {
    return this.calls.updateConditionType(type);
  }

  /** Removes a condition type with its values, of which there must be as many as `values` says: none without it. */
  async deleteConditionType(which: string | NamedRow, values = 0): Promise<void> {
    await this.calls.deleteConditionType({ ...rowOf(which), values });
  }

  /** Adds a condition of a run. Throws `no_such_run`, `no_such_condition`, `bad_value`, `too_large` and `conflict`. */
  async addCondition(
    run: number,
    name: string,
    value: GivenValue,
    options: ReplaceOptions = {},
  ): Promise<Written> {
    checkOptions(options, ["replace"]);
    return this.calls.addConditions({ run, values: listed([[name, value]]), ...options });
  }

  /** Adds conditions of a run: all of them or, where it throws, none. Throws as `addCondition`. */
  async addConditions(run: number, values: GivenValues, options: ReplaceOptions = {}): Promise<Written> {
    checkNamed(values, "the values", "{ beam_energy: 8.5 }");
    checkOptions(options, ["replace"]);
    return this.calls.addConditions({ run, values: listed(Object.entries(values)), ...options });
  }

  /** Adds the conditions of many runs, which are created where they are missing. */
  async addRuns(runs: readonly GivenRunValues[], options: ReplaceOptions = {}): Promise<Written> {
    checkList(runs, "the runs", "[{ number: 10340, conditions: { beam_energy: 8.5 } }]");
    checkOptions(options, ["replace"]);
    const given = runs.map((run) => {
      checkOptions(run, ["number", "started", "finished", "conditions"]);
      const { number, started, finished, conditions = {} } = run;
      checkNamed(conditions, "the conditions", "{ beam_energy: 8.5 }");
      return {
        number,
        started: started && timeText(started),
        finished: finished && timeText(finished),
        conditions: listed(Object.entries(conditions)),
      };
    });
    return this.calls.addRuns({ runs: given, ...options });
  }

  /** Removes conditions of a run; the log keeps their values. */
  async deleteConditions(run: number, names: readonly string[]): Promise<{ deleted: number }> {
    checkList(names, "the names of conditions", "[“beam_energy”]");
    return this.calls.deleteConditions({ run, names: [...names] });
  }

  /**
   * Adds a configuration file to a run: the one on disk at `path`, or the content that is given. Throws `no_such_run`,
   * `no_such_file`, `no_permission` and `too_large`.
   */
  async addConfigurationFile(
    run: number,
    path: string,
    given: FileOptions = {},
  ): Promise<StoredConfigurationFile> {
    checkType(path, ["string"], "the path of the file", "“/daq/trigger.conf”");
    checkOptions(given, ["content", "overwrite", "importance", "description"]);
    const { content, ...options } = given;
    return this.calls.addFile({ run, path, content: content ?? (await readFileToStore(path)), ...options });
  }

  /** Makes a version of a file that is stored already one of a run's files. */
  async attachFile(run: number, id: number): Promise<void> {
    await this.calls.attachFile({ run, id });
  }

  /** Takes a file from a run; the version stays for other runs. */
  async detachFile(run: number, id: number): Promise<void> {
    await this.calls.detachFile({ run, id });
  }

  createRunPeriod(
    period: Partial<GivenRunPeriod> & Pick<GivenRunPeriod, "name" | "runMin" | "runMax">,
  ): Promise<Stored> {
    return this.calls.createRunPeriod(period);
  }

  /** Changes what is given of a run period, named by its name or its id. Throws `no_such_period` and `ambiguous`. */
  updateRunPeriod(period: ChangedRunPeriod): Promise<RunPeriod> {
    return this.calls.updateRunPeriod(period);
  }

  async deleteRunPeriod(which: string | NamedRow): Promise<void> {
    await this.calls.deleteRunPeriod(rowOf(which));
  }

  /** Adds an alias of an expression, or replaces one. Throws `expression`, `already_exists`. */
  addAlias(
    name: string,
    code: string,
    options: Partial<Omit<GivenAlias, "name" | "code">> = {},
  ): Promise<Stored> {
    return this.calls.addAlias({ name, code, ...options });
  }

  async deleteAlias(which: string | NamedRow): Promise<void> {
    await this.calls.deleteAlias(rowOf(which));
  }

  addLogRecord(
    record: Partial<GivenLogRecord> & Pick<GivenLogRecord, "description">,
  ): Promise<{ id: number }> {
    return this.calls.addLogRecord(record);
  }

  /** Puts a comment of the shift on a run, on a new line where it has one. */
  async addComment(run: number, text: string): Promise<string> {
    return (await this.calls.addComment({ run, text })).comment;
  }

  /**
   * Updates a run from the log of CODA. Null where the update was left out, as another one was running. Throws `bad_input` for
   * what is not such a log; what else its plug-ins do wrong stands in the summary.
   */
  updateFromCoda(log: string, options: UpdateOptions = {}): Promise<UpdateSummary | null> {
    return this.updateRun({ log }, { plugins: ["coda"], ...options });
  }

  /** Updates a run from its log, or by its number, and from all sources that are named. docs/updates.md tells of them. */
  async updateRun(subject: UpdateSubject, options: UpdateOptions = {}): Promise<UpdateSummary | null> {
    checkUpdate(subject, options);
    return this.#queue.run(() => updateRun(this.#database, this.user, subject, options));
  }

  /**
   * Makes all changes of `work` in one transaction, or, where it throws, none. `work` must call the methods of what it
   * is given and await them, as the transaction ends with it; it may be called again where the server gave it up for
   * another's sake, and must not keep others waiting.
   */
  async transaction<T>(work: (transaction: RcdbTransaction) => Promise<T>): Promise<T> {
    checkType(
      work,
      ["function"],
      "the changes as a function",
      "async (tx) => { await tx.createRun(10340); }",
    );
    const { dialect } = this.#database;
    return this.#queue.runAlone(() =>
      explained(dialect, () =>
        inTransactionOf(this.#database, async (within) => {
          // It has one connection: two calls at once would undo each other's savepoints.
          const queue = new CallQueue(true);
          try {
            return await work(new WritableRcdb(within, this.user, queue));
          } finally {
            await queue.end();
          }
        }),
      ),
    );
  }
}

function listed(values: readonly (readonly [name: string, value: GivenValue])[]): GivenConditions {
  return values.map(([name, value]) => ({ name, value: contractValue(name, value) }));
}

function rowOf(which: string | NamedRow): NamedRow {
  return typeof which === "string" ? { name: which } : which;
}
