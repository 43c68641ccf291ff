import type { CallOptions } from "../api/client.ts";
import { cancelled, failed, type Outcome } from "../api/failure.ts";
import type { ChildProcess, Opened, OpenMessage, ToDatabaseProcess } from "./protocol.ts";

interface PendingCall {
  readonly settle: (outcome: Outcome<unknown>) => void;
  /** When the process has answered it or has ended; the caller of a cancelled one knows earlier. */
  readonly settled: Promise<void>;
  readonly kind: CallKind;
  isWanted: boolean;
  /** Whether it is a change that cannot be cancelled any more. */
  isCommitting: boolean;
  readonly options: CallOptions;
}

/** What an answer may take: a long call hours, and so may a change, of which it is to be known whether it was made. */
type CallKind = "short" | "long" | "change";

/** One database process as its host sees it: calls go in, outcomes come out, and it can be killed. */
export class Worker {
  readonly name: string;
  /** The outcome of opening the database. */
  readonly opened: Promise<Outcome<Opened>>;
  readonly #child: ChildProcess;
  readonly #pending = new Map<string, PendingCall>();
  readonly #onExit: (worker: Worker) => void;
  #calls = 0;
  /** Calls that are waited for, also those that wait for the database to be opened. */
  #asked = 0;
  /** Those of them that may take hours. */
  #long = 0;
  #isOpening = true;
  #refusal: Outcome<unknown> | null = null;
  #alive = true;
  /** Whether its database is on a server, which goes on with a statement when the process has gone. */
  #usesServer = false;

