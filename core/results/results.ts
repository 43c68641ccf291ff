import { resultGone } from "../api/missing.ts";
import type { CallContext } from "../api/dispatch.ts";
import type { HeldResult } from "./heldResult.ts";

/** About 40 MB of numbers; the newest result is kept whatever its size. */
const cellsKept = 5_000_000;

/** What a name takes up by itself: there may be many of the same rows. */
const cellsOfName = 5000;

/** The results of the last queries, by name; the oldest make room for new ones. */
export class Results {
  readonly #prefix: string;
  readonly #held = new Map<string, HeldResult>();
  #made = 0;

  /** `prefix` tells the names of one process from those of another. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Keeps a result and answers its name, which other clients of the process cannot guess. */
  add(result: HeldResult): string {
    const name = `${this.#prefix}-${++this.#made}-${crypto.randomUUID()}`;
    this.#held.set(name, result);
    for (const [oldest] of this.#held) {
      if (oldest === name || this.#cells() <= cellsKept) break;
      this.#held.delete(oldest);
    }
    return name;
  }

  /**
   * Another name for the rows of a result, under which they are sorted by themselves. The rows stay as long as the newest of
   * their names. Throws `result_gone`.
   */
  share(name: string): string {
    const result = this.get(name);
    this.#held.delete(name);
    this.#held.set(name, result);
    return this.add(result.view());
  }

  /** The result of that name; throws `result_gone`. */
  get(name: string): HeldResult {
    const result = this.#held.get(name);
    if (!result) throw resultGone();
    return result;
  }

  /** The same with all its values: where some are still missing they are waited for. */
  async filled(name: string, context: CallContext): Promise<HeldResult> {
    const result = this.get(name);
    await result.filling.goOn(context);
    return result;
  }

  #cells(): number {
    const counted = new Set<HeldResult["runs"]>();
    let sum = 0;
    for (const result of this.#held.values()) {
      sum += cellsOfName + result.ownCells + (counted.has(result.runs) ? 0 : result.cells);
      counted.add(result.runs);
    }
    return sum;
  }
}
