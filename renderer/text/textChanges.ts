/** What differs between two texts: lines first, then the parts of changed lines. */
import { Change, presentableDiff } from "@codemirror/merge";
import { compareLines } from "./lineChanges.ts";

export interface TextChanges {
  /**
   * The left text as it is to be shown: without regard to blanks, its lines that differ from the right ones only in
   * these are those of the right text, so that what is alike on both sides is so to the letter.
   */
  readonly left: string;
  /** Places in both texts. */
  readonly changes: readonly Change[];
  /** Whether the texts are too large or too different to find the least of changes in time. */
  readonly isCoarse: boolean;
}

/** How long the parts of changed lines are compared, in milliseconds. */
const PARTS_MS = 500;
/** Longer changed pieces are not compared within. */
const LONGEST_PART = 4000;
/** Beyond this many changed characters the parts of a line are found by guess. */
const PART_SCAN = 500;

/** Compares two texts whose lines end with a line feed; without regard to blanks within lines where asked for. */
export function findChanges(left: string, right: string, ignoreBlanks: boolean): TextChanges {
  const given = linesOf(left);
  const b = linesOf(right);
  const { changes: changed, isCoarse } = compareLines(given.map(keyOf), b.map(keyOf));
  const a = ignoreBlanks ? withEqualLines(given, b, changed) : given;
  const shown = ignoreBlanks ? a.join("") : left;
  const [startsA, startsB] = [startsOf(a), startsOf(b)];
  const end = performance.now() + PARTS_MS;
  const changes = changed.flatMap((lines) => {
    const whole = new Change(
      startsA[lines.fromA] ?? shown.length,
      startsA[lines.toA] ?? shown.length,
      startsB[lines.fromB] ?? right.length,
      startsB[lines.toB] ?? right.length,
    );
    return performance.now() < end ? partsOf(shown, right, whole) : [whole];
  });
  return { left: shown, changes, isCoarse };

  function keyOf(line: string): string {
    return ignoreBlanks ? line.replaceAll(/\s+/g, "") : line;
  }
}

/** Lines with their ends; the last one may have none. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function startsOf(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => (at += line.length) - line.length);
}

/** The left lines, with those of the right text where both are alike. */
function withEqualLines(a: readonly string[], b: readonly string[], changed: readonly Change[]): string[] {
  const end = new Change(a.length, a.length, b.length, b.length);
  const lines = [...changed, end].flatMap(({ fromA, toA, fromB }, at) => [
    ...b.slice(changed[at - 1]?.toB ?? 0, fromB),
    ...a.slice(fromA, toA),
  ]);
  // Only the last line of a text may be without an end.
  return lines.map((line, at) => (at < lines.length - 1 && !line.endsWith("\n") ? `${line}\n` : line));
}

/** What differs within changed lines. */
function partsOf(left: string, right: string, whole: Change): readonly Change[] {
  const { fromA, toA, fromB, toB } = whole;
  if (fromA === toA || fromB === toB) return [whole];
  if (Math.max(toA - fromA, toB - fromB) > LONGEST_PART) return [withoutEqualEnds(left, right, whole)];
  const parts = presentableDiff(left.slice(fromA, toA), right.slice(fromB, toB), { scanLimit: PART_SCAN });
  return parts.map(
    (part) => new Change(fromA + part.fromA, fromA + part.toA, fromB + part.fromB, fromB + part.toB),
  );
}

/** A change without what both texts begin and end with in it. */
function withoutEqualEnds(left: string, right: string, { fromA, toA, fromB, toB }: Change): Change {
  let [startA, startB, endA, endB] = [fromA, fromB, toA, toB];
  while (startA < endA && startB < endB && left.charCodeAt(startA) === right.charCodeAt(startB)) {
    startA++;
    startB++;
  }
  while (endA > startA && endB > startB && left.charCodeAt(endA - 1) === right.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  return new Change(startA, endA, startB, endB);
}

/** What a comparison line by line does not show of two files, in words: their line ends, and hashes of the same content. Null for nothing. */
export function unseenDifference(
  left: { readonly content: string; readonly sha256: string },
  right: { readonly content: string; readonly sha256: string },
): string | null {
  const [endsOfLeft, endsOfRight] = [lineEnds(left.content), lineEnds(right.content)];
  if (endsOfLeft !== endsOfRight)
    return `Line ends differ: ${endsOfLeft} on the left, ${endsOfRight} on the right.`;
  const isSame = left.content === right.content;
  if (isSame && left.sha256 !== right.sha256)
    return "The stored hashes differ: one content was changed later.";
  const isMixed = !isSame && unixLines(left.content) === unixLines(right.content);
  return isMixed ? "Some line ends differ." : null;
}

function unixLines(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}

function lineEnds(text: string): string {
  const found = new Set(text.match(/\r\n|\r|\n/g));
  const names = [
    ["\r\n", "CR LF"],
    ["\n", "LF"],
    ["\r", "CR"],
  ] as const;
  return names.flatMap(([end, name]) => (found.has(end) ? [name] : [])).join(" and ") || "none";
}
