/** Which lines of two texts differ. */
import { Change, diff } from "@codemirror/merge";

export interface LineChanges {
  /** Places are numbers of lines, from 0. */
  readonly changes: readonly Change[];
  /** Whether there was no time, or too much of it would be needed, to find the least of changes. */
  readonly isCoarse: boolean;
}

/** How long lines are compared, in milliseconds. */
const TIMEOUT = 2000;
/**
 * The most lines that are compared at once: each is made one character, as that is what the library compares, and these are
 * fewer than the characters that do not come in pairs.
 */
const MOST_LINES = 50_000;

/** Compares lines; those are alike that are equal texts. */
export function compareLines(a: readonly string[], b: readonly string[]): LineChanges {
  const numbers = new Map<string, number>();
  const numberOf = (line: string): number => {
    const number = numbers.get(line) ?? numbers.size;
    numbers.set(line, number);
    return number;
  };
  const [x, y] = [a.map(numberOf), b.map(numberOf)];
  const end = performance.now() + TIMEOUT;
  const changes: Change[] = [];
  let isCoarse = false;
  for (const gap of gapsOf(x, y)) {
    const [inX, inY] = [x.slice(gap.fromA, gap.toA), y.slice(gap.fromB, gap.toB)];
    const timeout = end - performance.now();
    const isSimple = inX.length === 0 || inY.length === 0;
    if (!isSimple && (timeout <= 0 || inX.length + inY.length > MOST_LINES)) isCoarse = true;
    else if (!isSimple) {
      changes.push(...compareNumbers(inX, inY, timeout).map((change) => moved(change, gap)));
      isCoarse ||= performance.now() > end;
      continue;
    }
    if (inX.length + inY.length > 0) changes.push(gap);
  }
  return { changes, isCoarse };
}

/** What lies between the lines that are alike for sure: those at both ends, and those that stand once in each text. */
function gapsOf(x: readonly number[], y: readonly number[]): Change[] {
  let start = 0;
  const least = Math.min(x.length, y.length);
  while (start < least && x[start] === y[start]) start++;
  let same = 0;
  while (same < least - start && x[x.length - 1 - same] === y[y.length - 1 - same]) same++;
  const whole = new Change(start, x.length - same, start, y.length - same);
  if (whole.toA - whole.fromA + whole.toB - whole.fromB <= MOST_LINES) return [whole];
  const gaps: Change[] = [];
  let [atA, atB] = [whole.fromA, whole.fromB];
  for (const [lineA, lineB] of ascending(uniqueLines(x, y, whole))) {
    gaps.push(new Change(atA, lineA, atB, lineB));
    [atA, atB] = [lineA + 1, lineB + 1];
  }
  return [...gaps, new Change(atA, whole.toA, atB, whole.toB)];
}

type Pair = readonly [a: number, b: number];

/** The places of lines that stand once in each text, in the order of the first. */
function uniqueLines(x: readonly number[], y: readonly number[], { fromA, toA, fromB, toB }: Change): Pair[] {
  const placeOf = (numbers: readonly number[], from: number, to: number): Map<number, number> => {
    const places = new Map<number, number>();
    for (let at = from; at < to; at++) {
      const number = numbers[at] ?? -1;
      places.set(number, places.has(number) ? -1 : at);
    }
    return places;
  };
  const placesB = placeOf(y, fromB, toB);
  return [...placeOf(x, fromA, toA)].flatMap(([number, a]): Pair[] => {
    const b = placesB.get(number) ?? -1;
    return a < 0 || b < 0 ? [] : [[a, b]];
  });
}

/** The most of the pairs that ascend in both places. */
function ascending(pairs: readonly Pair[]): Pair[] {
  /** For each length the pair that ends such a row with the least second place, and before each pair the one it follows. */
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, [, b]] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? -1]?.[1] ?? Infinity) < b) low = middle + 1;
      else high = middle;
    }
    before.push(ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const found: Pair[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair) found.push(pair);
  }
  return found.reverse();
}

function compareNumbers(x: readonly number[], y: readonly number[], timeout: number): readonly Change[] {
  const characters = new Map<number, string>();
  const asText = (numbers: readonly number[]): string =>
    numbers
      .map((number) => {
        const character = characters.get(number) ?? String.fromCharCode(characters.size + 1);
        characters.set(number, character);
        return character;
      })
      .join("");
  return diff(asText(x), asText(y), { timeout });
}

function moved({ fromA, toA, fromB, toB }: Change, by: Change): Change {
  return new Change(fromA + by.fromA, toA + by.fromA, fromB + by.fromB, toB + by.fromB);
}
