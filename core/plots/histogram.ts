import type { Histogram, PlotAxis } from "../api/plots.ts";
import { timeWidth } from "../results/bins.ts";
import type { HeldResult } from "../results/heldResult.ts";
import { axisValues } from "./axisValues.ts";
import { binsOf, binsOfWidth } from "./bins.ts";
import { freedmanDiaconis, nearestRound } from "./binWidth.ts";
import type { ColourGroups } from "./colourGroups.ts";
import { extentOf, type Extent } from "./extent.ts";

/** What is to be counted; bounds are included, null is the end of the values. */
export interface HistogramWanted {
  readonly column: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly log: boolean;
  /** The most bins where no width is set. */
  readonly bins: number;
  readonly width?: number | null;
}

/** How often the values of a column are in each of some bins, texts and booleans by themselves. Throws `bad_input`. */
export function histogram(
  result: HeldResult,
  wanted: HistogramWanted,
  colours: ColourGroups | null = null,
): Histogram {
  const found = axisValues(result, wanted.column);
  const { axis, values, infinite } = found;
  const isNumber = axis.type === "int" || axis.type === "float" || axis.type === "time";
  const isLogarithmic = wanted.log && isNumber;
  const extent = extentOf(found, wanted.from, wanted.to, isLogarithmic);
  const canBeSet = isNumber && !isLogarithmic;
  const width = canBeSet ? (wanted.width ?? suitingWidth(values, axis, extent, wanted.bins)) : null;
  const { edges, binOf } = width
    ? binsOfWidth(axis, extent, width)
    : binsOf(axis, extent, wanted.bins, isLogarithmic);
  const counts = Array.from({ length: edges.length - 1 }, () => 0);
  let missing = 0;
  let nonPositive = 0;
  // By Welford's method: sums of squares of large numbers lose all that tells them apart.
  let rows = 0;
  let mean = 0;
  let squares = 0;
  const groupCounts = colours?.groups.map(() => counts.map(() => 0)) ?? null;
  for (const [row, value] of values.entries()) {
    const isOff = isLogarithmic && value <= 0;
    if (isOff) nonPositive++;
    if (Number.isNaN(value) || isOff) {
      missing++;
      continue;
    }
    if (!(value >= extent.from && value <= extent.to)) continue;
    rows++;
    const difference = value - mean;
    mean += difference / rows;
    squares += difference * (value - mean);
    const bin = binOf(value);
    counts[bin] = (counts[bin] ?? 0) + 1;
    const own = groupCounts?.[colours?.groupOf[row] ?? 0];
    if (own) own[bin] = (own[bin] ?? 0) + 1;
  }
  const hasMean = isNumber && rows > 0;
  return {
    axis,
    edges: [...edges],
    width: canBeSet ? (edges[1] ?? 0) - (edges[0] ?? 0) : null,
    counts,
    groups: colours ? [...colours.groups] : null,
    groupCounts,
    rows,
    missing,
    infinite: infinite?.reduce((sum, one) => sum + one, 0) ?? 0,
    nonPositive,
    mean: hasMean ? mean : null,
    deviation: hasMean ? Math.sqrt(squares / rows) : null,
  };
}

/** The round width that suits the values of an extent; null where there would be more bins than `most`, or none is better than another. */
function suitingWidth(
  values: Float64Array,
  { type }: PlotAxis,
  { from, to }: Extent,
  most: number,
): number | null {
  const width = freedmanDiaconis(values.filter((value) => value >= from && value <= to));
  if (width === null) return null;
  const round = type === "time" ? timeWidth(width) : nearestRound(width);
  const inBins = type === "int" ? Math.max(1, Math.round(round)) : round;
  return (to - from) / inBins + 2 <= most ? inBins : null;
}
