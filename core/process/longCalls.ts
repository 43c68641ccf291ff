/**
 * Fair shares of the processes for calls that may take hours. Only a few run at a time, so that a process is left for
 * the others; more wait, and while they do a call that has had its share is stopped.
 */
import type { CallOptions } from "../api/client.ts";
import { failed, type Outcome } from "../api/failure.ts";

interface Running {
  readonly since: number;
  readonly stop: () => void;
}

export class LongCalls {
  readonly #most: number;
  readonly #share: number | null;
  /** The oldest first. */
  readonly #running = new Set<Running>();
  readonly #waiting = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;

  /** `share` is how many milliseconds a call may take while others wait; null for as long as it likes. */
  constructor(most: number, share: number | null) {
    this.#most = most;
    this.#share = share;
  }

  /** Makes a call once there is a place for it; `call` is to end when the signal that it gets is aborted. */
  async run<T extends { readonly outcome: Outcome<unknown> }>(
    options: CallOptions,
    call: (options: CallOptions) => Promise<T>,
  ): Promise<T | { readonly outcome: Outcome<never> }> {
    if (this.#running.size >= this.#most) await this.#place(options.signal);
    const controller = new AbortController();
    const running = { since: performance.now(), stop: () => controller.abort() };
    this.#running.add(running);
    const signal = AbortSignal.any([controller.signal, ...(options.signal ? [options.signal] : [])]);
    try {
      const answer = await call({ ...options, signal });
      const wasStopped = controller.signal.aborted && !options.signal?.aborted;
      return wasStopped && !answer.outcome.ok ? { outcome: stoppedAfter(this.#share ?? 0) } : answer;
    } finally {
      this.#running.delete(running);
      this.#goOn();
    }
  }

  /** Until there is a place, or nobody wants it any more. */
  async #place(signal: AbortSignal | undefined): Promise<void> {
    while (this.#running.size >= this.#most && !signal?.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        const leave = (): void => {
          this.#waiting.delete(resolve);
          resolve();
        };
        signal?.addEventListener("abort", leave, { once: true });
        this.#stopOldest();
      });
    }
  }

  #goOn(): void {
    const [first] = this.#waiting;
    if (first) this.#waiting.delete(first);
    first?.();
    this.#stopOldest();
  }

  /** Stops the oldest call as soon as it has had its share, if somebody waits then. */
  #stopOldest(): void {
    clearTimeout(this.#timer);
    const [oldest] = this.#running;
    if (!oldest || this.#share === null || this.#waiting.size === 0) return;
    const rest = oldest.since + this.#share - performance.now();
    this.#timer = setTimeout(() => oldest.stop(), rest).unref();
  }
}

function stoppedAfter(share: number): Outcome<never> {
  return failed(
    "too_long",
    `Stopped after ${share / 1000} s, as others were waiting for the database. Ask for fewer runs or a simpler query, or try again later.`,
  );
}
