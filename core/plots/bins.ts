import { RcdbError } from "../api/failure.ts";
import type { PlotAxis } from "../api/plots.ts";
import { roundWidth, timeWidth } from "../results/bins.ts";
import { placesOf } from "./axisValues.ts";
import type { Extent } from "./extent.ts";

/** Bins along an axis, side by side. */
export interface Bins {
  /** One more than there are bins. */
  readonly edges: readonly number[];
  /** The bin of a value of the extent. */
  readonly binOf: (value: number) => number;
}

/**
 * At most `most` bins (three or more) for the values of an extent. Numbers and times get round edges, integers as many
 * of them in each bin, texts and booleans a bin each. Logarithmic bins are for positive numbers.
 */
export function binsOf(axis: PlotAxis, extent: Extent, most: number, isLogarithmic: boolean): Bins {
  const places = axis.type === "bool" ? 2 : placesOf(axis);
  if (places > 0) return evenBins(-0.5, 1, places);
  if (isLogarithmic) return logarithmicBins(extent, most);
  if (axis.type === "int") return integerBins(extent, most);
  const { from, to } = extent;
  const ofOne = axis.type === "time" ? 86_400 : Math.abs(from) || 1;
  const span = Math.max(to - from || ofOne, leastSpan(from, to));
  if (!Number.isFinite(span)) return evenBins(from, to / most - from / most, most);
  const width = axis.type === "time" ? timeWidth(span / (most - 2)) : roundWidth(span / (most - 2)).width;
  // One value stands in the middle of its bin: at an edge it would be read as less or more.
  if (from === to) return evenBins(from - width / 2, width, 1);
  const first = Math.floor(from / width);
  return evenBins(first * width, width, Math.max(1, Math.ceil(to / width) - first));
}

/**
 * Bins of one width, from a multiple of it on; of integers at least one in each. For numbers and times that are not on a logarithmic axis.
 * Throws `bad_input` where there would be too many.
 */
export function binsOfWidth(axis: PlotAxis, { from, to }: Extent, wanted: number): Bins {
  const isInteger = axis.type === "int";
  const width = isInteger ? Math.max(1, Math.round(wanted)) : wanted;
  const first = Math.floor(from / width);
  const count = Math.max(1, isInteger ? Math.floor(to / width) - first + 1 : Math.ceil(to / width) - first);
  if (!(count <= mostSetBins)) {
    throw new RcdbError(
      "bad_input",
      `Bins of ${wanted} would be more than ${mostSetBins}: give a greater width, or show a part of the values.`,
    );
  }
  return evenBins(first * width - (isInteger ? 0.5 : 0), width, count);
}

const mostSetBins = 1000;

/** Edges that are nearer to each other than numbers of 15 digits tell apart would be the same. */
function leastSpan(from: number, to: number): number {
  return Math.max(Math.abs(from) * 1e-9, Math.abs(to) * 1e-9, 1e-300);
}

/** Edges lie halfway between two integers. */
function integerBins({ from, to }: Extent, most: number): Bins {
  const { width } = roundWidth(Math.max(1, (to - from + 1) / (most - 2)));
  const first = Math.floor(from / width);
  return evenBins(first * width - 0.5, width, Math.floor(to / width) - first + 1);
}

/** Edges are rounded: a sum of tenths is 0.30000000000000004. */
function evenBins(start: number, width: number, count: number): Bins {
  const edges = Array.from({ length: count + 1 }, (_, index) =>
    Number((start + index * width).toPrecision(15)),
  );
  return { edges, binOf: (value) => besides(Math.floor((value - start) / width), value, edges) };
}

function logarithmicBins({ from, to }: Extent, most: number): Bins {
  const count = to > from ? most : 1;
  const start = Math.log10(from) - (count === 1 ? 0.5 : 0);
  const width = count === 1 ? 1 : (Math.log10(to) - start) / count;
  const edges = Array.from({ length: count + 1 }, (_, index) => 10 ** (start + index * width));
  return { edges, binOf: (value) => besides(Math.floor((Math.log10(value) - start) / width), value, edges) };
}

/** What rounding puts a hair beside its bin is moved into it; the last one includes its end. */
function besides(guess: number, value: number, edges: readonly number[]): number {
  const last = edges.length - 2;
  const bin = Math.max(0, Math.min(last, guess));
  if (bin > 0 && value < (edges[bin] ?? NaN)) return bin - 1;
  return bin < last && value >= (edges[bin + 1] ?? NaN) ? bin + 1 : bin;
}
