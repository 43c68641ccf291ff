/** The least that an array of each width holds means that a row has no number. */
const forms = [
  { missing: -(2 ** 7), make: (rows: number) => new Int8Array(rows) },
  { missing: -(2 ** 15), make: (rows: number) => new Int16Array(rows) },
  { missing: -(2 ** 31), make: (rows: number) => new Int32Array(rows) },
  { missing: NaN, make: (rows: number) => new Float64Array(rows) },
] as const;

interface Block {
  readonly missing: number;
  readonly values: Int8Array | Int16Array | Int32Array | Float64Array;
}

const rowBits = 12;
const rowsInBlock = 2 ** rowBits;

/**
 * A number for each row, or none (NaN). They lie in blocks that are made when they are needed, each as narrow as its
 * integers allow, 1 to 4 bytes a row; 8 bytes where there is another number among them.
 */
export class NumberList {
  readonly #blocks: (Block | undefined)[] = [];
  /** What the last block needed, the next will as well. */
  #form = 0;
  #length = 0;
  #found = 0;

  /** The row after the last one that was set. */
  get length(): number {
    return this.#length;
  }

  get(row: number): number {
    const block = this.#blocks[row >> rowBits];
    const value = block?.values[row & (rowsInBlock - 1)];
    return value === undefined || value === block?.missing ? NaN : value;
  }

  set(row: number, value: number): void {
    if (row >= this.#length) this.#length = row + 1;
    const place = row >> rowBits;
    let block = this.#blocks[place] ?? (this.#blocks[place] = emptyBlock(this.#form));
    const isMissing = Number.isNaN(value);
    while (!isMissing && !holds(block, value)) block = this.#blocks[place] = this.#wider(block);
    block.values[row & (rowsInBlock - 1)] = isMissing ? block.missing : value;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** Adds those that are numbers: the keys of rows, of which some may have none. */
  pushAll(values: readonly number[]): void {
    for (const value of values) if (!Number.isNaN(value)) this.set(this.#length, value);
  }

  /** The row of a number among ascending ones, or -1. The row found last and those beside it are tried first. */
  find(value: number): number {
    if (this.get(this.#found) === value) return this.#found;
    if (this.get(this.#found + 1) === value) return ++this.#found;
    if (this.get(this.#found - 1) === value) return --this.#found;
    const place = this.#firstFrom(value);
    return place < this.#length && this.get(place) === value ? (this.#found = place) : -1;
  }

  /** The row of the number, or else of the nearest one; -1 where there is none at all. */
  findNearest(value: number): number {
    const place = this.#firstFrom(value);
    if (place === this.#length) return this.#length - 1;
    return place > 0 && value - this.get(place - 1) < this.get(place) - value ? place - 1 : place;
  }

  /** The first row whose number is not less than this one. */
  #firstFrom(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.get(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The numbers of the rows from `from` on that come before `to`. */
  slice(from: number, to: number): number[] {
    const count = Math.max(0, Math.min(to, this.#length) - from);
    return Array.from({ length: count }, (_, index) => this.get(from + index));
  }

  /** The numbers of a range of rows. */
  toArray(rows: number): Float64Array {
    const all = new Float64Array(rows);
    const end = Math.min(rows, this.#length);
    all.fill(NaN, end);
    for (let from = 0; from < end; from += rowsInBlock) {
      const to = Math.min(from + rowsInBlock, end);
      const block = this.#blocks[from >> rowBits];
      if (!block) {
        all.fill(NaN, from, to);
        continue;
      }
      const { missing, values } = block;
      all.set(to - from < rowsInBlock ? values.subarray(0, to - from) : values, from);
      // One kind of array in the loop, whatever the block is: that is many times as quick.
      if (Number.isNaN(missing)) continue;
      for (let row = from; row < to; row++) if (all[row] === missing) all[row] = NaN;
    }
    return all;
  }

  #wider({ missing, values }: Block): Block {
    this.#form = forms.findIndex((form) => form.missing === missing) + 1;
    const block = emptyBlock(this.#form);
    values.forEach((value, at) => {
      if (value !== missing) block.values[at] = value;
    });
    return block;
  }
}

function emptyBlock(index: number): Block {
  const { missing, make } = forms[index] ?? forms[3];
  return { missing, values: make(rowsInBlock).fill(missing) };
}

/** Whether the block gives the number back as it is; integers have no zero below zero. */
function holds({ missing }: Block, value: number): boolean {
  return Number.isNaN(missing) || (value > missing && value < -missing && Object.is(value | 0, value));
}
