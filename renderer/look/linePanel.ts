/** One condition along the runs or a time, as a panel. */
import type { ColumnPlot } from "../../core/api/plots.ts";
import { place, type Block, type Panel, type Scale } from "../plot/figure.ts";
import { extentOfPoints, scaleOf } from "../plot/ranges.ts";
import type { Colours } from "./colours.svelte.ts";
import { extentWithLine, planStroke, type Plan } from "./plan.ts";
import type { BandPanel } from "./stateBand.ts";

/** How a plot is drawn. */
export interface LineDrawing {
  readonly name: string;
  readonly xTitle: string;
  readonly scale: Scale;
  readonly colours: Pick<Colours, "isHidden" | "ofPoints">;
  readonly isSummed: boolean;
  readonly isLine: boolean;
  /** The band that is to be drawn in place of points; it is the same for each part of the plot, and made once. */
  readonly band: BandPanel | null;
  readonly areFew: boolean;
  readonly isLogarithmic: boolean;
  readonly isRobust: boolean;
  readonly plan: Plan | null;
  readonly periods: readonly Block[];
  /** The ticks where x are places of the result, as `stopsOf` tells them; null where it is not. */
  readonly stops: Stops | null;
}

/** The panel of a plot. */
export function linePanel(plot: ColumnPlot, drawing: LineDrawing): Panel {
  const { name, xTitle, scale, periods, stops, band } = drawing;
  const x = stops ? { ...scale, stops } : scale;
  const titles = { title: name, x, axisTitles: { x: xTitle, y: name } };
  if (band) {
    const blocks = [...periods, ...band.blocks];
    return { ...titles, ...band, blocks, hasLine: false, hasDots: false, axisTitles: { x: xTitle, y: "" } };
  }
  const { isSummed, isLogarithmic, plan } = drawing;
  const shown = extentOfPoints(plot, x, isLogarithmic, drawing.isRobust);
  const across = plan ? extentWithLine(shown, plan, x, isLogarithmic) : shown;
  const isLine = isSummed || drawing.isLine;
  return {
    ...titles,
    y: scaleOf(plot.y, isLogarithmic, across),
    points: placedPoints(plot, isLogarithmic, drawing.colours),
    hasLine: isLine,
    isStepped: plot.isState,
    hasDots: !isLine || (!isSummed && drawing.areFew),
    strokes: plan ? [planStroke(plan, x, across, isLogarithmic)] : [],
    blocks: periods,
  };
}

function placedPoints(
  { points: { x, values, groups } }: ColumnPlot,
  isLogarithmic: boolean,
  colours: LineDrawing["colours"],
): Panel["points"] {
  const y = values.map((value, at) => (colours.isHidden(groups?.[at]) ? null : place(value, isLogarithmic)));
  return { x, y, colours: colours.ofPoints(groups) };
}

type Stops = NonNullable<Scale["stops"]>;

/** Where runs stand by position, with their numbers. */
export function stopsOf({ points: { x, runs } }: ColumnPlot): Stops {
  const at = x.filter((_, index) => runs[index] !== null);
  return { at, labels: runs.filter((run) => run !== null).map((run) => String(run)) };
}
