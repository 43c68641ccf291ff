import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Panel, Scale } from "./figure.ts";
import { axesOf, margins, paintBlocks, paintDots, paintLine, paintStrokes } from "./painting.ts";
import { readPalette } from "./palette.ts";

/** What a plot is made with; another build needs another plot. */
export interface PlotBuild {
  /** Pixels to the left of the plot, for what is written there. */
  readonly left: number;
  /** Whether something is written above it. */
  readonly hasLabels: boolean;
  readonly hasXLabels: boolean;
  /** Below the labels along x. */
  readonly xTitle: string | null;
  /** What can be dragged over. */
  readonly drag: "x" | "both" | "none";
}

/** Told of what people do, and asked for what is to be drawn each time it is drawn. */
export interface PlotOwner {
  readonly panel: () => Panel;
  readonly onpoint: (spot: Spot | null) => void;
  readonly ondrag: (dragged: Dragged) => void;
  readonly onreset: () => void;
}

/** A place in the plot. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  /** How many pixels a step of one is along each axis. */
  readonly pixels: { readonly x: number; readonly y: number };
}

/** A rectangle that was dragged. */
export interface Dragged {
  readonly x: { readonly from: number; readonly to: number };
  readonly y: { readonly from: number; readonly to: number };
}

/** Makes a plot of uPlot within an element. */
export function makePlot(
  host: HTMLElement,
  size: { width: number; height: number },
  { left, hasLabels, hasXLabels, xTitle, drag }: PlotBuild,
  { panel, onpoint, ondrag, onreset }: PlotOwner,
): uPlot {
  let palette = readPalette();
  const [x = {}, y = {}] = axesOf(panel, () => palette, left, xTitle);
  const paint = (u: uPlot, areBands: boolean): void =>
    paintBlocks(
      u,
      panel().blocks.filter(({ colour }) => (colour === "band") === areBands),
      palette,
    );
  const options: uPlot.Options = {
    ...size,
    padding: [hasLabels ? margins.labels : margins.top, margins.right, hasXLabels ? 0 : margins.top, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [panel().x.from, panel().x.to] },
      y: { range: () => [panel().y.from, panel().y.to] },
    },
    axes: [hasXLabels ? x : { ...x, size: 0, values: () => [], ticks: { show: false } }, y],
    // Both its lines and its dots are slow where there are thousands: ours are painted in a hook.
    series: [{}, { paths: () => null, points: { show: false } }],
    cursor: {
      x: false,
      y: false,
      points: { show: false },
      drag: { x: drag !== "none", y: drag === "both", setScale: false, dist: 4 },
      bind: {
        dblclick: () => () => {
          onreset();
          return null;
        },
      },
    },
    hooks: {
      drawClear: [
        (u) => {
          palette = readPalette();
          paint(u, true);
        },
      ],
      // Over the grid.
      drawAxes: [(u) => paint(u, false)],
      drawSeries: [
        (u, index) => {
          if (index !== 1) return;
          const [first = 0, last = 0] = u.series[0]?.idxs ?? [];
          const shown = panel();
          // Lines go on to the next points out of sight.
          const from = Math.max(0, first - 1);
          const to = Math.min(shown.points.x.length - 1, last + 1);
          if (shown.hasLine) paintLine(u, from, to, shown.isStepped ?? false, palette);
          paintDots(u, dotsOf(shown, from, to), shown.points.colours, palette);
          paintStrokes(u, shown.strokes ?? [], palette);
        },
      ],
      setCursor: [(u) => onpoint(spotOf(u, panel(), u.cursor.left, u.cursor.top))],
      setSelect: [
        (u) => {
          if (u.select.width <= 0) return;
          ondrag(draggedOf(u));
          if (drag === "both") u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
  return new uPlot(options, dataOf(panel()), host);
}

/** Shows another panel in a plot of the same build; `before` is the one that it showed, if any. */
export function showPanel(plot: uPlot, panel: Panel, before: Panel | null): void {
  plot.batch(() => {
    // The points of a band stay where they are: what is written and painted goes by the scales.
    if (before?.points === panel.points) plot.redraw(false, false);
    else plot.setData(dataOf(panel), false);
    plot.setScale("x", { min: panel.x.from, max: panel.x.to });
    plot.setScale("y", { min: panel.y.from, max: panel.y.to });
    // uPlot keeps the texts of an axis whose ends are where they were: other categories may stand there now.
    const isSame = before !== null && isSameScale(before.x, panel.x) && isSameScale(before.y, panel.y);
    if (!isSame) plot.redraw(false, true);
  });
}

function isSameScale(before: Scale, now: Scale): boolean {
  return before.axis === now.axis && before.isLogarithmic === now.isLogarithmic && before.stops === now.stops;
}

/** The place at some pixels of a plot; null outside of it. */
export function spotOf(plot: uPlot, { x, y }: Panel, left = -1, top = -1): Spot | null {
  if (left < 0 || top < 0) return null;
  const { clientWidth, clientHeight } = plot.over;
  return {
    x: plot.posToVal(left, "x"),
    y: plot.posToVal(top, "y"),
    pixels: { x: clientWidth / (x.to - x.from), y: clientHeight / (y.to - y.from) },
  };
}

function draggedOf(plot: uPlot): Dragged {
  const { left, top, width, height } = plot.select;
  return {
    x: { from: plot.posToVal(left, "x"), to: plot.posToVal(left + width, "x") },
    y: { from: plot.posToVal(top + height, "y"), to: plot.posToVal(top, "y") },
  };
}

function dataOf({ points, x }: Panel): uPlot.AlignedData {
  // Without any point it would not draw its axes.
  if (points.x.length === 0)
    return [
      [x.from, x.to],
      [null, null],
    ];
  return [[...points.x], [...points.y]];
}

/** The points with a value that get a dot: all of them where dots are wanted, else those that have no line for want of a neighbour. */
function dotsOf({ points, hasDots, hasLine }: Panel, from: number, to: number): readonly number[] {
  if (!hasDots && !hasLine) return [];
  const isMissing = (index: number): boolean => points.y[index] === null || points.y[index] === undefined;
  const found: number[] = [];
  for (let index = from; index <= to; index++) {
    if (!isMissing(index) && (hasDots || (isMissing(index - 1) && isMissing(index + 1)))) found.push(index);
  }
  return found;
}
