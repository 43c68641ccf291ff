/** A figure as plain shapes in pixels. */
import type { Block, Figure, LegendEntry, Panel, Scale } from "../plot/figure.ts";
import { formatInteger } from "../lib/format.ts";
import { byColour, colourOf, dotSize, fitted, leftOf, leastWritten, margins } from "../plot/painting.ts";
import type { Palette } from "../plot/palette.ts";
import { ticksOf } from "../plot/ticks.ts";
import type { Dots, Line, Rectangle, Shape, Size, Words } from "../picture/shapes.ts";
import { widthOf, wrapped } from "../picture/words.ts";

/** Of the title, and of a line of the legend. */
const titleEnd = 40;
const legendLine = 18;
const titleHeight = 24;
/** Of the title of an axis. */
const axisTitleSize = 18;
const footer = { top: 10, line: 16, bottom: 8, most: 6 };

/** The shapes of a figure on its background; a panel is as high as it is in the window. */
export function figureShapes(
  figure: Figure,
  palette: Palette,
  width: number,
  panelHeight: number,
): { shapes: readonly Shape[]; size: Size } {
  const left = leftOf(figure.panels.map(({ y }) => y.axis)) + axisTitleSize;
  const room = width - left - margins.right;
  const lines = figure.footer.flatMap((line) => wrapped(line, room, widthOf(11))).slice(0, footer.most);
  const legend = legendShapes(figure, palette, left, width - margins.right);
  const headHeight = titleEnd + legend.height;
  const heights = figure.panels.map(({ height }) => titleHeight + (height ?? panelHeight));
  const tops = heights.map((_, index) => headHeight + sumOf(heights.slice(0, index)));
  const panelsEnd = headHeight + sumOf(heights) + axisTitleSize;
  const height = panelsEnd + footer.top + lines.length * footer.line + footer.bottom;
  const background: Rectangle = {
    kind: "rectangle",
    x: 0,
    y: 0,
    width,
    height,
    colour: palette.background,
    opacity: 1,
  };
  const words = (text: string, y: number, size: number, isBold: boolean, indent = 0): Words => ({
    kind: "words",
    x: left + indent,
    y,
    text: fitted(text, room - indent, widthOf(size), "beginning"),
    align: "left",
    colour: isBold ? palette.text : palette.muted,
    size,
    isBold,
  });
  const headShapes = (name: string, { notes = [], legend: own = [] }: Panel, y: number): Shape[] => {
    const named = name === "" ? 0 : widthOf(12)(name) + 16;
    const entries = entryShapes(own, palette, { x: left + named, y, right: width - margins.right });
    const indent = entries.x - left;
    return [
      ...(name === "" ? [] : [words(name, y, 12, true)]),
      ...entries.shapes,
      ...(notes.length === 0 ? [] : [words(notes.join(" · "), y, 12, false, indent)]),
    ];
  };
  const panels = figure.panels.flatMap((panel, index) => {
    const top = tops[index] ?? headHeight;
    const name = figure.panels.length > 1 ? panel.title : "";
    const box = { x: left, y: top + titleHeight, width: room, height: panel.height ?? panelHeight };
    const isLast = index === figure.panels.length - 1;
    return [
      ...headShapes(name, panel, top + 16),
      ...panelShapes(panel, palette, box),
      ...axisTitleShapes(panel, palette, { ...box, isLast }),
    ];
  });
  const shapes = [
    background,
    words(figure.title, 24, 15, true),
    ...legend.shapes,
    ...panels,
    ...lines.map((line, at) => words(line, panelsEnd + footer.top + (at + 1) * footer.line - 4, 11, false)),
  ];
  return { shapes, size: { width, height } };
}

