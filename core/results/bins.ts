/** Ranges of equal width with round ends, to count values in. */
import type { Cell } from "../api/values.ts";
import { packed } from "./timeColumn.ts";

/** Where ranges begin and the last one ends: as it is shown, and as a key of the values' column. */
export interface Edge {
  readonly cell: Cell;
  readonly key: number;
}

/** The most ranges; where numbers lie dense there are at least half as many. */
const mostBins = 40;

/** The edges of ranges for whole numbers: each range has equally many of them, and the last one ends after the greatest. */
export function integerEdges(least: number, greatest: number): Edge[] {
  const { width } = roundWidth(Math.max(1, (greatest - least + 1) / mostBins));
  const start = Math.floor(least / width);
  const count = Math.floor(greatest / width) - start + 1;
  return numbers(count + 1, (index) => (start + index) * width);
}

/** Closer together the powers of ten that ranges are made of are no numbers any more. */
const leastSpan = 1e-290;

/** The edges of ranges for numbers; none where they lie further apart, or closer together, than a number can say. */
export function floatEdges(least: number, greatest: number): Edge[] {
  const span = greatest - least || Math.abs(greatest) || 1;
  if (!Number.isFinite(span) || span < leastSpan) return [];
  const { width, digit, exponent } = roundWidth(span / (mostBins - 3));
  // Divided by a power of ten it is 0.3; three times 0.1 it is 0.30000000000000004.
  const at = (index: number) => (exponent < 0 ? (index * digit) / 10 ** -exponent : index * width);
  let first = Math.floor(least / width);
  let last = Math.max(first + 1, Math.ceil(greatest / width));
  // A division may have rounded an end away.
  if (at(first) > least) first--;
  if (at(last) < greatest) last++;
  return numbers(last - first + 1, (index) => at(first + index));
}

/** The edges of ranges for times, given and answered as `YYYY-MM-DD HH:MM:SS` texts. */
export function timeEdges(least: string, greatest: string): Edge[] {
  const first = seconds(least);
  const last = seconds(greatest);
  const width = timeWidth((last - first) / (mostBins - 2));
  const start = Math.floor(first / width);
  const count = Math.max(1, Math.ceil(last / width) - start);
  return Array.from({ length: count + 1 }, (_, index) => {
    const text = timeText((start + index) * width);
    return { cell: text, key: packed(text) ?? NaN };
  });
}

function numbers(count: number, at: (index: number) => number): Edge[] {
  return Array.from({ length: count }, (_, index) => ({ cell: at(index), key: at(index) }));
}

/** The least 1, 2 or 5 times a power of ten that is not below. */
export function roundWidth(least: number): { width: number; digit: number; exponent: number } {
  const exponent = Math.floor(Math.log10(least));
  const digit = [1, 2, 5].find((candidate) => candidate * 10 ** exponent >= least) ?? 10;
  return { width: digit * 10 ** exponent, digit, exponent };
}

const day = 86_400;
const roundTimes = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200];

/** The least round time that is not below a number of seconds. */
export function timeWidth(least: number): number {
  return roundTimes.find((width) => width >= least) ?? roundWidth(Math.max(1, least / day)).width * day;
}

/** The second in which a wall-clock text lies, counted as if its zone were UTC. */
function seconds(text: string): number {
  const [year = 0, month = 1, date = 1, hour = 0, minute = 0, second = 0] = text.split(/\D/).map(Number);
  return Date.UTC(year, month - 1, date, hour, minute, second) / 1000;
}

function timeText(second: number): string {
  return new Date(second * 1000).toISOString().slice(0, "2016-02-17T13:26:01".length).replace("T", " ");
}
