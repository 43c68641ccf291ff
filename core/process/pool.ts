/**
 * The database processes of one open database.
 *
 * A query blocks its process, and the only way to cancel it is to kill that process. So a query runs in
 * another process than the one that holds the result being looked at: scrolling goes on while it runs,
 * and cancelling it loses nothing. A spare process is kept warm for the next query.
 */
import type { CallOptions } from "../api/client.ts";
import { failed, type Outcome } from "../api/failure.ts";
import type { DatabaseInfo } from "../api/schemas.ts";
import type { ChildProcess } from "./protocol.ts";
import { Worker } from "./worker.ts";

export interface PoolOptions {
  /** Starts a process that runs `serveDatabaseProcess`. */
  readonly spawn: () => ChildProcess;
  /** The most processes at a time; at least two. */
  readonly size: number;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #connection: string;
  #workers: Worker[] = [];
  /** Those that have the database open for writing, each for one call. */
  readonly #writers = new Set<Worker>();
  #made = 0;
  #closed = false;
  /** The processes with the newest results, the newest first: a plot's beside that of the table. */
  #holders: readonly Worker[] = [];

  private constructor(options: PoolOptions, connection: string) {
    this.#options = options;
    this.#connection = connection;
  }

  /** Starts the first process and opens the database in it. */
  static async open(
    options: PoolOptions,
    connection: string,
  ): Promise<Outcome<{ pool: Pool; database: DatabaseInfo }>> {
    const pool = new Pool(options, connection);
    const opened = (await pool.#start().opened) as Outcome<DatabaseInfo>;
    if (!opened.ok) {
      pool.close();
      return opened;
    }
    pool.#keepSpareSoon();
    return { ok: true, value: { pool, database: opened.value } };
  }

  /** Passes a call on to the process that suits. Never rejects. */
  async call(name: string, input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    if (this.#closed) return closed;
    if (name === "searchRuns") return this.#search(input, options);
    const result = resultNamed(input);
    if (result === null) return this.#read(name, input, options);
    const holder = this.#workers.find((worker) => result.startsWith(`${worker.name}-`));
    if (!holder)
      return failed("result_gone", "The rows of this result are no longer held. Run the query again.");
    return holder.call(name, input, options, false);
  }

  /**
   * Makes one of the calls that change the database, in a process of its own that has it open for writing only for
   * that. Where it is cancelled nothing of it is done. Never rejects.
   */
  async change(name: string, input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    const outcome = await this.#write((writer) => writer.call(name, input, options, true));
    // What a killed process had begun in a file is put back by the next one that may write, not by one that reads.
    if (!outcome.ok) await this.#write((writer) => writer.opened);
    return outcome;
  }

  async #write(work: (writer: Worker) => Promise<Outcome<unknown>>): Promise<Outcome<unknown>> {
    if (this.#closed) return closed;
    const how = { connection: this.#connection, access: "write" } as const;
    const writer = new Worker(this.#options.spawn(), `w${++this.#made}`, how, (ended) => {
      this.#writers.delete(ended);
    });
    this.#writers.add(writer);
    const outcome = await work(writer);
    await writer.idle();
    writer.kill();
    return outcome;
  }

  /** Ends all processes at once, whatever they do. */
  close(): void {
    this.#closed = true;
    for (const worker of [...this.#workers, ...this.#writers]) worker.kill();
    this.#workers = [];
  }

  async #search(input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    const worker = this.#forQuery();
    this.#keepSpareSoon();
    const outcome = await worker.call("searchRuns", input, options, true);
    if (!outcome.ok) {
      // One that was cancelled has killed its process: the next query is not to wait for a new one.
      this.#keepSpare();
      return outcome;
    }
    this.#holders = [worker, ...this.#holders.filter((other) => other !== worker)].slice(0, 2);
    return outcome;
  }

  /** Reading again is harmless: a call whose process was killed for another's sake is made once more. */
  async #read(name: string, input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    // Its process may be killed for it: not the one with the result.
    const isEndless = endlessReads.includes(name);
    const choose = (): Worker => (isEndless ? this.#forQuery() : this.#readiest());
    const outcome = await choose().call(name, input, options, isEndless);
    if (outcome.ok || outcome.error.code !== "interrupted" || this.#closed) return outcome;
    return choose().call(name, input, options, isEndless);
  }

  /** A process that may be killed: rather one without a result that is looked at, and never that with the newest. */
  #forQuery(): Worker {
    const spare = this.#spare();
    if (spare) return spare;
    return this.#workers.length < this.#options.size ? this.#start() : this.#freest(this.#holders[0]);
  }

  /** The process that answers a short call first: another one takes longer to start than these do what they have to do. */
  #readiest(): Worker {
    const [best] = this.#inOrder(this.#workers.filter(({ isReady }) => isReady));
    return best ?? this.#freest();
  }

  /**
   * The process with the least to do, rather not one with a result that is looked at, of these the older one, and not
   * `except`; a new one where all are busy and there is room.
   */
  #freest(except?: Worker): Worker {
    const [best] = this.#inOrder(this.#workers.filter((worker) => worker !== except));
    if (best && (best.load === 0 || this.#workers.length >= this.#options.size)) return best;
    return this.#start();
  }

  #inOrder(workers: Worker[]): Worker[] {
    const rank = (worker: Worker): number => [...this.#holders].reverse().indexOf(worker);
    return workers.sort((a, b) => a.load - b.load || rank(a) - rank(b));
  }

  #spare(): Worker | undefined {
    return this.#workers.find((worker) => worker.isFree && !this.#holders.includes(worker));
  }

  /** Not at once: to start it takes what the first rows of a window or of a query are waiting for. */
  #keepSpareSoon(): void {
    setTimeout(() => this.#keepSpare(), spareDelay).unref();
  }

  #keepSpare(): void {
    if (!this.#spare() && !this.#closed && this.#workers.length < this.#options.size) this.#start();
  }

  #start(): Worker {
    const how = { connection: this.#connection, access: "read" } as const;
    const worker = new Worker(this.#options.spawn(), `p${++this.#made}`, how, (ended) => {
      this.#workers = this.#workers.filter((other) => other !== ended);
      this.#holders = this.#holders.filter((other) => other !== ended);
    });
    this.#workers.push(worker);
    return worker;
  }
}

/** In milliseconds. */
const spareDelay = 500;

/** Calls whose statement may take as long as a query's. */
const endlessReads: readonly string[] = ["findRunBefore"];

const closed = failed("not_open", "The database is closed.");

function resultNamed(input: unknown): string | null {
  if (typeof input !== "object" || input === null || !("result" in input)) return null;
  return typeof input.result === "string" ? input.result : null;
}
