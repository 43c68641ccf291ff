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
  #made = 0;
  #closed = false;
  /** The process with the newest result. */
  #holder: Worker | undefined;

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
    pool.#keepSpare();
    return { ok: true, value: { pool, database: opened.value } };
  }

  /** Passes a call on to the process that suits. Never rejects. */
  async call(name: string, input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    if (this.#closed) return failed("not_open", "The database is closed.");
    if (name === "searchRuns") return this.#search(input, options);
    const result = resultNamed(input);
    if (result === null) return this.#read(name, input, options);
    const holder = this.#workers.find((worker) => result.startsWith(`${worker.name}-`));
    if (!holder)
      return failed("result_gone", "The rows of this result are no longer held. Run the query again.");
    return holder.call(name, input, options, false);
  }

  /** Ends all processes at once, whatever they do. */
  close(): void {
    this.#closed = true;
    for (const worker of this.#workers) worker.kill();
    this.#workers = [];
  }

  async #search(input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    const worker = this.#freest(this.#holder);
    const answer = worker.call("searchRuns", input, options, true);
    this.#keepSpare();
    const outcome = await answer;
    if (outcome.ok) this.#holder = worker;
    // One that was cancelled has killed its process: the next query is not to wait for a new one.
    else this.#keepSpare();
    return outcome;
  }

  /** Reading again is harmless: a call whose process was killed for another's sake is made once more. */
  async #read(name: string, input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    const outcome = await this.#freest().call(name, input, options, false);
    if (outcome.ok || outcome.error.code !== "interrupted" || this.#closed) return outcome;
    return this.#freest().call(name, input, options, false);
  }

  /** The process with the least to do, but `except`; a new one where all are busy and there is room. */
  #freest(except?: Worker): Worker {
    const candidates = this.#workers.filter((worker) => worker !== except);
    const [best] = candidates.sort((a, b) => a.load - b.load);
    if (best && (best.load === 0 || this.#workers.length >= this.#options.size)) return best;
    return this.#start();
  }

  #keepSpare(): void {
    const idle = this.#workers.some((worker) => worker.load === 0 && worker !== this.#holder);
    if (!idle && !this.#closed && this.#workers.length < this.#options.size) this.#start();
  }

  #start(): Worker {
    const worker = new Worker(this.#options.spawn(), `p${++this.#made}`, this.#connection, (ended) => {
      this.#workers = this.#workers.filter((other) => other !== ended);
      if (this.#holder === ended) this.#holder = undefined;
    });
    this.#workers.push(worker);
    return worker;
  }
}

function resultNamed(input: unknown): string | null {
  if (typeof input !== "object" || input === null || !("result" in input)) return null;
  return typeof input.result === "string" ? input.result : null;
}
