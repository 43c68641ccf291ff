/**
 * The database processes of one open database.
 *
 * A query blocks its process, and the only way to cancel it is to kill that process. So a query runs in
 * another process than the one that holds the result being looked at: scrolling goes on while it runs,
 * and cancelling it loses nothing. A spare process is kept warm for the next query.
 *
 * A file may be replaced while it is open. All processes of a pool have the same one open: as soon as one of them
 * finds another at the path all others are ended, the results of the old file are gone, and what was asked is asked
 * of the new one.
 */
import { callNamed, resultNamed, type Traits } from "../api/call.ts";
import type { CallOptions } from "../api/client.ts";
import { readerCalls } from "../api/contract.ts";
import { failed, failedWith, type Outcome } from "../api/failure.ts";
import { noSuchCall, resultGone } from "../api/missing.ts";
import type { DatabaseInfo } from "../api/database.ts";
import { Generation } from "./generation.ts";
import { LongCalls } from "./longCalls.ts";
import type { ChildProcess, Opened } from "./protocol.ts";
import { Worker } from "./worker.ts";

export interface PoolOptions {
  /** Starts a process that runs `serveDatabaseProcess`. */
  readonly spawn: () => ChildProcess;
  /** The most processes at a time; at least two. One is left to the calls that are short. */
  readonly size: number;
  /** How many milliseconds a long call may take while other long ones wait; null where they are all one person's. */
  readonly share: number | null;
}

/** A call that is to be made, and what is to be known of it to find a process. */
interface Asked {
  readonly name: string;
  readonly input: unknown;
  readonly options: CallOptions;
  readonly traits: Traits;
  /** The result that it needs, by its name; null where it needs none. */
  readonly result: string | null;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #connection: string;
  readonly #longCalls: LongCalls;
  #workers: Worker[] = [];
  /** Those that have the database open for writing, each for one call. */
  readonly #writers = new Set<Worker>();
  #made = 0;
  readonly #generation = new Generation();
  /** The file that the processes of this generation have open; null until the first has, and for a server's database. */
  #file: string | null = null;
  #wasFile = false;
  /** The number of the first process of this generation. */
  #firstOfGeneration = 1;
  #closed = false;
  /** The processes with the newest results, the newest first: a plot's beside that of the table. */
  #holders: readonly Worker[] = [];
  /** Those that have made a result, be it an old one. */
  readonly #withResults = new WeakSet<Worker>();

  private constructor(options: PoolOptions, connection: string) {
    this.#options = options;
    this.#longCalls = new LongCalls(options.size - 1, options.share);
    this.#connection = connection;
  }

  /** Starts the first process and opens the database in it; an abort of the signal ends that at once. */
  static async open(
    options: PoolOptions,
    connection: string,
    signal?: AbortSignal,
  ): Promise<Outcome<{ pool: Pool; database: DatabaseInfo }>> {
    const pool = new Pool(options, connection);
    const close = (): void => pool.close();
    signal?.addEventListener("abort", close, { once: true });
    const opened = await pool.#start().opened;
    signal?.removeEventListener("abort", close);
    if (signal?.aborted) return failed("cancelled", "Opening was cancelled.");
    if (!opened.ok) {
      pool.close();
      return opened;
    }
    return { ok: true, value: { pool, database: opened.value.database } };
  }

  /** Which database the answers come from now: another text once its file was replaced. */
  get generation(): string {
    return this.#generation.text;
  }

  /** Passes a call on to the process that suits. Never rejects. */
  async call(name: string, input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    const call = callNamed(readerCalls, name);
    if (!call) return noSuchCall(name);
    const asked = { name, input, options, traits: call.traits, result: resultNamed(call, input) };
    for (let tries = 1; ; tries++) {
      if (this.#closed) return closed;
      const before = this.generation;
      const outcome = await this.#pass(asked);
      const isOutdated = !outcome.ok && outdated.includes(outcome.error.code) && this.generation !== before;
      if (!isOutdated || tries === mostTries) return outcome;
      if (asked.result !== null) return rowsReplaced;
    }
  }

  async #pass(asked: Asked): Promise<Outcome<unknown>> {
    if (asked.result !== null) return this.#askHolder(asked.result, asked);
    if (asked.traits.result === "made") return this.#search(asked);
    if (asked.traits.isLong) return (await this.#askLong(asked)).outcome;
    return (await this.#askUntilAnswered(() => this.#readiest(), asked)).outcome;
  }

  async #askHolder(result: string, asked: Asked): Promise<Outcome<unknown>> {
    const holder = this.#workers.find((worker) => result.startsWith(`${worker.name}-`));
    if (!holder) return numberOf(result) < this.#firstOfGeneration ? rowsReplaced : rowsGone;
    return this.#ask(holder, asked);
  }

  /**
   * Makes one of the calls that change the database, in a process of its own that has it open for writing only for
   * that. Where the answer is `cancelled` nothing of it is done; one that is being committed is done, and answered so. The log has it under `user`, or who runs the host. Never rejects.
   */
  async change(
    name: string,
    input: unknown,
    options: CallOptions & { readonly user?: string },
  ): Promise<Outcome<unknown>> {
    const { user, ...others } = options;
    const outcome = await this.#write((writer) => writer.call(name, input, others, "change"), user);
    // What a killed process had begun in a file is put back by the next one that may write, not by one that reads.
    if (!outcome.ok) await this.#write((writer) => writer.opened);
    return outcome;
  }

  async #write(
    work: (writer: Worker) => Promise<Outcome<unknown>>,
    user?: string,
  ): Promise<Outcome<unknown>> {
    if (this.#closed) return closed;
    const named = user === undefined ? {} : { user };
    const how = { connection: this.#connection, access: "write", ...named } as const;
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

  async #search(asked: Asked): Promise<Outcome<unknown>> {
    const timer = setTimeout(() => this.#keepSpare(), longSearch).unref();
    const { worker, outcome } = await this.#askLong(asked);
    clearTimeout(timer);
    if (!worker || !outcome.ok) {
      // One that was cancelled has killed its process: the next query is not to wait for a new one.
      this.#keepSpare();
      return outcome;
    }
    this.#withResults.add(worker);
    this.#holders = [worker, ...this.#holders.filter((other) => other !== worker)].slice(0, 2);
    this.#keepSpareSoon();
    return outcome;
  }

  /** Asks a process that may be killed for it: not the one with the result. */
  #askLong(asked: Asked): Promise<{ readonly worker?: Worker; readonly outcome: Outcome<unknown> }> {
    return this.#longCalls.run(asked.options, async (options) => {
      // It may have been closed while this waited.
      if (this.#closed) return { outcome: closed };
      return this.#askUntilAnswered(() => this.#forQuery(), { ...asked, options });
    });
  }

  /** Reading again is harmless: a call whose process was killed for the sake of another one is made again. */
  async #askUntilAnswered(
    choose: () => Worker,
    asked: Asked,
  ): Promise<{ readonly worker: Worker; readonly outcome: Outcome<unknown> }> {
    for (let tries = 1; ; tries++) {
      const worker = choose();
      const outcome = await this.#ask(worker, asked);
      const isInterrupted = !outcome.ok && outcome.error.code === "interrupted";
      if (!isInterrupted || this.#closed || tries === mostTries) return { worker, outcome };
    }
  }

  #ask(worker: Worker, { name, input, options, traits }: Asked): Promise<Outcome<unknown>> {
    return this.#heard(worker, worker.call(name, input, options, traits.isLong ? "long" : "short"));
  }

