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
    const starts = startsOf(halves, half, shift);
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

/** Where the rows with each value of a digit begin; null where all have the same. */
function startsOf(halves: Uint32Array, half: number, shift: number): Int32Array | null {
  const starts = new Int32Array(digitValues);
  for (let at = half; at < halves.length; at += 2) {
    const value = ((halves[at] ?? 0) >>> shift) & (digitValues - 1);
    starts[value] = (starts[value] ?? 0) + 1;
  }
  if (starts.includes(halves.length / 2)) return null;
  let start = 0;
  for (let value = 0; value < digitValues; value++) {
    const count = starts[value] ?? 0;
    starts[value] = start;
    start += count;
  }
  return starts;
}
