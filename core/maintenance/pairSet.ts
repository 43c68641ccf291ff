const bitsPerPart = 4096;

/** A set of (number, run) with one bit for each pair: runs lie close together, and there are millions of pairs. */
export class PairSet {
  readonly #parts = new Map<number, Map<number, Uint32Array>>();

  /** Puts a pair in; answers whether it was not in there yet. */
  add(number: number, run: number): boolean {
    const at = Math.floor(run / bitsPerPart);
    const part = this.#part(number, at);
    const bit = run - at * bitsPerPart;
    const word = part[bit >> 5] ?? 0;
    const mask = 1 << (bit & 31);
    if ((word & mask) !== 0) return false;
    part[bit >> 5] = word | mask;
    return true;
  }

  #part(number: number, at: number): Uint32Array {
    let parts = this.#parts.get(number);
    if (!parts) this.#parts.set(number, (parts = new Map<number, Uint32Array>()));
    let part = parts.get(at);
    if (!part) parts.set(at, (part = new Uint32Array(bitsPerPart / 32)));
    return part;
  }
}