/** The swatches of a panel's own legend in one line, as far as there is room, and where it ends. */
function entryShapes(
  entries: readonly LegendEntry[],
  palette: Palette,
  { x, y, right }: { readonly x: number; readonly y: number; readonly right: number },
): { readonly shapes: readonly Shape[]; readonly x: number } {
  const shapes: Shape[] = [];
  const style = { kind: "words", align: "left", size: 12, isBold: false, colour: palette.text } as const;
  let at = x;
  for (const { name, colour, runs } of entries) {
    const text = `${name} (${formatInteger(runs)})`;
    const end = at + 14 + widthOf(12)(text) + 16;
    if (end > right) break;
    shapes.push({ kind: "dots", centres: [at + 5, y - 4], radius: 5, colour: colourOf({ colour }, palette) });
    shapes.push({ ...style, x: at + 14, y, text });
    at = end;
  }
  return { shapes, x: at };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** The swatches of a legend with their names and counts, in lines. */
function legendShapes(
  { legend }: Figure,
  palette: Palette,
  left: number,
  right: number,
): { shapes: readonly Shape[]; height: number } {
  if (!legend) return { shapes: [], height: 0 };
  const shapes: Shape[] = [];
  let [x, y] = [left, titleEnd + 4];
  const write = (text: string, colour: string | null): void => {
    const swatch = colour === null ? 0 : 14;
    const space = swatch + widthOf(12)(text) + 16;
    if (x + space > right && x > left) [x, y] = [left, y + legendLine];
    if (colour !== null) shapes.push({ kind: "dots", centres: [x + 5, y - 4], radius: 5, colour });
    const style = { kind: "words", align: "left", size: 12, isBold: false } as const;
    shapes.push({ ...style, x: x + swatch, y, text, colour: colour === null ? palette.muted : palette.text });
    x += space;
  };
  write(legend.title, null);
  for (const { name, colour, runs } of legend.entries)
    write(`${name} (${formatInteger(runs)})`, colourOf({ colour }, palette));
  return { shapes, height: y - titleEnd - 4 + legendLine };
}

/** The title of y beside the plot, and that of x below the last one. */
function axisTitleShapes(
  { axisTitles, blocks }: Panel,
  palette: Palette,
  { x, y, width, height, isLast }: Box & { readonly isLast: boolean },
): Words[] {
  if (!axisTitles) return [];
  const top = blocks.some(({ label }) => label !== undefined) ? margins.labels : margins.top;
  const plotHeight = height - top - margins.bottom;
  const style = { kind: "words", align: "center", colour: palette.text, size: 12, isBold: false } as const;
  const across = fitted(axisTitles.x, width, widthOf(12), "beginning");
  const down = fitted(axisTitles.y, plotHeight, widthOf(12), "beginning");
  return [
    { ...style, x: axisTitleSize - 2, y: y + top + plotHeight / 2, text: down, isUpright: true },
    ...(isLast ? [{ ...style, x: x + width / 2, y: y + height + 10, text: across }] : []),
  ];
}

interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

function panelShapes(panel: Panel, palette: Palette, outer: Box): readonly Shape[] {
  const hasLabels = panel.blocks.some(({ label }) => label !== undefined);
  const top = hasLabels ? margins.labels : margins.top;
  const box: Box = {
    x: outer.x,
    y: outer.y + top,
    width: outer.width,
    height: outer.height - top - margins.bottom,
  };
  const toX = (at: number): number => box.x + share(at, panel.x) * box.width;
  const toY = (at: number): number => box.y + (1 - share(at, panel.y)) * box.height;
  const shapesOf = (areBands: boolean): readonly (Rectangle | Words)[] =>
    panel.blocks
      .filter(({ colour }) => (colour === "band") === areBands)
      .flatMap((block) => blockShapes(block, palette, box, toX, toY));
  // The grid lies over the bands and under everything else.
  return [
    ...shapesOf(true),
    ...axisShapes(panel, palette, box, toX, toY),
    { kind: "cut", ...box, shapes: [...shapesOf(false), ...pointShapes(panel, palette, toX, toY)] },
  ];
}

function share(at: number, { from, to }: Scale): number {
  return (at - from) / (to - from);
}

type Placing = (at: number) => number;

function blockShapes(
  block: Block,
  palette: Palette,
  box: Box,
  toX: Placing,
  toY: Placing,
): readonly (Rectangle | Words)[] {
  const left = Math.max(box.x, toX(block.x0));
  const right = Math.min(box.x + box.width, toX(block.x1));
  const bottom = block.y0 === null ? box.y + box.height : toY(block.y0);
  const top = block.y1 === null ? box.y : toY(block.y1);
  if (right <= left || bottom <= top) return [];
  const rectangle: Rectangle = {
    kind: "rectangle",
    x: left,
    y: top,
    width: Math.max(1, right - left),
    height: Math.max(1, bottom - top),
    colour: colourOf(block, palette),
    opacity: block.strength,
  };
  const room = right - left - 8;
  const style = { kind: "words", x: left + 4, align: "left", size: 11, isBold: false } as const;
  const above = fitted(block.label ?? "", room, widthOf(11), "end");
  const inside =
    right - left > leastWritten ? fitted(block.inside ?? "", room, widthOf(11), "beginning") : "";
  return [
    rectangle,
    ...(above === "" ? [] : [{ ...style, y: box.y - 5, text: above, colour: palette.muted }]),
    ...(inside === "" ? [] : [{ ...style, y: (top + bottom) / 2 + 4, text: inside, colour: palette.text }]),
  ];
}

function axisShapes(
  { x, y }: Panel,
  palette: Palette,
  box: Box,
  toX: Placing,
  toY: Placing,
): readonly Shape[] {
  const bottom = box.y + box.height;
  const right = box.x + box.width;
  const line = (stretch: readonly number[], colour: string): Line => ({
    kind: "line",
    stretches: [stretch],
    colour,
    width: 1,
  });
  const label = (text: string, at: { x: number; y: number }, align: Words["align"]): Words => ({
    kind: "words",
    ...at,
    text,
    align,
    colour: palette.muted,
    size: 11,
    isBold: false,
  });
  const across = ticksOf(x, box.width, "x").flatMap(({ at, label: text }) => [
    line([toX(at), box.y, toX(at), bottom], palette.grid),
    ...text
      .split("\n")
      .map((part, index) => label(part, { x: toX(at), y: bottom + 18 + index * 14 }, "center")),
  ]);
  const down = ticksOf(y, box.height, "y").flatMap(({ at, label: text }) => [
    line([box.x, toY(at), right, toY(at)], palette.grid),
    label(text, { x: box.x - 10, y: toY(at) + 4 }, "right"),
  ]);
  return [...across, ...down, line([box.x, box.y, box.x, bottom, right, bottom], palette.border)];
}

function pointShapes(panel: Panel, palette: Palette, toX: Placing, toY: Placing): readonly Shape[] {
  const { points, hasLine, hasDots, isStepped = false, strokes = [] } = panel;
  const stretches = stretchesOf(points.x, points.y);
  const placed = (indices: readonly number[]): number[] =>
    indices.flatMap((index) => [toX(points.x[index] ?? 0), toY(points.y[index] ?? 0)]);
  // No line goes through a point alone.
  const alone = stretches.filter(({ length }) => length === 1);
  const dots = hasDots ? stretches.flat() : hasLine ? alone.flat() : [];
  const radius = dotSize / 2;
  const lines = stretches.map(placed).map((line) => (isStepped ? stepped(line) : line));
  return [
    ...(hasLine ? [{ kind: "line", stretches: lines, colour: palette.line, width: 1.25 } as const] : []),
    ...(dots.length === 0 ? [] : byColour(dots, points.colours)).map(([colour, own]): Dots => ({
      kind: "dots",
      centres: placed(own),
      radius,
      colour: colour === null ? palette.line : colourOf({ colour }, palette),
    })),
    ...strokes.map(({ x, y, isDashed = false, ...stroke }): Line => ({
      kind: "line",
      stretches: stretchesOf(x, y).map((line) =>
        line.flatMap((index) => [toX(x[index] ?? 0), toY(y[index] ?? 0)]),
      ),
      colour: colourOf(stroke, palette),
      width: 1.5,
      isDashed,
    })),
  ];
}

/** The indices of points with values, a list for each line through them. */
function stretchesOf(x: readonly number[], y: readonly (number | null)[]): number[][] {
  const stretches: number[][] = [];
  let stretch: number[] = [];
  for (const index of x.keys()) {
    const value = y[index];
    if (value !== null && value !== undefined) stretch.push(index);
    else if (stretch.length > 0) {
      stretches.push(stretch);
      stretch = [];
    }
  }
  return stretch.length > 0 ? [...stretches, stretch] : stretches;
}

/** A line x, y, x, y, … that keeps each y until the next x. */
function stepped(line: readonly number[]): number[] {
  return line.flatMap((value, at) => (at % 2 === 0 && at > 0 ? [value, line[at - 1] ?? 0, value] : [value]));
}
