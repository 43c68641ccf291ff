/** What differs between two versions of a file as a picture, in colours for print. */
import { escapeControls } from "../../core/text/escapeControls.ts";
import { formatCount, formatInteger } from "../lib/format.ts";
import type { Paper } from "../picture/paper.ts";
import type { Cut, Picture, Rectangle, Shape, Words } from "../picture/shapes.ts";
import { widthOf, wrapped } from "../picture/words.ts";
import { fitted } from "../plot/painting.ts";
import { diffRows, type DiffRow, type SideLine } from "../text/diffRows.ts";
import { splitPath } from "../text/filePaths.ts";
import type { TextChanges } from "../text/textChanges.ts";
import { cellsOfLine, shownLine } from "./shownLine.ts";

export interface ShownDiff {
  readonly path: string;
  /** What is left and right: in a line each, and in short. */
  readonly versions: readonly [left: string, right: string];
  readonly names: readonly [left: string, right: string];
  readonly right: string;
  readonly changes: TextChanges;
  readonly layout: "side by side" | "unified";
  readonly folds: boolean;
  /** What has to be known of the changes: how many there are, what is ignored. */
  readonly notes: readonly string[];
  /** The database and its age. */
  readonly source: string;
}

/** Of more rows the picture says how many they are. */
const mostRows = 150;
/** Characters of a line of a side. */
const leastCells = 34;
const mostCells = { "side by side": 80, unified: 130 } as const;

const margin = 20;
const codeSize = 12;
/** Of each character, as the code font has them. */
const cellWidth = codeSize * 0.6;
const rowHeight = 18;
const lineHeight = 17;

/** A column of lines: where its numbers end, where its sign and text begin. */
interface Column {
  readonly left: number;
  readonly numbersEnd: number;
  readonly sign: number;
  readonly text: number;
  readonly end: number;
}

/** Draws the changes under the path and the versions, and over the database they are from. */
export function diffPicture(shown: ShownDiff, paper: Paper): Picture {
  const { layout, folds, right, changes, names } = shown;
  const { rows, more } = diffRows(right, changes, { layout, folds, most: mostRows });
  const room = cellsOf(rows, layout);
  const columns = columnsOf(rows, layout, room);
  const width = (columns.at(-1)?.end ?? 0) + margin;
  const head = headShapes(shown, width, paper);
  const body = rows.flatMap((row, at) => rowShapes(row, head.height + at * rowHeight, columns, room, paper));
  const rest = more.lines === 0 ? [] : [moreText(more)];
  const bodyEnd = head.height + rows.length * rowHeight;
  const foot = [...rest, ...wrapped(shown.source, width - 2 * margin, widthOf(11))];
  const height = bodyEnd + foot.length * lineHeight + margin;
  const box = { x: 0, y: 0, width, height };
  return {
    title: `${splitPath(shown.path).base}-${names.join("-")}`,
    font: paper.font,
    size: { width, height },
    shapes: [
      { kind: "rectangle", ...box, colour: paper.ground, opacity: 1 },
      ...head.shapes,
      ...body,
      ...foot.map((text, at) => ({
        ...wordsOf(text, margin, bodyEnd + (at + 1) * lineHeight, paper),
        colour: at < rest.length ? paper.text : paper.faint,
      })),
    ],
  };
}

function moreText({ lines, changed }: { readonly lines: number; readonly changed: number }): string {
  return `… ${formatCount(lines, "more line")}, ${formatInteger(changed)} of them changed`;
}

/** As many cells as the longest line needs, within limits. */
function cellsOf(rows: readonly DiffRow[], layout: ShownDiff["layout"]): number {
  const most = mostCells[layout];
  const lengths = linesOf(rows).map(({ parts }) => cellsOfLine(parts, most));
  return lengths.reduce((longest, length) => Math.max(longest, length), leastCells);
}

function linesOf(rows: readonly DiffRow[]): readonly SideLine[] {
  return rows.flatMap((row) =>
    row.kind === "fold" ? [] : [row.left, row.right].filter((line) => line !== null),
  );
}

/** Side by side each side has a column; else both have one, with the numbers of the left side before it. */
function columnsOf(rows: readonly DiffRow[], layout: ShownDiff["layout"], room: number): Column[] {
  const highest = linesOf(rows).reduce((most, { number }) => Math.max(most, number), 0);
  const numbers = Math.max(3, String(highest).length) * cellWidth;
  const columnAt = (left: number, before: number): Column => {
    const numbersEnd = left + before + numbers;
    const text = numbersEnd + 24;
    return { left, numbersEnd, sign: numbersEnd + 8, text, end: text + room * cellWidth + 6 };
  };
  if (layout === "unified") return [columnAt(margin, numbers + 10)];
  const first = columnAt(margin, 0);
  return [first, columnAt(first.end + 12, 0)];
}

