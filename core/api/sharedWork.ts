import { RcdbError } from "./failure.ts";

/** Work that several callers wait for: a caller who cancels only stops waiting; where none waits any more, it is cancelled. */
export class SharedWork<T> {
  readonly #controller = new AbortController();
  readonly #outcome: Promise<T>;
  #state: "underWay" | "done" | "failed" = "underWay";
  #waiting = 0;

  /** Begins it; `wait` for it at once. */
  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#outcome = this.#follow(work);
  }

  /** Whether to wait for it: once it has failed or is cancelled it is to be begun anew. */
  get isUsable(): boolean {
    return this.#state !== "failed";
  }

  /** What it gives. Throws what it throws, and `cancelled` where this caller cancels. */
  async wait(signal: AbortSignal): Promise<T> {
    let leave = (): void => undefined;
    const cancelled = new Promise<never>((_, reject) => {
      leave = () => reject(new RcdbError("cancelled", "The query was cancelled."));
    });
    signal.addEventListener("abort", leave, { once: true });
    if (signal.aborted) leave();
    this.#waiting++;
    try {
      return await Promise.race([cancelled, this.#outcome]);
    } finally {
      signal.removeEventListener("abort", leave);
      this.#waiting--;
      if (this.#waiting === 0 && this.#state === "underWay") {
        this.#state = "failed";
        this.#controller.abort();
      }
    }
  }

  async #follow(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      const outcome = await work(this.#controller.signal);
      this.#state = "done";
      return outcome;
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }
}
