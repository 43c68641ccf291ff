/** A set of rows, a bit for each. */
export class Marks {
  #bits = new Uint8Array(128);

  /** Answers whether the row is new. */
  add(row: number): boolean {
    const place = row >> 3;
    if (place >= this.#bits.length) this.#grow(place);
    const bits = this.#bits[place] ?? 0;
    const bit = 1 << (row & 7);
    this.#bits[place] = bits | bit;
    return (bits & bit) === 0;
  }

  #grow(place: number): void {
    const longer = new Uint8Array(2 * place);
    longer.set(this.#bits);
    this.#bits = longer;
  }
}
