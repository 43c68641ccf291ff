/** A comparison as a picture: the rows that are shown, with what differs, in colours for print. */
import { escapeControls } from "../../core/text/escapeControls.ts";
import { formatCount } from "../lib/format.ts";
import type { Paper } from "../picture/paper.ts";
import type { Picture, Shape, Words } from "../picture/shapes.ts";
import { widthOf, wrapped } from "../picture/words.ts";
import { fitted } from "../plot/painting.ts";
import { shortHash, splitPath } from "../text/filePaths.ts";
import {
  byRank,
  comparedPaths,
  type ComparedFile,
  type ComparedFileRow,
  type ComparedRow,
} from "./comparedRows.ts";
import { rankNames } from "./rank.ts";

export interface PicturedComparison {
  /** Each with what it is at a glance: its start, its type. */
  readonly runs: readonly { readonly run: number; readonly words: readonly string[] }[];
  readonly rows: readonly ComparedRow[];
  readonly files: readonly ComparedFileRow[];
  /** What has to be known of it: how many differ, what is left out. */
  readonly notes: readonly string[];
  /** The database and its age. */
  readonly source: string;
}

/** Of more lines the picture says how many they are. */
const mostLines = 150;
/** Of the places of one JSON value. */
const mostPlaces = 12;
const margin = 20;
const size = 11;
const rowHeight = 19;
const between = 14;
const leastWidth = 360;
const widest = { name: 280, few: 300, many: 150 } as const;
/** More runs than these have narrow columns. */
const mostWide = 4;

interface DrawnCell {
  readonly text: string;
  readonly isOther: boolean;
}
/** A row of the picture: a heading, or a name with a cell of each run. */
interface Line {
  readonly name: string;
  readonly isHeading: boolean;
  readonly indent: number;
  readonly cells: readonly DrawnCell[];
}

const textWidth = widthOf(size);

/** Draws the table under the runs, and over the database they are from. */
export function comparisonPicture(shown: PicturedComparison, paper: Paper): Picture {
  const { runs, notes, source } = shown;
  const all = [...conditionLines(shown.rows), ...fileLines(shown.files)];
  const lines = all.slice(0, mostLines);
  const columns = columnsOf(shown, lines);
  const [first = 0] = columns.starts;
  const width = Math.max(leastWidth, columns.end + margin);
  const space = width - 2 * margin;
  const shapes: Shape[] = [];
  const write = (text: string, x: number, y: number, style: Partial<Words> = {}): void => {
    shapes.push({ ...wordsOf(text, x, y, paper), ...style });
  };

  const title = `Runs ${runs.map(({ run }) => run).join(", ")}`;
  let y = 12;
  for (const line of wrapped(title, space, widthOf(15)))
    write(line, margin, (y += 21), { size: 15, isBold: true });
  for (const line of notes.flatMap((note) => wrapped(note, space, textWidth)))
    write(line, margin, (y += 17), { colour: paper.faint });
  y += 10;

  // The heads of the columns: the run, and what it is at a glance.
  const headLines = runs.reduce((most, { words }) => Math.max(most, words.filter(Boolean).length), 0);
  for (const [at, { run, words }] of runs.entries()) {
    const x = columns.starts[at] ?? first;
    write(String(run), x, y + 14, { isBold: true });
    for (const [index, word] of words.filter(Boolean).entries())
      write(cellText(word, columns.width), x, y + 30 + index * 15, { colour: paper.faint });
  }
  y += 22 + headLines * 15;
  for (const line of lines) {
    shapes.push(...lineShapes(line, y, columns, width, paper));
    y += rowHeight;
  }
  const rest = all.length - lines.length;
  const foot = [
    ...(rest > 0 ? [`… ${formatCount(rest, "more line")}`] : []),
    ...(lines.length === 0 ? ["Nothing differs."] : []),
  ];
  for (const text of foot) write(text, margin, (y += 17));
  for (const text of wrapped(source, space, textWidth))
    write(text, margin, (y += 17), { colour: paper.faint });
  const height = y + margin;
  const ground: Shape = {
    kind: "rectangle",
    x: 0,
    y: 0,
    width,
    height,
    colour: paper.ground,
    opacity: 1,
  };
  return {
    title: comparisonName(runs.map(({ run }) => run)),
    font: paper.font,
    size: { width, height },
    shapes: [ground, ...shapes],
  };
}

/** Names the file that a comparison is saved as: `runs-10001-10002`. */
export function comparisonName(runs: readonly number[]): string {
  return `runs-${runs.slice(0, 3).join("-")}${runs.length > 3 ? "-and-others" : ""}`;
}

function conditionLines(rows: readonly ComparedRow[]): Line[] {
  return byRank(rows).flatMap(({ rank, rows: ofRank }) => [
    heading(rankNames[rank]),
    ...ofRank.flatMap(conditionLine),
  ]);
}

