import { RcdbError } from "../api/failure.ts";
import type { PlotAxis } from "../api/plots.ts";
import { compareNames } from "../text/compareTexts.ts";
import type { HeldResult } from "../results/heldResult.ts";
import type { ColumnValues } from "../results/summary.ts";
import { Kept } from "./kept.ts";

/** A column as numbers along an axis. */
export interface AxisValues {
  readonly axis: PlotAxis;
  /** For each row in run order; NaN where it has no value, or one without a place. */
  readonly values: Float64Array;
  /** 1 for each row whose value is infinite, which has no place; null where there is none. */
  readonly infinite: Uint8Array | null;
  /** Whether no value is missing or less than the one before it. */
  readonly isAscending: boolean;
}

/** Texts that have a place of their own. */
const mostCategories = 30;
const kept = new Kept<string | null, AxisValues>();

/**
 * A column of a result, or `run`, as numbers; zooming asks for the same again and again. Null is the run number, also where
 * a condition is called `run`. Throws `bad_input`.
 */
export function axisValues(result: HeldResult, column: string | null): AxisValues {
  return kept.get(result, column, () => makeAxis(result, column));
}

function makeAxis(result: HeldResult, column: string | null): AxisValues {
  if (column === null) {
    const { keys, type } = result.runValues();
    return withEnds({ column: "run", type, ...noCategories }, keys);
  }
  const { keys, ...values } = result.valuesOf(column);
  const { type } = values;
  if (type === "json" || type === "blob") {
    throw new RcdbError(
      "bad_input",
      `“${column}” cannot be plotted: its values are ${type}. Choose a condition with numbers, times, texts or booleans.`,
    );
  }
  if (type !== "string") {
    const numbers = result.numbersOf(column) ?? keys;
    return withEnds({ column, type, ...noCategories }, numbers);
  }
  return placeTexts(column, keys, values.cellOf);
}

const noCategories = { categories: [], hasOthers: false, others: 0 };

/** Numbers that are infinite have no place. */
function withEnds(axis: Omit<PlotAxis, Ends>, values: Float64Array): AxisValues {
  let before = -Infinity;
  let isAscending = true;
  let infinite: Uint8Array | null = null;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (!(value >= before)) isAscending = false;
    if (!Number.isFinite(value)) {
      if (!Number.isNaN(value)) {
        infinite ??= new Uint8Array(values.length);
        infinite[row] = 1;
      }
      values[row] = NaN;
      isAscending = false;
      continue;
    }
    before = value;
  }
  return { axis: { ...axis, ...endsOf(values, () => true) }, values, infinite, isAscending };
}

type Ends = "least" | "greatest" | "leastPositive";

/** The ends of the values of some rows. */
export function endsOf(values: Float64Array, isCounted: (row: number) => boolean): Pick<PlotAxis, Ends> {
  let least = Infinity;
  let greatest = -Infinity;
  let leastPositive = Infinity;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value) || !isCounted(row)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (value > 0 && value < leastPositive) leastPositive = value;
  }
  return {
    least: finiteOr(least, null),
    greatest: finiteOr(greatest, null),
    leastPositive: finiteOr(leastPositive, null),
  };
}

/** An end that some value has set, or what there is instead. */
export function finiteOr<T>(end: number, instead: T): number | T {
  return Number.isFinite(end) ? end : instead;
}

/** Turns the keys of texts into the texts' places, which go by name: they do not depend on how often each text is there. */
function placeTexts(column: string, keys: Float64Array, cellOf: ColumnValues["cellOf"]): AxisValues {
  const counts = countKeys(keys);
  const chosen = mostFrequent(counts)
    .map((key) => ({ key, text: String(cellOf(key)) }))
    .sort((a, b) => compareNames(a.text, b.text) || a.key - b.key);
  const others = chosen.length;
  const placeOf = new Float64Array(counts.length).fill(others);
  chosen.forEach(({ key }, place) => (placeOf[key] = place));
  for (let row = 0; row < keys.length; row++) keys[row] = placeOf[keys[row] ?? NaN] ?? NaN;
  const categories = chosen.map(({ text }) => text);
  const left = counts.reduce((sum, count, key) => sum + (count > 0 && placeOf[key] === others ? 1 : 0), 0);
  return withEnds({ column, type: "string", categories, hasOthers: left > 0, others: left }, keys);
}

function countKeys(keys: Float64Array): Int32Array {
  let greatest = -1;
  for (const key of keys) if (key > greatest) greatest = key;
  const counts = new Int32Array(greatest + 1);
  for (const key of keys) {
    if (!Number.isNaN(key)) counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** The keys that are there most often; of equally frequent ones those that came first. */
function mostFrequent(counts: Int32Array): number[] {
  const limit = Math.max(1, counts.toSorted().at(-mostCategories) ?? 1);
  const above: number[] = [];
  const atLimit: number[] = [];
  for (const [key, count] of counts.entries()) {
    if (count > limit) above.push(key);
    else if (count === limit && atLimit.length < mostCategories) atLimit.push(key);
  }
  return [...above, ...atLimit].slice(0, mostCategories);
}

/** How many places the texts of an axis have. */
export function placesOf({ categories, hasOthers }: PlotAxis): number {
  return categories.length + (hasOthers ? 1 : 0);
}

/** The rows among which all with a value from `from` to `to` are: the first one, and the one after the last. */
export function rowsAround({ values, isAscending }: AxisValues, from: number, to: number): [number, number] {
  if (!isAscending) return [0, values.length];
  return [firstRow(values, (value) => value >= from), firstRow(values, (value) => value > to)];
}

/** How many rows of ascending values are below a value. */
export function rowsBefore(values: Float64Array, below: number): number {
  return firstRow(values, (value) => value >= below);
}

/** The first row for which something is true that is true for all after it. */
function firstRow(values: Float64Array, isTrue: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(values[middle] ?? NaN)) high = middle;
    else low = middle + 1;
  }
  return low;
}