function headShapes(
  { path, versions, notes }: ShownDiff,
  width: number,
  paper: Paper,
): { readonly shapes: readonly Shape[]; readonly height: number } {
  const space = width - 2 * margin;
  const shapes: Shape[] = [];
  let y = 10;
  const write = (text: string, size: number, style: Partial<Words> = {}, indent = 0): void => {
    y += size + 7;
    shapes.push({ ...wordsOf(text, margin + indent, y, paper), size, ...style });
  };
  const title = fitted(escapeControls(path), space, widthOf(15), "end");
  write(title, 15, { isBold: true });
  const signs = [
    ["−", paper.removed],
    ["+", paper.added],
  ] as const;
  for (const [at, [sign, colour]] of signs.entries()) {
    for (const [index, line] of wrapped(versions[at] ?? "", space - 16, widthOf(12)).entries()) {
      write(line, 12, {}, 16);
      if (index === 0) shapes.push({ ...wordsOf(sign, margin, y, paper), size: 12, colour, isBold: true });
    }
  }
  for (const line of notes.flatMap((note) => wrapped(note, space, widthOf(11))))
    write(line, 11, { colour: paper.faint });
  return { shapes, height: y + 12 };
}

function wordsOf(text: string, x: number, y: number, paper: Paper): Words {
  return { kind: "words", x, y, text, align: "left", colour: paper.text, size: 11, isBold: false };
}

function rowShapes(
  row: DiffRow,
  y: number,
  columns: readonly Column[],
  room: number,
  paper: Paper,
): readonly Shape[] {
  const [first, second] = columns;
  if (!first) return [];
  const end = (second ?? first).end;
  if (row.kind === "fold") {
    const band = { x: first.left, y: y + 1, width: end - first.left, height: rowHeight - 2 };
    const text = `⋯ ${formatCount(row.lines, "unchanged line")}`;
    return [
      { kind: "rectangle", ...band, colour: paper.fold, opacity: 1 },
      { ...wordsOf(text, first.text, y + 13, paper), colour: paper.faint },
    ];
  }
  const { left, right } = row;
  if (second) {
    return [
      ...(left ? lineShapes(left, y, first, room, { sign: "−", colour: paper.removed }, paper) : []),
      ...(right ? lineShapes(right, y, second, room, { sign: "+", colour: paper.added }, paper) : []),
    ];
  }
  const line = right ?? left;
  if (!line) return [];
  const side = right ? { sign: "+", colour: paper.added } : { sign: "−", colour: paper.removed };
  // Its own number stands in its side's column of numbers; an unchanged line has both.
  const own = right ? first : { ...first, numbersEnd: leftNumbersEnd(first) };
  const other = left && right ? [numberOf(left, leftNumbersEnd(first), y, paper)] : [];
  return [...lineShapes(line, y, own, room, side, paper), ...other];
}

/** Of the unified column: the numbers of the left side are before those of the right one. */
function leftNumbersEnd({ left, numbersEnd }: Column): number {
  return left + (numbersEnd - left - 10) / 2;
}

function numberOf({ number }: SideLine, x: number, y: number, paper: Paper): Words {
  const style = { align: "right", colour: paper.faint, font: paper.codeFont } as const;
  return { ...wordsOf(String(number), x, y + 13, paper), ...style };
}

/** A line with its number; a changed one with the sign and colour of its side. */
function lineShapes(
  line: SideLine,
  y: number,
  column: Column,
  room: number,
  { sign, colour }: { readonly sign: string; readonly colour: string },
  paper: Paper,
): readonly Shape[] {
  const parts = shownLine(line.parts, room);
  const band = (x: number, width: number, opacity: number): Rectangle => ({
    kind: "rectangle",
    x,
    y,
    width,
    height: rowHeight,
    colour,
    opacity,
  });
  const marks = parts
    .filter(({ isChanged }) => isChanged)
    .map(({ at, cells }) => band(column.text + at * cellWidth, cells * cellWidth, 0.2));
  const words = parts.map(({ text, at, cells }): Words => ({
    ...wordsOf(text, column.text + at * cellWidth, y + 13, paper),
    width: cells * cellWidth,
    size: codeSize,
    font: paper.codeFont,
  }));
  // Characters of other fonts may be wider than their cells.
  const box = { x: column.text, y, width: column.end - column.text, height: rowHeight };
  const cut: Cut = { kind: "cut", ...box, shapes: words };
  if (!line.isChanged) return [numberOf(line, column.numbersEnd, y, paper), cut];
  const signed = { ...wordsOf(sign, column.sign, y + 13, paper), size: codeSize, colour, isBold: true };
  return [
    band(column.left, column.end - column.left, 0.08),
    ...marks,
    numberOf(line, column.numbersEnd, y, paper),
    signed,
    cut,
  ];
}
