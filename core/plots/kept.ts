/** What was computed of a held result; each zoom asks for the same again. */
import type { HeldResult } from "../results/heldResult.ts";

/** The number of values that are kept of each result, up to 8 bytes a row each: a plot has up to six panels. */
const mostKept = 7;

/** Values of results by a key, for as long as the result is held; of many those that were asked for last. */
export class Kept<Key, Value> {
  readonly #ofResults = new WeakMap<HeldResult, Map<Key, Value>>();

  /** The value that is kept, or the one that `make` gives. */
  get(result: HeldResult, key: Key, make: () => Value): Value {
    const ofResult = this.#ofResults.get(result) ?? new Map<Key, Value>();
    this.#ofResults.set(result, ofResult);
    const found = ofResult.get(key) ?? make();
    ofResult.delete(key);
    ofResult.set(key, found);
    for (const [oldest] of ofResult) {
      if (ofResult.size <= mostKept) break;
      ofResult.delete(oldest);
    }
    return found;
  }

  /** Forgets a value. */
  drop(result: HeldResult, key: Key): void {
    this.#ofResults.get(result)?.delete(key);
  }
}