  /** What a process answers; where it says that the file was replaced, the others with the old one are ended. */
  async #heard(worker: Worker, answer: Promise<Outcome<unknown>>): Promise<Outcome<unknown>> {
    const outcome = await answer;
    if (outcome.ok) return outcome;
    if (outcome.error.code === "replaced" && this.#workers.includes(worker)) {
      this.#file = null;
      this.#renew(this.#made + 1);
    }
    // A file that was there and is not now, or is none of ours: that passes when its replacement is complete.
    const isAway = this.#wasFile && worker.isRefusal(outcome);
    return isAway ? failed("connection_lost", outcome.error.message, { code: outcome.error.code }) : outcome;
  }

  /** Ends the processes that have the old file open: those with a number less than that of the first with the new one. */
  #renew(first: number): void {
    this.#generation.renew();
    this.#firstOfGeneration = first;
    for (const worker of [...this.#workers]) if (numberOf(worker.name) < first) worker.kill();
  }

  /** A process has opened the database: the file that it found is the one of all. */
  #admit(worker: Worker, { file }: Opened): void {
    const before = this.#file;
    this.#file = file;
    this.#wasFile = file !== null;
    if (before !== null && before !== file) this.#renew(numberOf(worker.name));
    // One that was written over has the same identity: those with results of the old one tell by its content. A spare is
    // left alone: it is to be free when the next query comes.
    else if (file !== null) {
      for (const holder of this.#holders) if (holder !== worker) void this.#heard(holder, holder.check());
    }
  }

  /** A process that may be killed: rather one without a result that is looked at, and never that with the newest. */
  #forQuery(): Worker {
    // One with a few short calls to answer is there sooner than one that is still to start.
    const ready = this.#inOrder(this.#workers.filter(({ isReady }) => isReady));
    // Where it has older results somebody may be looking at one of them: killed for a query that is cancelled, it would lose them.
    const mayBeTaken = (worker: Worker): boolean =>
      !this.#holders.includes(worker) && (worker.isFree || !this.#withResults.has(worker));
    const found = ready.find(mayBeTaken) ?? this.#spare();
    if (found) return found;
    return this.#workers.length < this.#options.size ? this.#start() : this.#freest(this.#holders[0]);
  }

  /** The process that answers a short call first: another one takes longer to start than these do what they have to do. */
  #readiest(): Worker {
    const [best] = this.#inOrder(this.#workers.filter(({ isReady }) => isReady));
    return best ?? this.#workers.find(({ hasLongCall }) => !hasLongCall) ?? this.#freest();
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
    const isTaken = (worker: Worker): number => Number(worker.hasLongCall);
    return workers.sort((a, b) => isTaken(a) - isTaken(b) || a.load - b.load || rank(a) - rank(b));
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
    void worker.opened.then((opened) => {
      if (opened.ok && this.#workers.includes(worker)) this.#admit(worker, opened.value);
    });
    return worker;
  }
}

/** In milliseconds. */
const spareDelay = 500;
/** After it, in milliseconds, a search may well be cancelled: the next one is not to wait for a process. Before, it has the processor alone. */
const longSearch = 2000;

/** What a call is answered with where its process was ended as the file was replaced. */
const outdated: readonly string[] = ["replaced", "interrupted"];
/** A file is not replaced, nor a process killed for another call, more often than this during one call. */
const mostTries = 4;

const rowsGone = failedWith(resultGone());
const rowsReplaced = failed(
  "result_gone",
  "The database file was replaced, and the rows of the old one are gone. Run the query again.",
);
const closed = failed("not_open", "The database is closed.");

/** The number of a process, from its name or that of one of its results: 12 of `p12` and `p12-3`. */
function numberOf(name: string): number {
  return Number.parseInt(name.slice(1), 10);
}
