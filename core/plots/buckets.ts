import type { ColourGroups } from "./colourGroups.ts";

/** Rows with a place along x and a value, or NaN for none. */
export interface PlacedRows {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The first row to be looked at, and the one after the last. */
  readonly begin: number;
  readonly end: number;
}

export interface Buckets {
  /** Both included. */
  readonly from: number;
  readonly to: number;
  /** Into how many parts of equal width that is divided. */
  readonly buckets: number;
  /** How many places the values have where they stand for texts; 0 for numbers. */
  readonly places: number;
}

/**
 * The rows that are drawn of many: of each bucket those with its first, last, least, greatest and least positive value, so that no peak is
 * lost, on a logarithmic axis neither; of texts one row for each of their places. A bucket whose rows have no value gives one of them. By x, and
 * without the buckets in which there is no row.
 */
export function rowsOfBuckets(placed: PlacedRows, wanted: Buckets): number[][] {
  const { x } = placed;
  const perBucket = wanted.places > 0 ? wanted.places : extremes;
  // The slot after those of the values is for a row without one.
  const slots = new Int32Array(wanted.buckets * (perBucket + 1)).fill(-1);
  if (wanted.places > 0) placeTexts(placed, wanted, slots);
  else findExtremes(placed, wanted, slots);
  const found: number[][] = [];
  for (let slot = 0; slot < slots.length; slot += perBucket + 1) {
    const rows = [...new Set(slots.subarray(slot, slot + perBucket))].filter((row) => row >= 0);
    const without = slots[slot + perBucket] ?? -1;
    if (rows.length > 0) found.push(rows.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || a - b));
    else if (without >= 0) found.push([without]);
  }
  return found;
}

/**
 * The rows that are drawn of many with colours: of each group its own, so that no colour hides another's peaks. All groups together
 * have as many buckets as without.
 */
export function rowsOfGroups(placed: PlacedRows, colours: ColourGroups | null, wanted: Buckets): number[][] {
  if (colours === null) return rowsOfBuckets(placed, wanted);
  const { x, y, begin, end } = placed;
  const buckets = Math.max(1, Math.floor(wanted.buckets / colours.groups.length));
  const rowsOf = colours.groups.map((): number[] => []);
  for (let row = begin; row < end; row++) rowsOf[colours.groupOf[row] ?? 0]?.push(row);
  const found = rowsOf.flatMap((rows) => {
    const own = {
      x: Float64Array.from(rows, (row) => x[row] ?? NaN),
      y: Float64Array.from(rows, (row) => y[row] ?? NaN),
      begin: 0,
      end: rows.length,
    };
    return rowsOfBuckets(own, { ...wanted, buckets })
      .flat()
      .map((at) => rows[at] ?? 0);
  });
  return found.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || a - b).map((row) => [row]);
}

/** First, last, least, greatest, and where the least is not positive the least that is. */
const extremes = 5;

function findExtremes(
  { x, y, begin, end }: PlacedRows,
  { from, to, buckets }: Buckets,
  slots: Int32Array,
): void {
  const scale = to > from ? buckets / (to - from) : 0;
  for (let row = begin; row < end; row++) {
    const at = x[row] ?? NaN;
    if (!(at >= from && at <= to)) continue;
    const slot = Math.min(buckets - 1, Math.floor((at - from) * scale)) * (extremes + 1);
    const value = y[row] ?? NaN;
    if (Number.isNaN(value)) {
      if (slots[slot + extremes] === -1) slots[slot + extremes] = row;
      continue;
    }
    const first = slots[slot] ?? -1;
    if (first < 0) {
      slots.fill(row, slot, slot + extremes - 1);
      if (value > 0) slots[slot + 4] = row;
      continue;
    }
    if (at < (x[first] ?? NaN)) slots[slot] = row;
    if (at >= (x[slots[slot + 1] ?? -1] ?? NaN)) slots[slot + 1] = row;
    if (value < (y[slots[slot + 2] ?? -1] ?? NaN)) slots[slot + 2] = row;
    if (value > (y[slots[slot + 3] ?? -1] ?? NaN)) slots[slot + 3] = row;
    if (value > 0 && !(value >= (y[slots[slot + 4] ?? -1] ?? NaN))) slots[slot + 4] = row;
  }
}

function placeTexts(
  { x, y, begin, end }: PlacedRows,
  { from, to, buckets, places }: Buckets,
  slots: Int32Array,
): void {
  const scale = to > from ? buckets / (to - from) : 0;
  for (let row = begin; row < end; row++) {
    const at = x[row] ?? NaN;
    if (!(at >= from && at <= to)) continue;
    const bucket = Math.min(buckets - 1, Math.floor((at - from) * scale));
    const value = y[row] ?? NaN;
    const slot = bucket * (places + 1) + (Number.isNaN(value) ? places : value);
    if (slots[slot] === -1) slots[slot] = row;
  }
}
