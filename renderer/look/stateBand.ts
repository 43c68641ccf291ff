/** A column of few values as a band: a coloured stretch for each value that stays, with the value written in it. */
import type { ColumnPlot } from "../../core/api/plots.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { groupName, legendOf } from "../plot/legend.ts";
import { formatPlaced, type Block, type Panel, type Scale } from "../plot/figure.ts";
import { margins } from "../plot/painting.ts";

/** Runs over which a value stays, in places of x. */
export interface Stretch {
  readonly x0: number;
  readonly x1: number;
  readonly value: number;
  readonly group: number;
}

/** Pixels of the band itself. */
const bandHeight = 48;
/** How much of its height has the full colour; the rest is tinted, so that what is written there is read. */
const stripe = 0.28;

/** How high a panel with a band is, in pixels. */
export function heightOfBand(hasLabels: boolean, hasXLabels: boolean): number {
  return (
    bandHeight + (hasLabels ? margins.labels : margins.top) + (hasXLabels ? margins.bottom : margins.top)
  );
}

/**
 * The stretches of a plot coloured by its own values. A value goes on until the next one, and ends where it is missing or where the
 * runs are far apart. Runs that are counted are one wide.
 */
export function stretchesOf({ x: axis, points }: ColumnPlot): readonly Stretch[] {
  const half = axis.type === "time" ? 0 : 0.5;
  const stretches: Stretch[] = [];
  let current: { x0: number; x1: number; value: number; group: number } | null = null;
  for (const [index, at] of points.x.entries()) {
    const value = points.values[index] ?? null;
    const isGap = points.runs[index] === null;
    // It goes on to the next run, over those that are not selected; but not over a leap.
    if (current && !isGap) current.x1 = at + (value === current.value ? half : -half);
    if (current && value === current.value) continue;
    if (current) stretches.push(current);
    current =
      value === null ? null : { x0: at - half, x1: at + half, value, group: points.groups?.[index] ?? 0 };
  }
  return current ? [...stretches, current] : stretches;
}

/** What a panel with a band shows besides its title and the run periods. */
export type BandPanel = Pick<Panel, "y" | "points" | "blocks" | "height" | "legend">;

/** The band of a plot, whichever part of it is shown; null where its values are no states. */
export function bandPanel(plot: ColumnPlot): BandPanel | null {
  if (!plot.isState || plot.groups === null) return null;
  const legend = legendOf(plot.groups);
  const blocks = stretchesOf(plot).flatMap(({ x0, x1, value, group }): Block[] => {
    const colour = legend[group]?.colour ?? 0;
    const isNumber = plot.y.type === "int" || plot.y.type === "float";
    const inside = isNumber ? groupName(value) : escapeControls(formatPlaced(value, plot.y));
    return [
      { x0, x1, y0: 0, y1: stripe, colour, strength: 1 },
      { x0, x1, y0: stripe, y1: 1, colour, strength: 0.22, inside },
    ];
  });
  const { x, values } = plot.points;
  return {
    y: bandScale,
    points: { x, y: values.map((value) => (value === null ? null : (1 + stripe) / 2)) },
    blocks,
    height: heightOfBand(true, true),
    legend,
  };
}

/** The height of a band says nothing: it has no ticks. */
const bandScale: Scale = {
  axis: {
    column: "",
    type: "string",
    categories: [],
    hasOthers: false,
    others: 0,
    least: null,
    greatest: null,
    leastPositive: null,
  },
  isLogarithmic: false,
  from: 0,
  to: 1,
};
