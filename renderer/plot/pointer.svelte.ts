import { nextIndex, stepKeys, type KeyActs } from "./plotKeys.ts";

/** Which of the things that a plot draws is pointed at, by mouse or by keys; none, as soon as others are drawn. */
export class Pointer {
  #at = $state.raw<{ readonly drawn: object; readonly index: number } | null>(null);
  readonly #drawn: () => object | null;

  /** `drawn` is another object whenever other things are drawn; null while nothing is. */
  constructor(drawn: () => object | null) {
    this.#drawn = drawn;
  }

  /** The index of the one that is pointed at. */
  readonly current: number | null = $derived.by(() =>
    this.#at !== null && this.#at.drawn === this.#drawn() ? this.#at.index : null,
  );

  /** Points at one of them; at none where the index is null, or -1 as of a search that found none. */
  point(index: number | null): void {
    const drawn = this.#drawn();
    this.#at = drawn !== null && index !== null && index >= 0 ? { drawn, index } : null;
  }

  /** The keys that go from one item to the next. */
  keys(count: number): KeyActs {
    return stepKeys(this.current, (by, from) => {
      const index = nextIndex(count, from, by);
      if (index !== null) this.point(index);
    });
  }
}
