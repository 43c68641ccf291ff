/** Paints a panel with uPlot: what it needs to know of scales, axes and blocks. */
import type uPlot from "uplot";
import type { PlotAxis } from "../../core/api/plots.ts";
import type { Colour, Panel, Block, Stroke } from "./figure.ts";
import type { Palette } from "./palette.ts";
import { roomAtEnd, ticksOf, type Tick } from "./ticks.ts";

/** Pixels of CSS. */
export const margins = { left: 76, right: roomAtEnd, bottom: 40, top: 8, labels: 18 };
/** On the left where texts stand there. */
const roomOfTexts = 132;
const titleSize = 18;
export const dotSize = 5;

/** How far from the left plots begin that stand below each other. */
export function leftOf(axes: readonly Pick<PlotAxis, "type">[]): number {
  return axes.some(({ type }) => type === "string") ? roomOfTexts : margins.left;
}

/** The axes of a panel; their ticks are those that pictures get, too. A title of x is within the room below the plot. */
export function axesOf(
  panel: () => Panel,
  palette: () => Palette,
  left: number,
  xTitle: string | null,
): uPlot.Axis[] {
  const axis = (along: "x" | "y"): uPlot.Axis => {
    let ticks: readonly Tick[] = [];
    return {
      scale: along,
      side: along === "x" ? 2 : 3,
      size: along === "x" ? margins.bottom : left,
      gap: 6,
      font: `11px ${palette().font}`,
      stroke: () => palette().muted,
      splits: ({ bbox }) => {
        const pixels = (along === "x" ? bbox.width : bbox.height) / devicePixelRatio;
        ticks = ticksOf(panel()[along], pixels, along);
        return ticks.map(({ at }) => at);
      },
      values: () => ticks.map(({ label }) => label),
      grid: { stroke: () => palette().grid, width: 1 },
      ticks: { stroke: () => palette().border, width: 1, size: 4 },
      border: { show: true, stroke: () => palette().border, width: 1 },
    };
  };
  const title = {
    label: xTitle ?? "",
    labelSize: titleSize,
    labelGap: 4,
    labelFont: `12px ${palette().font}`,
  };
  const x = axis("x");
  return [xTitle === null ? x : { ...x, ...title, size: margins.bottom - titleSize }, axis("y")];
}

/**
 * Paints rectangles of a panel. Of those that are no wider than a pixel and lie upon each other the first is painted: a band of a million
 * runs has thousands of them.
 */
export function paintBlocks(
  u: Pick<uPlot, "ctx" | "bbox" | "scales" | "valToPos">,
  blocks: readonly Block[],
  palette: Palette,
): void {
  const { ctx, bbox } = u;
  const right = bbox.left + bbox.width;
  const bottom = bbox.top + bbox.height;
  const [toX, toY] = [pixelOf(u, "x"), pixelOf(u, "y")];
  /** Which column of pixels was painted last between these heights. */
  const columns = new Map<number, number>();
  ctx.save();
  for (const block of blocks) {
    // Whole pixels: neighbours have no seam between them.
    const x0 = Math.round(Math.max(bbox.left, toX(block.x0)));
    const x1 = Math.round(Math.min(right, toX(block.x1)));
    if (x1 < x0) continue;
    const y0 = Math.round(block.y0 === null ? bottom : Math.min(bottom, toY(block.y0)));
    const y1 = Math.round(block.y1 === null ? bbox.top : Math.max(bbox.top, toY(block.y1)));
    if (y0 < y1) continue;
    if (x1 - x0 <= 1) {
      const heights = y0 * mostPixels + y1;
      if (columns.get(heights) === x0) continue;
      columns.set(heights, x0);
    }
    ctx.fillStyle = colourOf(block, palette);
    ctx.globalAlpha = block.strength;
    // Bars of a pixel and less are seen as well.
    ctx.fillRect(x0, y1, Math.max(1, x1 - x0), Math.max(1, y0 - y1));
    ctx.globalAlpha = 1;
    if (block.label !== undefined) {
      const at = { x0, x1, y: bbox.top - 5 * devicePixelRatio };
      paintLabel(u, block.label, at, palette.muted, { kept: "end", font: palette.font });
    }
    if (block.inside !== undefined && x1 - x0 > leastWritten * devicePixelRatio) {
      const at = { x0, x1, y: (y0 + y1) / 2 + 4 * devicePixelRatio };
      paintLabel(u, block.inside, at, palette.text, { kept: "beginning", font: palette.font });
    }
  }
  ctx.restore();
}

