/** One condition along the runs or a time, as a panel. */
import type { ColumnPlot } from "../../core/api/plots.ts";
import { place, type Block, type Panel, type Scale } from "../plot/figure.ts";
import { legendOf } from "../plot/legend.ts";
import { extentOfPoints, scaleOf } from "../plot/ranges.ts";
import type { Colours } from "./colours.svelte.ts";
import { extentWithLine, planStroke, type Plan } from "./plan.ts";
import { bandPanel } from "./stateBand.ts";

/** How a plot is drawn. */
export interface LineDrawing {
  readonly name: string;
  readonly xTitle: string;
  readonly scale: Scale;
  readonly colours: Pick<Colours, "isHidden" | "ofPoints">;
  readonly isSummed: boolean;
  readonly isLine: boolean;
  /** Whether each value is to be a coloured stretch. */
  readonly isBand: boolean;
  readonly areFew: boolean;
  readonly isLogarithmic: boolean;
  readonly isRobust: boolean;
  readonly plan: Plan | null;
  readonly periods: readonly Block[];
  /** Whether x are places of the result, whose run numbers are the ticks. */
  readonly byPosition: boolean;
}

/** The panel of a plot. */
export function linePanel(plot: ColumnPlot, drawing: LineDrawing): Panel {
  const { name, xTitle, scale, periods, byPosition } = drawing;
  const x = byPosition ? { ...scale, stops: stopsOf(plot) } : scale;
  const titles = { title: name, x, axisTitles: { x: xTitle, y: name } };
  const band = drawing.isBand ? bandPanel(plot, legendOf(plot.groups ?? [])) : null;
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

/** Where runs stand by position, with their numbers. */
function stopsOf({ points: { x, runs } }: ColumnPlot): NonNullable<Scale["stops"]> {
  const at = x.filter((_, index) => runs[index] !== null);
  return { at, labels: runs.filter((run) => run !== null).map((run) => String(run)) };
}
