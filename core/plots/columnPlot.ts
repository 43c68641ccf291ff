import { RcdbError } from "../api/failure.ts";
import type { ColumnPlot, PlotAxis } from "../api/plots.ts";
import type { HeldResult } from "../results/heldResult.ts";
import { axisValues, placesOf, rowsAround, rowsBefore, type AxisValues } from "./axisValues.ts";
import { rowsOfGroups, type PlacedRows } from "./buckets.ts";
import type { ColourGroups } from "./colourGroups.ts";
import { hasFewValues } from "./fewValues.ts";
import { Kept } from "./kept.ts";
import { runningSums } from "./runningSums.ts";
import type { Extent } from "./extent.ts";

/** What is to be drawn; bounds are included, null is the end of the values. */
export interface ColumnPlotWanted {
  readonly x: string;
  readonly column: string;
  readonly byPosition?: boolean;
  readonly edges?: readonly number[];
  readonly sumUnit?: number | null;
  readonly from: number | null;
  readonly to: number | null;
  /** What is shown of the column; values outside are counted. */
  readonly yFrom?: number | null;
  readonly yTo?: number | null;
  readonly points: number;
}

/** The number of runs, or seconds, without a value over which a line goes on: further apart neighbours have nothing to do with each other. */
const longestStep = { runs: 100, seconds: 86_400 };

/** The number of values that tell where the outermost hundredths of all begin. */
const mostRanked = 20_000;

/** What is known of a result's runs beyond its values. */
export interface RunFacts {
  /** The colours of the runs. */
  readonly colours?: ColourGroups | null;
  /** As `stretchesOfRuns` makes them; null where lines end at leaps of run numbers or days. */
  readonly stretches?: Int32Array | null;
}

/** A column along the runs or along a time, with no more points than asked for. Throws `bad_input`. */
export function columnPlot(
  result: HeldResult,
  wanted: ColumnPlotWanted,
  { colours = null, stretches: ofRuns = null }: RunFacts = {},
): ColumnPlot {
  const along = wanted.byPosition
    ? positions(result, wanted.x)
    : axisValues(result, wanted.x === "run" ? null : wanted.x);
  if (wanted.x !== "run" && along.axis.type !== "time") {
    throw new RcdbError("bad_input", `“${wanted.x}” is neither the run nor a time: lines go along these.`);
  }
  const stored = axisValues(result, wanted.column);
  const { axis, values, infinite } = wanted.sumUnit
    ? summed(result, wanted, { stored, along, unit: wanted.sumUnit })
    : stored;
  const from = wanted.from ?? along.axis.least ?? 0;
  const to = wanted.to ?? along.axis.greatest ?? 0;
  const [begin, end] = rowsAround(along, from, to);
  const placed = { x: along.values, y: values, begin, end };
  const runs = axisValues(result, null).values;
  const shown = { from: wanted.yFrom ?? -Infinity, to: wanted.yTo ?? Infinity };
  const counts = countWithin({ ...placed, infinite }, stored.values, runs, { from, to }, shown);
  const isWhole = counts.rows <= wanted.points;
  const places = placesOf(axis);
  const perBucket = places === 0 && counts.nonPositive > 0 ? 5 : 4;
  const stretches = isWhole
    ? rowsWithin(placed, { from, to })
    : rowsOfGroups(placed, colours, {
        from,
        to,
        buckets: Math.max(1, Math.floor(wanted.points / perBucket)),
        places,
      });
  const longest = stepOf(along.axis);
  // A sum goes on whatever lies between.
  const isApart: IsApart = wanted.sumUnit
    ? () => false
    : ofRuns
      ? (before, row) => ofRuns[before] !== ofRuns[row]
      : (before, row) => (along.values[row] ?? 0) - (along.values[before] ?? 0) > longest;
  return {
    x: along.axis,
    y: axis,
    ...counts,
    unplaced: along.isAscending ? 0 : along.values.filter(Number.isNaN).length,
    isWhole,
    isState: !wanted.sumUnit && hasFewValues(result, wanted.column),
    points: pointsOf(
      stretches,
      { x: along.values, y: values, runs, groupOf: colours?.groupOf ?? null },
      isApart,
    ),
    groups: colours ? [...colours.groups] : null,
    edges: (wanted.edges ?? []).map((edge) => rowsBefore(runs, edge)),
    ...outermost(placed, { from, to }, counts.rows - counts.missing),
  };
}

/** The places of runs in their result. */
function positions(result: HeldResult, x: string): AxisValues {
  if (x !== "run") throw new RcdbError("bad_input", `“${x}” has no positions: only runs do.`);
  const { count } = result;
  const axis: PlotAxis = {
    column: "run",
    type: "int",
    categories: [],
    hasOthers: false,
    others: 0,
    least: count === 0 ? null : 0,
    greatest: count === 0 ? null : count - 1,
    leastPositive: count > 1 ? 1 : null,
  };
  return {
    axis,
    values: Float64Array.from({ length: count }, (_, row) => row),
    infinite: null,
    isAscending: true,
  };
}