/** Higher than any canvas. */
const mostPixels = 2 ** 20;

/** Where a value of a scale is, in pixels of the canvas: as uPlot has it, in fewer steps. */
function pixelOf(u: Pick<uPlot, "scales" | "valToPos">, scale: "x" | "y"): (value: number) => number {
  const { min, max } = u.scales[scale] ?? {};
  const [low, high] = [min ?? 0, max ?? 1];
  const begin = u.valToPos(low, scale, true);
  const step = high === low ? 0 : (u.valToPos(high, scale, true) - begin) / (high - low);
  return (value) => begin + (value - low) * step;
}

/** Narrower blocks have nothing written in them: it would be a letter, and there may be thousands of them. */
export const leastWritten = 20;

/** The widths of texts in a font: what is written in a band is measured anew with each step of a zoom. */
const widths = new Map<string, number>();
const mostWidths = 5000;

function widthOfText(ctx: CanvasRenderingContext2D, text: string): number {
  const key = `${ctx.font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size >= mostWidths) widths.clear();
  const { width } = ctx.measureText(text);
  widths.set(key, width);
  return width;
}

function paintLabel(
  { ctx }: Pick<uPlot, "ctx">,
  label: string,
  { x0, x1, y }: { readonly x0: number; readonly x1: number; readonly y: number },
  colour: string,
  { kept, font }: { readonly kept: "beginning" | "end"; readonly font: string },
): void {
  const ratio = devicePixelRatio;
  ctx.font = `${11 * ratio}px ${font}`;
  ctx.fillStyle = colour;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  const text = fitted(label, x1 - x0 - 8 * ratio, (some) => widthOfText(ctx, some), kept);
  if (text !== "") ctx.fillText(text, x0 + 4 * ratio, y);
}

/** A text, or as much of its beginning or end as there is room for; nothing where that would be only a few characters. */
export function fitted(
  text: string,
  room: number,
  widthOf: (text: string) => number,
  kept: "beginning" | "end",
): string {
  if (widthOf(text) <= room) return text;
  for (let length = text.length - 1; length >= 6; length--) {
    const cut = kept === "end" ? `…${text.slice(-length)}` : `${text.slice(0, length)}…`;
    if (widthOf(cut) <= room) return cut;
  }
  return "";
}

/** The most dots that are round; of more, each is a square. */
const mostRound = 1500;

/** Paints points of the series as dots. */
export function paintDots(
  u: uPlot,
  indices: readonly number[],
  colours: readonly number[] | null | undefined,
  palette: Palette,
): void {
  const { ctx, data } = u;
  const [xs, ys] = data;
  const size = dotSize * devicePixelRatio;
  const side = Math.round(size * 0.6);
  const isRound = indices.length <= mostRound;
  ctx.save();
  clip(u, size);
  for (const [colour, own] of byColour(indices, colours)) {
    ctx.fillStyle = colour === null ? palette.line : colourOf({ colour }, palette);
    ctx.beginPath();
    for (const index of own) {
      const x = u.valToPos(xs[index] ?? NaN, "x", true);
      const y = u.valToPos(ys?.[index] ?? NaN, "y", true);
      if (isRound) {
        ctx.moveTo(x + size / 2, y);
        ctx.arc(x, y, size / 2, 0, 2 * Math.PI);
      } else {
        ctx.fillRect(Math.round(x - side / 2), Math.round(y - side / 2), side, side);
      }
    }
    ctx.fill();
  }
  ctx.restore();
}

/** Points by their colours, what is drawn last on top: values over others and those without. */
export function byColour(
  indices: readonly number[],
  colours: readonly number[] | null | undefined,
): readonly (readonly [number | null, readonly number[]])[] {
  if (!colours) return [[null, indices]];
  const found = new Map<number, number[]>();
  for (const index of indices) {
    const colour = colours[index] ?? 0;
    const own = found.get(colour);
    if (own) own.push(index);
    else found.set(colour, [index]);
  }
  return [...found].sort(([a], [b]) => b - a);
}

/** Paints lines through the plot. */
export function paintStrokes(u: uPlot, strokes: readonly Stroke[], palette: Palette): void {
  const { ctx } = u;
  ctx.save();
  clip(u, 0);
  ctx.lineWidth = 1.5 * devicePixelRatio;
  for (const { x, y, colour, isDashed } of strokes) {
    ctx.strokeStyle = colourOf({ colour }, palette);
    ctx.setLineDash(isDashed ? dashes.map((length) => length * devicePixelRatio) : []);
    ctx.beginPath();
    let isBegun = false;
    for (const [index, at] of x.entries()) {
      const value = y[index];
      if (value === null || value === undefined) {
        isBegun = false;
        continue;
      }
      const [left, top] = [u.valToPos(at, "x", true), u.valToPos(value, "y", true)];
      if (isBegun) ctx.lineTo(left, top);
      else ctx.moveTo(left, top);
      isBegun = true;
    }
    ctx.stroke();
  }
  ctx.restore();
}

/** Of a dashed line, in pixels. */
export const dashes = [6, 4];

/**
 * Paints the line through the points from one index to another. Points in one column of pixels are one upright: of
 * thousands of points a line would take many times as long, and leave columns out.
 */
export function paintLine(u: uPlot, from: number, to: number, isStepped: boolean, palette: Palette): void {
  const { ctx, data } = u;
  const [xs, ys] = data;
  const width = Math.max(1, Math.round(devicePixelRatio));
  ctx.save();
  clip(u, 0);
  ctx.strokeStyle = ctx.fillStyle = palette.line;
  ctx.lineWidth = width;
  ctx.beginPath();
  let column: Column | null = null;
  for (let index = from; index <= to; index++) {
    const value = ys?.[index];
    if (value === null || value === undefined) {
      paintColumn(ctx, column, width);
      column = null;
      continue;
    }
    const x = Math.round(u.valToPos(xs[index] ?? NaN, "x", true) / width) * width;
    const y = u.valToPos(value, "y", true);
    if (column?.x === x) {
      stretch(column, y);
      column.last = y;
      continue;
    }
    const next: Column = { x, top: y, bottom: y, last: y };
    if (column && x - column.x === width) {
      // Neighbours meet halfway.
      const middle = (column.last + y) / 2;
      stretch(column, middle);
      stretch(next, middle);
    } else if (column) {
      ctx.moveTo(column.x + width / 2, column.last);
      if (isStepped) ctx.lineTo(x + width / 2, column.last);
      ctx.lineTo(x + width / 2, y);
    }
    paintColumn(ctx, column, width);
    column = next;
  }
  paintColumn(ctx, column, width);
  ctx.stroke();
  ctx.restore();
}

/** What the line covers of a column of pixels, and where it leaves it. */
interface Column {
  readonly x: number;
  top: number;
  bottom: number;
  last: number;
}

function stretch(column: Column, y: number): void {
  column.top = Math.min(column.top, y);
  column.bottom = Math.max(column.bottom, y);
}

function paintColumn(ctx: CanvasRenderingContext2D, column: Column | null, width: number): void {
  if (!column) return;
  // Level neighbours meet in no height at all.
  ctx.fillRect(column.x, column.top, width, Math.max(width, column.bottom - column.top));
}

function clip({ ctx, bbox }: uPlot, room: number): void {
  ctx.beginPath();
  ctx.rect(bbox.left - room, bbox.top - room, bbox.width + 2 * room, bbox.height + 2 * room);
  ctx.clip();
}

export function colourOf({ colour }: { readonly colour: Colour }, palette: Palette): string {
  if (typeof colour === "number") return palette.groups[colour] ?? palette.line;
  return { band: palette.band, bar: palette.line, active: palette.active, plan: palette.text }[colour];
}
