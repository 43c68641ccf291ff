/** What a plot does not show of the runs it is about, in words: beside the plot, in pictures of it, and over the table of its points. */
import type { PlotAxis } from "../../core/api/plots.ts";
import { formatCount, formatInteger } from "../lib/format.ts";

/** How many runs a plot leaves out, and why; `missing` are all without a place for want of a value or for an infinite one. */
export interface LeftOut {
  readonly missing?: number;
  readonly infinite?: number;
  /** At or below zero, on a logarithmic axis. */
  readonly nonPositive?: number;
  /** Outside of the part that is shown, where outliers are hidden. */
  readonly outliers?: number;
  /** Without a place along x, which is this column. */
  readonly unplaced?: { readonly count: number; readonly column: string };
  /** Axes of the plot, some texts of which may share a place. */
  readonly axes?: readonly PlotAxis[];
}

/** A sentence for each kind that there is. */
export function leftOutInWords({
  missing = 0,
  infinite = 0,
  nonPositive = 0,
  outliers = 0,
  unplaced,
  axes = [],
}: LeftOut): string[] {
  const runs = (count: number, what: string): string[] =>
    count <= 0 ? [] : [`${formatCount(count, "run")} ${what} ${count === 1 ? "is" : "are"} not shown`];
  return [
    ...runs(nonPositive, "at or below 0"),
    ...(outliers > 0
      ? [`${formatCount(outliers, "outlier")} ${outliers === 1 ? "is" : "are"} not shown`]
      : []),
    ...runs(infinite, "with an infinite value"),
    ...(missing > infinite ? [`${formatInteger(missing - infinite)} without a value`] : []),
    ...(unplaced ? runs(unplaced.count, `without ${unplaced.column}`) : []),
    ...axes.flatMap(({ column, others }) =>
      others > 0
        ? [`${formatInteger(others)} less frequent texts of ${column} are drawn together as “all others”`]
        : [],
    ),
  ];
}
