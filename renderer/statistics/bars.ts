/** The bars of a plot of groups. */
import type { PlotAxis } from "../../core/api/plots.ts";

export interface Bar {
  /** From and to along the axis. */
  readonly x0: number;
  readonly x1: number;
  readonly value: number | null;
  /** What can be read off at it. */
  readonly readout: readonly string[];
}

/** Fewer bars than this leave room beside them: one alone says nothing by its width. */
const fewBars = 8;

/** Where the axis of bars ends. */
export function barsEnd(bars: readonly Bar[]): number {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return 0;
  return Math.max(last.x1, first.x0 + fewBars * (first.x1 - first.x0));
}

/** An axis by its name and type, where nothing else is known of it. */
export function plainAxis(
  column: string,
  type: PlotAxis["type"],
  categories: readonly string[] = [],
): PlotAxis {
  return {
    column,
    type,
    categories: [...categories],
    hasOthers: false,
    others: 0,
    least: null,
    greatest: null,
    leastPositive: null,
  };
}