  /** `how` says what the process opens. */
  constructor(
    child: ChildProcess,
    name: string,
    how: Omit<OpenMessage, "kind" | "id" | "process">,
    onExit: (worker: Worker) => void,
  ) {
    this.name = name;
    this.#child = child;
    this.#onExit = onExit;
    child.listen((message) => {
      const call = this.#pending.get(message.id);
      if (message.kind === "progress") call?.options.onProgress?.(message.progress);
      else if (message.kind === "committing") this.#letCommit(message.id);
      else call?.settle(message.outcome);
    });
    child.onExit(() => this.#end());
    this.opened = this.#send((id) => ({ kind: "open", id, process: name, ...how }), {}) as Promise<
      Outcome<Opened>
    >;
    void this.opened.then((outcome) => {
      this.#isOpening = false;
      if (outcome.ok) {
        this.#usesServer = outcome.value.file === null;
        return;
      }
      // One that was ended meanwhile has not said anything of the database.
      if (outcome.error.code !== "interrupted") this.#refusal = outcome;
      this.kill();
    });
  }

  /** Whether a call was answered so because the database could not be opened. */
  isRefusal(outcome: Outcome<unknown>): boolean {
    return outcome === this.#refusal;
  }

  /** How many calls it has not answered yet, that of opening included. */
  get load(): number {
    return this.#pending.size;
  }

  /** Whether it has nothing to do, but for opening the database. */
  get isFree(): boolean {
    return this.#asked === 0 && this.#pending.size <= (this.#isOpening ? 1 : 0);
  }

  /** Whether it answers soon: its database is open, and it is not in the middle of an endless call. */
  get isReady(): boolean {
    return !this.#isOpening && !this.hasLongCall;
  }

  get hasLongCall(): boolean {
    return this.#long > 0;
  }

  /** Waits until it has answered all calls, those that were cancelled too, or has ended. */
  async idle(): Promise<void> {
    await Promise.all([...this.#pending.values()].map(({ settled }) => settled));
  }

  /**
   * Asks for a call once the database is open. Never rejects. An abort of the signal settles it at once and
   * asks the process to stop, which gets killed if it does not: soon where it may block for hours. A change is settled only when
   * it is known whether it was made.
   */
  async call(name: string, input: unknown, options: CallOptions, kind: CallKind): Promise<Outcome<unknown>> {
    this.#asked++;
    this.#long += Number(kind !== "short");
    const outcome = await this.#callOnceOpen(name, input, options, kind);
    this.#asked--;
    this.#long -= Number(kind !== "short");
    return outcome;
  }

  /** Asks whether the file that it has open is still the one at its path. Never rejects. */
  async check(): Promise<Outcome<unknown>> {
    const opened = await this.opened;
    return opened.ok ? this.#send((id) => ({ kind: "check", id }), {}) : opened;
  }

  async #callOnceOpen(
    name: string,
    input: unknown,
    options: CallOptions,
    kind: CallKind,
  ): Promise<Outcome<unknown>> {
    const opened = await beforeAbort(this.opened, options.signal);
    if (opened === null) return cancelled;
    if (!opened.ok) return opened;
    return this.#send((id) => ({ kind: "call", id, name, input }), options, kind);
  }

  kill(): void {
    if (this.#alive && this.#usesServer) this.#endGently();
    else this.#child.kill();
    this.#end();
  }

  /** It ends its statements on the server first; nothing blocks its thread, as a statement of SQLite would. */
  #endGently(): void {
    this.#child.post({ kind: "end" });
    const timer = setTimeout(() => this.#child.kill(), endTimeout);
    this.#child.onExit(() => clearTimeout(timer));
  }

  #send(
    message: (id: string) => ToDatabaseProcess,
    options: CallOptions,
    kind: CallKind = "short",
  ): Promise<Outcome<unknown>> {
    if (!this.#alive) return Promise.resolve(interrupted);
    if (options.signal?.aborted) return Promise.resolve(cancelled);
    const id = `${this.name}.${++this.#calls}`;
    let end = (): void => undefined;
    const settled = new Promise<void>((resolve) => (end = resolve));
    return new Promise((resolve) => {
      const cancel = (): void => {
        if (kind !== "change") resolve(cancelled);
        this.#cancel(id);
      };
      const settle = (outcome: Outcome<unknown>): void => {
        this.#pending.delete(id);
        options.signal?.removeEventListener("abort", cancel);
        // One that was ended for that.
        resolve(outcome === interrupted && !call.isWanted ? cancelled : outcome);
        end();
      };
      const call: PendingCall = { settle, settled, kind, isWanted: true, isCommitting: false, options };
      this.#pending.set(id, call);
      options.signal?.addEventListener("abort", cancel, { once: true });
      this.#child.post(message(id));
    });
  }

  /** better-sqlite3 blocks its thread: a process in the middle of a statement does not hear that it is to stop. */
  #cancel(id: string): void {
    const call = this.#pending.get(id);
    if (!this.#alive || !call || call.isCommitting) return;
    call.isWanted = false;
    const { kind } = call;
    this.#child.post({ kind: "cancel", id });
    const start = performance.now();
    const killIfDeaf = (): void => {
      if (!this.#pending.has(id)) return;
      const waited = performance.now() - start;
      if (kind !== "short" || !this.#waitsBehindOthers(id, waited > longestTimeout)) this.kill();
      else setTimeout(killIfDeaf, longTimeout);
    };
    setTimeout(killIfDeaf, kind === "short" ? longTimeout : cancelTimeout);
  }

  /** One that was cancelled hears of that instead. */
  #letCommit(id: string): void {
    const call = this.#pending.get(id);
    if (!call?.isWanted) return;
    call.isCommitting = true;
    this.#child.post({ kind: "may-commit", id });
  }

  /**
   * Whether a cancelled call may only wait behind one that came before it and that somebody wants: an endless one where
   * `hasWaited`, for any other would have been answered by then were it not this that is in its way.
   */
  #waitsBehindOthers(id: string, hasWaited: boolean): boolean {
    for (const [other, { isWanted, kind }] of this.#pending) {
      if (other === id) return false;
      if (isWanted && (kind !== "short" || !hasWaited)) return true;
    }
    return false;
  }

  #end(): void {
    if (!this.#alive) return;
    this.#alive = false;
    for (const call of [...this.#pending.values()]) call.settle(call.isCommitting ? uncertain : interrupted);
    this.#onExit(this);
  }
}

/** What the promise gives, or null as soon as the signal is aborted. */
function beforeAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(null);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Milliseconds that a process has to stop by itself; one that may hold results, which are lost with it, has more. */
const cancelTimeout = 100;
const longTimeout = 2000;
const longestTimeout = 10_000;
/** The same for one that tells its server first. */
const endTimeout = 3000;

const interrupted = failed(
  "interrupted",
  "The process that worked on this ended before it was done. Try again.",
);
/** Between being let commit and its answer it may have committed or not. */
const uncertain = failed(
  "uncertain",
  "The process that stored this ended while it was committing, so all of it is stored, or nothing. Look which before you change it again.",
);