/** Sorted along a time, which takes long for many rows. */
const keptSums = new Kept<string, AxisValues>();

function summed(
  result: HeldResult,
  { x, byPosition = false }: ColumnPlotWanted,
  { stored, along, unit }: { readonly stored: AxisValues; readonly along: AxisValues; readonly unit: number },
): AxisValues {
  const { column, type } = stored.axis;
  if (type !== "int" && type !== "float" && type !== "bool") {
    throw new RcdbError(
      "bad_input",
      `“${column}” cannot be summed: its values are ${type}. Choose a number.`,
    );
  }
  const key = JSON.stringify([column, x, byPosition, unit]);
  return keptSums.get(result, key, () => runningSums(stored, along, unit));
}

function stepOf({ type }: PlotAxis): number {
  return type === "time" ? longestStep.seconds : longestStep.runs;
}

type Counts = "rows" | "missing" | "infinite" | "nonPositive" | "outside" | "firstRun" | "lastRun";

/** Rows ascend by their runs. */
function countWithin(
  { x, y, begin, end, infinite: infinities }: PlacedRows & { readonly infinite: Uint8Array | null },
  stored: Float64Array,
  runs: Float64Array,
  { from, to }: Extent,
  shown: Extent,
): Pick<ColumnPlot, Counts> {
  let rows = 0;
  let missing = 0;
  let infinite = 0;
  let nonPositive = 0;
  let outside = 0;
  let first = -1;
  let last = -1;
  for (let row = begin; row < end; row++) {
    const at = x[row] ?? NaN;
    if (!(at >= from && at <= to)) continue;
    if (rows === 0) first = row;
    last = row;
    rows++;
    const value = y[row] ?? NaN;
    if (Number.isNaN(stored[row] ?? NaN)) missing++;
    if (value < shown.from || value > shown.to) outside++;
    if (value <= 0) nonPositive++;
    if (infinities?.[row]) infinite++;
  }
  const counts = { rows, missing, infinite, nonPositive, outside };
  return { ...counts, firstRun: runs[first] ?? null, lastRun: runs[last] ?? null };
}

/** Each row within the range, by x, as a stretch of its own. */
function rowsWithin({ x, begin, end }: PlacedRows, { from, to }: Extent): number[][] {
  const rows: number[] = [];
  for (let row = begin; row < end; row++) {
    const at = x[row] ?? NaN;
    if (at >= from && at <= to) rows.push(row);
  }
  rows.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || a - b);
  return rows.map((row) => [row]);
}

interface Values {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly runs: Float64Array;
  readonly groupOf: Uint8Array | null;
}

/** Whether no line goes from a row to a later one. */
type IsApart = (before: number, row: number) => boolean;

/** The points of rows by stretches; between two of these, where they are apart, the line ends. */
function pointsOf(
  stretches: readonly (readonly number[])[],
  { x, y, runs, groupOf }: Values,
  isApart: IsApart,
): ColumnPlot["points"] {
  const points: ColumnPlot["points"] = { x: [], runs: [], values: [], groups: groupOf ? [] : null };
  const push = (at: number, run: number | null, value: number | null, group: number): void => {
    points.x.push(at);
    points.runs.push(run);
    points.values.push(value);
    points.groups?.push(group);
  };
  let before = -1;
  for (const rows of stretches) {
    const first = rows[0];
    if (before >= 0 && first !== undefined && isApart(before, first)) {
      push(((x[before] ?? 0) + (x[first] ?? 0)) / 2, null, null, 0);
    }
    for (const row of rows) {
      const value = y[row] ?? NaN;
      push(x[row] ?? 0, runs[row] ?? 0, Number.isNaN(value) ? null : value, groupOf?.[row] ?? 0);
      before = row;
    }
  }
  return points;
}

/** Below `low` and above `high` lie one of a hundred values each. */
function outermost(
  { x, y, begin, end }: PlacedRows,
  { from, to }: Extent,
  count: number,
): Pick<ColumnPlot, "low" | "high"> {
  const step = Math.max(1, Math.ceil(count / mostRanked));
  const ranked: number[] = [];
  let seen = 0;
  for (let row = begin; row < end; row++) {
    const at = x[row] ?? NaN;
    const value = y[row] ?? NaN;
    if (!(at >= from && at <= to) || Number.isNaN(value)) continue;
    if (seen++ % step === 0) ranked.push(value);
  }
  const sorted = Float64Array.from(ranked).sort();
  const last = sorted.length - 1;
  return { low: sorted[Math.floor(last * 0.01)] ?? null, high: sorted[Math.ceil(last * 0.99)] ?? null };
}
