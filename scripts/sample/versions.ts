import type { Random } from "./random.ts";

/**
 * A file that changes every now and then: mostly somebody writes a new version, sometimes the one before
 * comes back. Only these two are kept, so that a million runs need no more memory than a thousand.
 */
export class Versions<Version> {
  #current: Version;
  #newest: Version;
  #older: Version | undefined;
  readonly #next: (version: Version) => Version;
  readonly #random: Random;
  readonly #changeChance: number;

  constructor(
    first: Version,
    next: (version: Version) => Version,
    random: Random,
    runsBetweenChanges: number,
  ) {
    this.#current = first;
    this.#newest = first;
    this.#next = next;
    this.#random = random;
    this.#changeChance = 1 / runsBetweenChanges;
  }

  /** The version that the next run uses; the same object for the same content. */
  use(): Version {
    if (this.#random.chance(this.#changeChance)) this.#change();
    return this.#current;
  }

  #change(): void {
    if (this.#current === this.#newest && this.#older !== undefined && this.#random.chance(0.2)) {
      this.#current = this.#older;
      return;
    }
    this.#older = this.#newest;
    // Always on from the newest: after a way back, revision numbers must not be given twice.
    this.#newest = this.#next(this.#newest);
    this.#current = this.#newest;
  }
}
