import { setImmediate as nextTurn } from "node:timers/promises";
import { RcdbError } from "../api/failure.ts";

/** How long others may be kept waiting, in milliseconds. */
const timeout = 20;

/**
 * For long work on the thread that also hears calls: gives others their turn every now and then, also the one
 * that cancels this work.
 */
export class Yielding {
  readonly #signal: AbortSignal;
  readonly #cancelled: string;
  #last = performance.now();

  /** `cancelled` says what became of the work where it is cancelled. */
  constructor(signal: AbortSignal, cancelled: string) {
    this.#signal = signal;
    this.#cancelled = cancelled;
  }

  /** Whether others have waited long enough; to be asked where `pause` would be called too often. */
  get isDue(): boolean {
    return performance.now() - this.#last > timeout;
  }

  /** Lets others have their turn where that is due. Throws `cancelled`. */
  async pause(): Promise<void> {
    if (this.isDue) {
      await nextTurn();
      this.#last = performance.now();
    }
    if (this.#signal.aborted) throw new RcdbError("cancelled", this.#cancelled);
  }
}
