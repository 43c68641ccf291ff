/** Keys are sorted by 16 bits at a time, from the last ones on. */
const digitsOfKey = 4;
const digitValues = 2 ** 16;

/**
 * The rows in the order of their keys, which are lost: rows without one (NaN) last either way, equal ones in row order.
 * A radix sort: no function is called for each comparison, and it takes as long whatever the keys are.
 */
export function rowOrder(keys: Float64Array, descending: boolean): Int32Array {
  makeSortable(keys, descending);
  const digits = new Uint16Array(keys.buffer, keys.byteOffset, keys.length * digitsOfKey);
  let order = new Int32Array(keys.length);
  for (let row = 0; row < order.length; row++) order[row] = row;
  let next = new Int32Array(keys.length);
  for (let digit = 0; digit < digitsOfKey; digit++) {
    const starts = startsOf(digits, digit);
    if (starts === null) continue;
    for (const row of order) {
      const value = digits[row * digitsOfKey + digit] ?? 0;
      const place = starts[value] ?? 0;
      starts[value] = place + 1;
      next[place] = row;
    }
    [order, next] = [next, order];
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
function startsOf(digits: Uint16Array, digit: number): Int32Array | null {
  const starts = new Int32Array(digitValues);
  for (let at = digit; at < digits.length; at += digitsOfKey) {
    const value = digits[at] ?? 0;
    starts[value] = (starts[value] ?? 0) + 1;
  }
  if (starts.includes(digits.length / digitsOfKey)) return null;
  let start = 0;
  for (let value = 0; value < digitValues; value++) {
    const count = starts[value] ?? 0;
    starts[value] = start;
    start += count;
  }
  return starts;
}
