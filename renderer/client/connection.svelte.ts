import type { CallOptions, Transport } from "../../core/api/client.ts";
import { callNamed } from "../../core/api/call.ts";
import { contract } from "../../core/api/contract.ts";
import { cancelled, failed, isUnanswered, type Failure, type Outcome } from "../../core/api/failure.ts";
import { compareGenerations, readGeneration, type Generation } from "./generation.ts";
import { now } from "../lib/now.ts";

export interface LineOptions extends CallOptions {
  /** Told which database an answer comes from, right before it is given. */
  readonly onGeneration?: (generation: string | null) => void;
}

/** Carries calls to the host of the window: the bridge of the desktop application, or HTTP. Never rejects. */
export type Line = (name: string, input: unknown, options: LineOptions) => Promise<Outcome<unknown>>;

export interface Lost {
  /** When the database answered last; null where it never did. */
  readonly since: Date | null;
  readonly failure: Failure;
}

/** What the window does when its database is there again, or is another one. */
export interface ConnectionCallbacks {
  readonly onback: () => void;
  readonly onother: () => void;
}

/** So long after its last answer the database is asked for a sign, in milliseconds; whether it is time is looked at twice as often. */
const PULSE = 1000;
/** What gives no sign for so long is lost; a query may take longer. */
const TIMEOUT = 3500;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 4000;
/** A call that fails so often, though the database answers in between, is at fault itself. */
const MOST_TRIES = 5;

/** Calls that read may be made again; what changes something is done again by people only. */
function isRead(name: string): boolean {
  return callNamed(contract, name)?.traits.changes === false;
}

/**
 * The connection to the database: one for the window. While it is lost, calls that read wait for it and are then made
 * again. So pages keep what they have, and no failure of the connection outlives it.
 */
export class Connection {
  lost = $state.raw<Lost | null>(null);
  /** When the file was replaced, until people have taken note of it. */
  replaced = $state.raw<Date | null>(null);
  /** Another number for another content: what was read before says nothing about it. */
  content = $state(0);

  readonly #callbacks: ConnectionCallbacks;
  #line: Line | null = null;
  #isBrowser = false;
  #generation: Generation | null = null;
  #answered: Date | null = null;
  #isFeeling = false;
  #waiting: (() => void)[] = [];
  #endPause: () => void = () => undefined;

  constructor(callbacks: ConnectionCallbacks) {
    this.#callbacks = callbacks;
  }

  /** The calls of the window over a line. A browser cannot open another database, but its server may be started anew. */
  over(line: Line, isBrowser: boolean): Transport {
    this.#line = line;
    this.#isBrowser = isBrowser;
    return (name, input, options) =>
      isRead(name) ? this.#read(name, input, options) : this.#ask(name, input, options);
  }

  /** Asks for a sign now and then while the window is seen, until the returned function is called. */
  watch(): () => void {
    const timer = setInterval(() => {
      const silence = Date.now() - (this.#answered?.getTime() ?? 0);
      if (!document.hidden && silence >= PULSE && !this.lost) void this.#feel();
    }, PULSE / 2);
    return () => clearInterval(timer);
  }

  /** Ends the pause before the next try. */
  tryNow(): void {
    this.#endPause();
  }

  /** The window itself has brought another content into the open database. */
  startAgain(): void {
    this.content++;
    this.#callbacks.onother();
  }

  async #read(name: string, input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    for (let tries = 1; ; tries++) {
      const outcome = await this.#ask(name, input, options);
      if (!isUnanswered(outcome) || tries === MOST_TRIES) return outcome;
      this.#lose(outcome.error);
      await this.#untilBack(options.signal);
      if (options.signal?.aborted) return cancelled;
    }
  }

  /** Makes a call, and takes note of what its answer tells of the database. */
  async #ask(name: string, input: unknown, options: CallOptions): Promise<Outcome<unknown>> {
    let told: Generation | null = null;
    const onGeneration = (text: string | null) => (told = readGeneration(text));
    const outcome = await (this.#line?.(name, input, { ...options, onGeneration }) ?? noLine);
    if (outcome.ok && isRead(name)) this.#answered = now();
    const is = compareGenerations(this.#generation, told);
    // A newer answer was quicker.
    if (is === "older" && isRead(name)) return this.#ask(name, input, options);
    if (is === "same" || is === "older") return outcome;
    const isFirst = this.#generation === null;
    this.#generation = told;
    // What the window opened itself it learns by that.
    if (is === "other" && (isFirst || !this.#isBrowser)) return outcome;
    if (is === "replaced") this.replaced = now();
    this.startAgain();
    // It is about the new content, and was asked about the old one.
    return isRead(name) ? failed("cancelled", "The database was replaced.") : outcome;
  }

  async #feel(): Promise<void> {
    if (this.#isFeeling) return;
    this.#isFeeling = true;
    const outcome = await this.#sign();
    this.#isFeeling = false;
    if (isUnanswered(outcome)) this.#lose(outcome.error);
  }

  /** Makes the cheapest call there is. */
  async #sign(): Promise<Outcome<unknown>> {
    const signal = AbortSignal.timeout(TIMEOUT);
    const outcome = await this.#ask("readNewest", { after: Number.MAX_SAFE_INTEGER }, { signal });
    return signal.aborted && !outcome.ok ? noAnswer : outcome;
  }

  #lose(failure: Failure): void {
    const isNew = this.lost === null;
    this.lost = { since: this.lost?.since ?? this.#answered, failure };
    if (isNew) void this.#reconnect();
  }

  /** Asks with growing pauses until there is an answer, whatever it says. */
  async #reconnect(): Promise<void> {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        this.#endPause = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      const outcome = await this.#sign();
      if (!isUnanswered(outcome)) break;
      this.#lose(outcome.error);
    }
    this.lost = null;
    for (const goOn of this.#waiting.splice(0)) goOn();
    this.#callbacks.onback();
  }

  #untilBack(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal?.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}

const noLine = failed("not_open", "The window is not connected to its host yet.");
const noAnswer = failed("connection_lost", "The database gives no answer.");
