/** The lines of a comparison as rows, in the order and with the folds of its view, for where there is no view. */
import { Text } from "@codemirror/state";
import { Chunk, type Change } from "@codemirror/merge";
import type { TextChanges } from "./textChanges.ts";

/** Unchanged lines that stay beside a change, and from how many on others are folded. */
export const folding = { margin: 3, minSize: 6 } as const;

/** A part of a line, and whether it is only on its side. */
export interface LinePart {
  readonly text: string;
  readonly isChanged: boolean;
}

export interface SideLine {
  /** From 1. */
  readonly number: number;
  /** Whether the line is one of a change. */
  readonly isChanged: boolean;
  readonly parts: readonly LinePart[];
}

/** Lines beside each other; in the unified order only unchanged ones have both. A fold is how many unchanged lines it hides. */
export type DiffRow =
  | { readonly kind: "lines"; readonly left: SideLine | null; readonly right: SideLine | null }
  | { readonly kind: "fold"; readonly lines: number };

interface DiffRows {
  /** The first ones, as many as were asked for. */
  readonly rows: readonly DiffRow[];
  /** Rows of lines after them, and how many of these are of changes. */
  readonly more: { readonly lines: number; readonly changed: number };
}

interface Options {
  readonly layout: "side by side" | "unified";
  readonly folds: boolean;
  /** Of rows. */
  readonly most: number;
}

/** Lines by their numbers from 1; null for none. */
type Place =
  | { readonly left: number | null; readonly right: number | null; readonly chunk: Chunk | null }
  | { readonly fold: number };

/** The first rows of what differs between the left text of `changes` and the right one. */
export function diffRows(
  right: string,
  { left, changes }: TextChanges,
  { layout, folds, most }: Options,
): DiffRows {
  const [a, b] = [textOf(left), textOf(right)];
  // A list of its own, as the library changes it.
  const chunks = Chunk.build(a, b, { override: () => [...changes] });
  const places = placesOf(a, b, chunks, layout, folds);
  const rows = places.slice(0, most).map((place): DiffRow => {
    if ("fold" in place) return { kind: "fold", lines: place.fold };
    const { chunk } = place;
    return {
      kind: "lines",
      left: place.left === null ? null : lineOf(a, place.left, chunk && { chunk, side: "A" }),
      right: place.right === null ? null : lineOf(b, place.right, chunk && { chunk, side: "B" }),
    };
  });
  const rest = places.slice(most).filter((place) => !("fold" in place));
  const changed = rest.filter((place) => "chunk" in place && place.chunk !== null).length;
  return { rows, more: { lines: rest.length, changed } };
}

function textOf(text: string): Text {
  return Text.of(text.split("\n"));
}

function placesOf(
  a: Text,
  b: Text,
  chunks: readonly Chunk[],
  layout: Options["layout"],
  folds: boolean,
): Place[] {
  const places: Place[] = [];
  let [lineA, lineB] = [1, 1];
  for (const [index, chunk] of [...chunks, null].entries()) {
    const [changedA, changedB] = chunk === null ? [null, null] : linesOf(a, b, chunk);
    const length = (changedA?.from ?? a.lines + 1) - lineA;
    const [above, below] = [index === 0 ? 0 : folding.margin, chunk === null ? 0 : folding.margin];
    const hidden = length - above - below;
    const isFolded = folds && hidden >= folding.minSize;
    for (let at = 0; at < length; at++) {
      if (isFolded && at === above) {
        places.push({ fold: hidden });
        at += hidden - 1;
      } else places.push({ left: lineA + at, right: lineB + at, chunk: null });
    }
    if (chunk === null || !changedA) break;
    places.push(...changedPlaces(changedA, changedB, chunk, layout));
    [lineA, lineB] = [changedA.end, changedB.end];
  }
  return places;
}

interface Lines {
  readonly from: number;
  /** The one after the last. */
  readonly end: number;
}

/** The lines of a change, on each side. */
function linesOf(a: Text, b: Text, { fromA, toA, endA, fromB, toB, endB }: Chunk): [Lines, Lines] {
  const lines = (text: Text, from: number, to: number, end: number): Lines => {
    // After the last line there is none to begin at.
    if (from > text.length) return { from: text.lines + 1, end: text.lines + 1 };
    const first = text.lineAt(from).number;
    return { from: first, end: from === to ? first : text.lineAt(Math.min(end, text.length)).number + 1 };
  };
  return [lines(a, fromA, toA, endA), lines(b, fromB, toB, endB)];
}

function changedPlaces(left: Lines, right: Lines, chunk: Chunk, layout: Options["layout"]): Place[] {
  const [before, after] = [numbersOf(left), numbersOf(right)];
  if (layout === "unified") {
    return [
      ...before.map((number) => ({ left: number, right: null, chunk })),
      ...after.map((number) => ({ left: null, right: number, chunk })),
    ];
  }
  return Array.from({ length: Math.max(before.length, after.length) }, (_, at) => ({
    left: before[at] ?? null,
    right: after[at] ?? null,
    chunk,
  }));
}

function numbersOf({ from, end }: Lines): number[] {
  return Array.from({ length: end - from }, (_, at) => from + at);
}

function lineOf(
  text: Text,
  number: number,
  within: { readonly chunk: Chunk; readonly side: "A" | "B" } | null,
): SideLine {
  const line = text.line(number);
  if (within === null) return { number, isChanged: false, parts: [{ text: line.text, isChanged: false }] };
  const { chunk, side } = within;
  const start = side === "A" ? chunk.fromA : chunk.fromB;
  const ends = (change: Change): readonly [number, number] =>
    side === "A" ? [change.fromA, change.toA] : [change.fromB, change.toB];
  const parts: LinePart[] = [];
  let at = 0;
  for (const change of chunk.changes) {
    const [from, to] = ends(change).map((place) =>
      Math.max(at, Math.min(line.length, start + place - line.from)),
    ) as [number, number];
    parts.push({ text: line.text.slice(at, from), isChanged: false });
    parts.push({ text: line.text.slice(from, to), isChanged: true });
    at = to;
  }
  parts.push({ text: line.text.slice(at), isChanged: false });
  return { number, isChanged: true, parts: parts.filter((part) => part.text !== "") };
}
