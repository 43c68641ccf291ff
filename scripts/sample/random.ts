/**
 * Seeded random numbers (sfc32). No logarithm or sine is used anywhere: their last digits may differ from
 * one JavaScript engine to the next, and the same seed has to give the same database everywhere.
 */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** Different texts give independent streams, so that one part of the sample does not disturb another. */
  constructor(seed: string) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
    this.#a = hash;
    this.#b = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    this.#c = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    // The first numbers still show the seed.
    for (let i = 0; i < 15; i++) this.next();
  }

  /** A number in [0, 1). */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.next());
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A bell-shaped number: the sum of four even ones, with the standard deviation `spread`. */
  around(mean: number, spread: number): number {
    return mean + (this.next() + this.next() + this.next() + this.next() - 2) * 1.732 * spread;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.integer(0, list.length - 1)] ?? list[0];
  }

  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(choices: readonly (readonly [Name, number])[], fallback: Name): Name {
    let total = 0;
    for (const [, weight] of choices) total += weight;
    let rest = this.next() * total;
    for (const [name, weight] of choices) {
      rest -= weight;
      if (rest < 0) return name;
    }
    return fallback;
  }
}

/** The number with some digits behind the point. */
export function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
