import type { CallContext } from "../api/dispatch.ts";
import type { Progress } from "../api/call.ts";
import { Yielding } from "../db/yielding.ts";

/** Milliseconds between two reports. */
const betweenReports = 200;

/**
 * The values of a result, as they come step by step. They come when somebody waits for them; of several who do each
 * goes on where the others are.
 */
export class Filling {
  readonly #begin: () => AsyncIterator<Progress, void>;
  #steps: AsyncIterator<Progress, void> | null = null;
  #isDone = false;

  /** After an error the steps are begun anew. */
  constructor(begin: () => AsyncIterator<Progress, void>) {
    this.#begin = begin;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /**
   * Reads on until all values are there, or for a number of milliseconds, or until those that are there after a step are
   * enough. Throws `cancelled` and what reading throws.
   */
  async goOn(
    { signal, report }: CallContext,
    milliseconds = Infinity,
    isEnough: () => boolean = () => false,
  ): Promise<void> {
    const start = performance.now();
    const yielding = new Yielding(signal, "The query was cancelled.");
    let reported = start;
    while (!this.#isDone && performance.now() - start < milliseconds) {
      const progress = await this.#step();
      await yielding.pause();
      if (progress === null) continue;
      // After the last step there is only the end, which takes no time.
      if (progress.done !== progress.total && isEnough()) return;
      if (performance.now() - reported < betweenReports) continue;
      reported = performance.now();
      report(progress);
    }
  }

  async #step(): Promise<Progress | null> {
    const steps = (this.#steps ??= this.#begin());
    try {
      const step = await steps.next();
      if (step.done !== true) return step.value;
      // What another's error has ended is no end.
      if (steps === this.#steps) this.#isDone = true;
      return null;
    } catch (thrown) {
      if (steps === this.#steps) this.#steps = null;
      throw thrown;
    }
  }
}
