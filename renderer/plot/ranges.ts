/** What part of an axis is shown. */
import type { ColumnPlot, PlotAxis } from "../../core/api/plots.ts";
import { place, type Scale } from "./figure.ts";

/** A part of an axis in places. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** A scale for all values of an axis, or for a part of it. */
export function scaleOf(axis: PlotAxis, isLogarithmic: boolean, extent: Extent | null): Scale {
  const canBe = isLogarithmic && (axis.type === "int" || axis.type === "float");
  const { from, to } = extent ?? wholeOf(axis, canBe);
  return { axis, isLogarithmic: canBe, from, to };
}

function wholeOf(axis: PlotAxis, isLogarithmic: boolean): Extent {
  const fixed = fixedExtent(axis);
  if (fixed) return fixed;
  const least = isLogarithmic ? axis.leastPositive : axis.least;
  if (least === null || axis.greatest === null) return withRoom({ from: 0, to: 1 });
  // A moment alone has the hours around it, not a twentieth of the time since 1970.
  if (axis.type === "time" && least === axis.greatest) return { from: least - 43_200, to: least + 43_200 };
  return withRoom({ from: place(least, isLogarithmic) ?? 0, to: place(axis.greatest, isLogarithmic) ?? 1 });
}

/** A part of an axis that is given in values; null for all of it. On a logarithmic axis what begins at or below zero begins with the axis. */
export function partOf(
  axis: PlotAxis,
  part: { readonly low: number; readonly high: number } | null,
  isLogarithmic: boolean,
): Extent | null {
  if (part === null) return null;
  const from = place(part.low, isLogarithmic) ?? wholeOf(axis, isLogarithmic).from;
  const to = place(part.high, isLogarithmic);
  return to === null || to <= from ? null : { from, to };
}

/** Texts and booleans have their places whatever is shown. */
function fixedExtent({ type, categories, hasOthers }: PlotAxis): Extent | null {
  if (type === "bool") return { from: -0.5, to: 1.5 };
  if (type !== "string") return null;
  return { from: -0.5, to: Math.max(1, categories.length + (hasOthers ? 1 : 0)) - 0.5 };
}

/** A little more at both ends, so that nothing lies on the edge. */
export function withRoom({ from, to }: Extent): Extent {
  const room = to > from ? (to - from) * 0.04 : Math.abs(from) * 0.05 || 0.5;
  return { from: from - room, to: to + room };
}

/** The part of y that the points between two places of x need; `isRobust` leaves out the outermost hundredths. */
export function extentOfPoints(
  plot: ColumnPlot,
  along: Extent,
  isLogarithmic: boolean,
  isRobust: boolean,
): Extent {
  const fixed = fixedExtent(plot.y);
  if (fixed) return fixed;
  let from = Infinity;
  let to = -Infinity;
  const { x, values } = plot.points;
  for (const [index, at] of x.entries()) {
    const value = place(values[index] ?? null, isLogarithmic);
    if (value === null || at < along.from || at > along.to) continue;
    if (value < from) from = value;
    if (value > to) to = value;
  }
  if (from > to) return { from: 0, to: 1 };
  if (!isRobust) return withRoom({ from, to });
  const low = place(plot.low, isLogarithmic) ?? from;
  const high = place(plot.high, isLogarithmic) ?? to;
  return withRoom({ from: Math.max(from, Math.min(low, to)), to: Math.min(to, Math.max(high, from)) });
}

/** A part zoomed by a factor around a place, kept within the whole. */
export function zoomed({ from, to }: Extent, around: number, factor: number, whole: Extent): Extent | null {
  const least = (whole.to - whole.from) * 1e-9;
  const width = Math.max((to - from) * factor, least);
  if (width >= whole.to - whole.from) return null;
  const share = (around - from) / (to - from);
  return within({ from: around - share * width, to: around + (1 - share) * width }, whole);
}

/** By how much a wheel zooms that is turned by a number of pixels. */
export function wheelFactor(pixels: number): number {
  return 1.0015 ** pixels;
}

/** A part moved by a share of its width, kept within the whole. */
export function moved({ from, to }: Extent, share: number, whole: Extent): Extent {
  const by = (to - from) * share;
  return within({ from: from + by, to: to + by }, whole);
}

function within({ from, to }: Extent, whole: Extent): Extent {
  const over = Math.max(0, whole.from - from) - Math.max(0, to - whole.to);
  return { from: from + over, to: to + over };
}
