/** Which values a column of a held result has, and how often. */
import type { Column } from "../api/search.ts";
import type { Cell } from "../api/values.ts";
import type { ValueSummary } from "../api/summary.ts";
import { compareTexts } from "../text/compareTexts.ts";
import { fitsType } from "../query/fitsType.ts";
import type { Yielding } from "../db/yielding.ts";
import { floatEdges, integerEdges, timeEdges, type Edge } from "./bins.ts";
import type { HeldColumn } from "./columns.ts";

/** A column's values, for `summarize`. */
export interface ColumnValues {
  readonly type: Column["type"];
  /** One for each row; they are sorted in place. */
  readonly keys: Float64Array;
  readonly cellOf: HeldColumn["cellOf"];
  readonly areKeysInOrder: boolean;
  /** Whether texts are cut, so that different ones may look alike. */
  readonly areCut: boolean;
}

/** The most frequent values that are told. */
const mostValues = 200;

/**
 * The summary of a column. Of texts that are equally frequent those that come first in the result are told. `yielding` lets
 * others have theirs in between; throws `cancelled`.
 */
export async function summarize(values: ColumnValues, yielding: Yielding): Promise<ValueSummary> {
  const { type, keys, cellOf } = values;
  keys.sort();
  await yielding.pause();
  const firstMissing = keys.findIndex(Number.isNaN);
  const runs = firstMissing < 0 ? keys : keys.subarray(0, firstMissing);
  const groups = groupsOf(runs);
  await yielding.pause();
  const isSerialized = type === "json" || type === "blob";
  const { least, greatest } = ends(values, runs, groups);
  return {
    runs: runs.length,
    missing: keys.length - runs.length,
    least,
    greatest,
    ...sumsOf(values, runs, groups),
    distinct: values.areCut ? null : groups.starts.length,
    values: isSerialized
      ? []
      : mostFrequent(groups).map(({ start, count }) => ({ value: cellOf(runs[start] ?? NaN), runs: count })),
    bins: countInBins(runs, edgesFor(values, least, greatest)),
  };
}

/** Equal keys stand together: where each group starts, and how many keys are in it. */
interface Groups {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
}

function groupsOf(sorted: Float64Array): Groups {
  const starts = new Int32Array(sorted.length);
  let found = 0;
  for (let at = 0; at < sorted.length; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) starts[found++] = at;
  }
  const counts = new Int32Array(found);
  for (let group = 0; group < found; group++) {
    counts[group] = (group + 1 < found ? (starts[group + 1] ?? 0) : sorted.length) - (starts[group] ?? 0);
  }
  return { starts: starts.subarray(0, found), counts };
}

/** The largest groups, the largest first; equal ones by their keys. */
function mostFrequent({ starts, counts }: Groups): { start: number; count: number }[] {
  const limit = counts.toSorted().at(-mostValues) ?? 0;
  const chosen: { start: number; count: number }[] = [];
  const atLimit: { start: number; count: number }[] = [];
  for (const [group, count] of counts.entries()) {
    const start = starts[group] ?? 0;
    if (count > limit) chosen.push({ start, count });
    else if (count === limit && atLimit.length < mostValues) atLimit.push({ start, count });
  }
  return [...chosen, ...atLimit].sort((a, b) => b.count - a.count || a.start - b.start).slice(0, mostValues);
}

function ends(
  { type, cellOf, areKeysInOrder }: ColumnValues,
  sorted: Float64Array,
  { starts }: Groups,
): { least: Cell; greatest: Cell } {
  const cellAt = (start: number | undefined): Cell =>
    start === undefined ? null : cellOf(sorted[start] ?? NaN);
  if (areKeysInOrder) {
    const fits = (start: number): boolean => fitsType(type, cellAt(start));
    // Texts that are no numbers come behind the numbers.
    return { least: cellAt(starts.find(fits)), greatest: cellAt(starts.findLast(fits)) };
  }
  let least: Cell = null;
  let greatest: Cell = null;
  if (type !== "time") return { least, greatest };
  for (const start of starts) {
    const time = String(cellOf(sorted[start] ?? NaN));
    if (least === null || compareTexts(time, least) < 0) least = time;
    if (greatest === null || compareTexts(time, greatest) > 0) greatest = time;
  }
  return { least, greatest };
}

/**
 * In two passes, so that the digits of a small spread far from zero are kept. Integers that are texts, as no double holds them, are
 * rounded to one; texts that are no numbers do not count.
 */
function sumsOf(
  { type, cellOf }: ColumnValues,
  sorted: Float64Array,
  { starts, counts }: Groups,
): Pick<ValueSummary, "sum" | "mean" | "sigma"> {
  const none = { sum: null, mean: null, sigma: null };
  if (type !== "int" && type !== "float" && type !== "bool") return none;
  let runs = 0;
  let sum = 0;
  const numbers = new Float64Array(starts.length);
  for (const [group, start] of starts.entries()) {
    const cell = cellOf(sorted[start] ?? NaN);
    const isNumber = typeof cell !== "string" || (type === "int" && fitsType(type, cell));
    const value = isNumber ? Number(cell) : NaN;
    numbers[group] = value;
    if (Number.isNaN(value)) continue;
    runs += counts[group] ?? 0;
    sum += value * (counts[group] ?? 0);
  }
  if (runs === 0) return none;
  const mean = sum / runs;
  let squares = 0;
  for (const [group, value] of numbers.entries()) {
    if (!Number.isNaN(value)) squares += (value - mean) ** 2 * (counts[group] ?? 0);
  }
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return { sum: finite(sum), mean: finite(mean), sigma: finite(Math.sqrt(squares / runs)) };
}

function edgesFor({ type, areKeysInOrder }: ColumnValues, least: Cell, greatest: Cell): Edge[] {
  if (typeof least === "number" && typeof greatest === "number") {
    return type === "int" ? integerEdges(least, greatest) : floatEdges(least, greatest);
  }
  const areTimes = type === "time" && areKeysInOrder;
  return areTimes && typeof least === "string" && typeof greatest === "string"
    ? timeEdges(least, greatest)
    : [];
}

/** What rounding leaves outside of the first or the last range counts as in it. */
function countInBins(sorted: Float64Array, edges: readonly Edge[]): ValueSummary["bins"] {
  if (edges.length < 2) return null;
  const bins = edges
    .slice(1)
    .map((to, index) => ({ from: edges[index]?.cell ?? null, to: to.cell, runs: 0 }));
  let current = 0;
  for (const key of sorted) {
    while (current < bins.length - 1 && key >= (edges[current + 1]?.key ?? NaN)) current++;
    const bin = bins[current];
    if (bin) bin.runs++;
  }
  return bins;
}