function heading(name: string): Line {
  return { name, isHeading: true, indent: 0, cells: [] };
}

/** A condition, and below it, of JSON, the places that differ in place of the whole values. */
function conditionLine(row: ComparedRow): Line[] {
  const name = row.unit === null ? row.name : `${row.name} [${row.unit}]`;
  const { paths, cut } = row.unfolds === "paths" ? comparedPaths(row) : { paths: [], cut: false };
  const cells = row.cells.map(({ text, value, same, difference }) => ({
    text: paths.length > 0 ? "" : valueText(text, value === null, difference?.text ?? null),
    isOther: !same,
  }));
  const places = paths.slice(0, mostPlaces).map(({ path, texts }): Line => ({
    name: path === "" ? "all of it" : path,
    isHeading: false,
    indent: 14,
    cells: texts.map((text) => ({ text: text ?? "·", isOther: text !== texts[0] })),
  }));
  const more = cut ? "more places" : formatCount(paths.length - places.length, "more place");
  const rest =
    paths.length > places.length ? [{ ...heading(`… ${more}`), isHeading: false, indent: 14 }] : [];
  return [{ name, isHeading: false, indent: 0, cells }, ...places, ...rest];
}

function valueText(text: string, isMissing: boolean, difference: string | null): string {
  if (isMissing) return "·";
  const shown = text === "" ? "empty text" : text;
  return difference === null ? shown : `${shown} (${difference})`;
}

function fileLines(files: readonly ComparedFileRow[]): Line[] {
  if (files.length === 0) return [];
  const lines = files.map(({ path, files: ofRuns, reference }): Line => ({
    name: path,
    isHeading: false,
    indent: 0,
    cells: ofRuns.map((file) => fileCell(file, reference)),
  }));
  return [heading("Files"), ...lines];
}

function fileCell(file: ComparedFile | null, reference: number | null): DrawnCell {
  if (file === null) return { text: reference === null ? "·" : "missing", isOther: reference !== null };
  const isOther = file.state === "changed" || file.state === "added";
  return { text: `${shortHash(file.hash)}${isOther ? ` ${file.state}` : ""}`, isOther };
}

interface Columns {
  readonly name: number;
  /** Where the column of each run begins. */
  readonly starts: readonly number[];
  readonly width: number;
  readonly end: number;
}

/** As wide as the longest text needs, within limits. */
function columnsOf({ runs }: PicturedComparison, lines: readonly Line[]): Columns {
  const most = runs.length > mostWide ? widest.many : widest.few;
  const longest = (texts: readonly string[], limit: number): number =>
    texts.reduce((width, text) => Math.max(width, Math.min(limit, textWidth(text))), 60);
  const name = longest(
    lines.map((line) => `${" ".repeat(Math.ceil(line.indent / 6))}${line.name}`),
    widest.name,
  );
  const texts = lines.flatMap(({ cells }) =>
    cells.map(({ text, isOther }) => (isOther ? `≠ ${text}` : text)),
  );
  const width = longest([...texts, ...runs.flatMap(({ words }) => words)], most);
  const starts = runs.map((_, at) => margin + name + between + at * (width + between));
  return { name, starts, width, end: margin + name + runs.length * (width + between) };
}

function lineShapes(
  { name, isHeading, indent, cells }: Line,
  y: number,
  columns: Columns,
  width: number,
  paper: Paper,
): Shape[] {
  const box = { y: y + 1, height: rowHeight - 2 };
  if (isHeading) {
    const band = { ...box, x: margin, width: width - 2 * margin, colour: paper.fold, opacity: 1 };
    return [
      { kind: "rectangle", ...band },
      { ...wordsOf(name, margin + 6, y + 13, paper), isBold: true },
    ];
  }
  // Of a path its end says which file it is.
  const kept = splitPath(name).directory === "" ? "beginning" : "end";
  const shown = fitted(escapeControls(name), columns.name - indent, textWidth, kept);
  const shapes: Shape[] = [wordsOf(shown, margin + indent, y + 13, paper)];
  for (const [at, { text, isOther }] of cells.entries()) {
    const x = columns.starts[at] ?? 0;
    if (isOther && text !== "") {
      const band = { ...box, x: x - 5, width: columns.width + 8, colour: paper.removed, opacity: 0.1 };
      shapes.push({ kind: "rectangle", ...band });
    }
    const signed = isOther && text !== "" ? `≠ ${text}` : text;
    shapes.push(wordsOf(cellText(signed, columns.width), x, y + 13, paper));
  }
  return shapes;
}

function cellText(text: string, room: number): string {
  return fitted(escapeControls(text), room, textWidth, "beginning");
}

function wordsOf(text: string, x: number, y: number, paper: Paper): Words {
  return { kind: "words", x, y, text, align: "left", colour: paper.text, size, isBold: false };
}
