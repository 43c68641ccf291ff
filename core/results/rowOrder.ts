/** The number of bits that keys are sorted by at a time, from the last ones on: with more there are too many places to write to. */
const digitBits = 11;
const digitValues = 2 ** digitBits;
const digitsOfHalf = 3;

/**
 * The rows in the order of their keys, which are lost: rows without one (NaN) last either way, equal ones in row order.
 * A radix sort: no function is called for each comparison, and it takes as long whatever the keys are. The keys move
 * along with their rows: to look them up where they were takes longer the less of them fit into the processor's cache.
 */
export function rowOrder(keys: Float64Array, descending: boolean): Int32Array {
  const range = rangeOf(keys);
  return range ? orderOfIntegers(keys, range, descending) : orderOfDoubles(keys, descending);
}

interface Range {
  readonly least: number;
  readonly greatest: number;
}

/** What the keys lie between, where they are integers near enough to each other that 32 bits tell them apart; else null. */
function rangeOf(keys: Float64Array): Range | null {
  let least = Infinity;
  let greatest = -Infinity;
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] ?? NaN;
    if (key < least) least = key;
    if (key > greatest) greatest = key;
    // NaN is no number between two others, nor another integer than itself.
    if (Math.floor(key) < key) return null;
  }
  // One more says that a row has none.
  return greatest - least < 2 ** 32 - 1 ? { least, greatest } : null;
}

function orderOfIntegers(keys: Float64Array, { least, greatest }: Range, descending: boolean): Int32Array {
  const count = keys.length;
  const missing = greatest < least ? 0 : greatest - least + 1;
  // In the place of the keys, each of which has been read before it is written over: fresh memory takes longer than sorting.
  let values = new Uint32Array(keys.buffer, keys.byteOffset, count);
  let nextValues = new Uint32Array(keys.buffer, keys.byteOffset + values.byteLength, count);
  let order = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const key = keys[row] ?? NaN;
    values[row] = Number.isNaN(key) ? missing : descending ? greatest - key : key - least;
    order[row] = row;
  }
  let nextOrder = new Int32Array(count);
  for (let digit = 0; digit < digitsOfHalf; digit++) {
    const shift = digit * digitBits;
    if (missing >>> shift === 0) break;
    const starts = startsOf(values, 0, 1, shift);
    if (starts === null) continue;
    for (let from = 0; from < count; from++) {
      const value = values[from] ?? 0;
      const place = (value >>> shift) & (digitValues - 1);
      const to = starts[place] ?? 0;
      starts[place] = to + 1;
      nextValues[to] = value;
      nextOrder[to] = order[from] ?? 0;
    }
    [values, nextValues] = [nextValues, values];
    [order, nextOrder] = [nextOrder, order];
  }
  return order;
}

function orderOfDoubles(keys: Float64Array, descending: boolean): Int32Array {
  makeSortable(keys, descending);
  const count = keys.length;
  let halves: Uint32Array = new Uint32Array(keys.buffer, keys.byteOffset, 2 * count);
  let order = new Int32Array(count);
  for (let row = 0; row < count; row++) order[row] = row;
  let nextHalves: Uint32Array = new Uint32Array(2 * count);
  let nextOrder = new Int32Array(count);
  for (let digit = 0; digit < 2 * digitsOfHalf; digit++) {
    const half = Math.floor(digit / digitsOfHalf);
    const shift = (digit % digitsOfHalf) * digitBits;
    const starts = startsOf(halves, half, 2, shift);
    if (starts === null) continue;
    for (let from = 0; from < count; from++) {
      const value = ((halves[2 * from + half] ?? 0) >>> shift) & (digitValues - 1);
      const to = starts[value] ?? 0;
      starts[value] = to + 1;
      nextHalves[2 * to] = halves[2 * from] ?? 0;
      nextHalves[2 * to + 1] = halves[2 * from + 1] ?? 0;
      nextOrder[to] = order[from] ?? 0;
    }
    [halves, nextHalves] = [nextHalves, halves];
    [order, nextOrder] = [nextOrder, order];
  }
  return order;
}

/** Turns each key into 64 bits that order as an integer does. Their lower half comes first, as on all machines Node runs on. */
function makeSortable(keys: Float64Array, descending: boolean): void {
  const halves = new Int32Array(keys.buffer, keys.byteOffset, keys.length * 2);
  const flip = descending ? -1 : 0;
  for (let row = 0; row < keys.length; row++) {
    // Adding nothing makes zero of the zero below zero, which is equal.
    const key = (keys[row] ?? NaN) + 0;
    keys[row] = key;
    const isMissing = Number.isNaN(key);
    const low = halves[2 * row] ?? 0;
    const high = halves[2 * row + 1] ?? 0;
    const negative = high >> 31;
    halves[2 * row] = isMissing ? -1 : low ^ negative ^ flip;
    halves[2 * row + 1] = isMissing ? -1 : high ^ (negative | -(2 ** 31)) ^ flip;
  }
}

/** Where the rows with each value of a digit begin; null where all have the same. Each row has `width` numbers, that at `first` counts. */
function startsOf(values: Uint32Array, first: number, width: number, shift: number): Int32Array | null {
  const starts = new Int32Array(digitValues);
  for (let at = first; at < values.length; at += width) {
    const value = ((values[at] ?? 0) >>> shift) & (digitValues - 1);
    starts[value] = (starts[value] ?? 0) + 1;
  }
  if (starts.includes(values.length / width)) return null;
  let start = 0;
  for (let value = 0; value < digitValues; value++) {
    const count = starts[value] ?? 0;
    starts[value] = start;
    start += count;
  }
  return starts;
}
