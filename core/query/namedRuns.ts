/** Runs and ranges of runs where a condition is expected: people type them into the field of the query. */
import type { NamedRuns } from "./tree.ts";

const item = /(\d+)\s*(?:[-–—−:]|\.{2,3})\s*(\d+)|(\d+)\s*-(?!\s*\d)|-\s*(\d+)|(\d+)/y;
const separator = /\s*[,;]\s*|\s+/y;

/**
 * The runs that a text names, and nothing else: `10005`, `10001-10010`, `10001..10010`, `10001:10010`, `10001-`, or
 * several, also within brackets. Null for any other text, and where a range ends before it begins.
 */
export function readNamedRuns(text: string): readonly NamedRuns[] | null {
  const trimmed = text.trim();
  const bracketed = /^\[([^]*)\]$/.exec(trimmed) ?? /^\(([^]*)\)$/.exec(trimmed);
  const list = (bracketed?.[1] ?? trimmed).trim();
  const found: NamedRuns[] = [];
  for (let at = 0; ;) {
    item.lastIndex = at;
    const [, first, last, from, to, only] = item.exec(list) ?? [];
    const runs = rangeOf(first ?? from ?? only, last ?? to ?? only);
    if (runs === null) return null;
    found.push(runs);
    if (item.lastIndex === list.length) return found;
    separator.lastIndex = item.lastIndex;
    if (separator.exec(list) === null) return null;
    at = separator.lastIndex;
  }
}

function rangeOf(first: string | undefined, last: string | undefined): NamedRuns | null {
  if (first === undefined && last === undefined) return null;
  const runMin = first === undefined ? null : Number(first);
  const runMax = last === undefined ? null : Number(last);
  if (!Number.isSafeInteger(runMin ?? 0) || !Number.isSafeInteger(runMax ?? 0)) return null;
  return runMin !== null && runMax !== null && runMin > runMax ? null : { runMin, runMax };
}

/** The same runs as a condition: `10001 <= run <= 10010 or run == 10015`. */
export function conditionOf(runs: readonly NamedRuns[]): string {
  return runs
    .map(({ runMin, runMax }) => {
      if (runMin === runMax) return `run == ${runMin}`;
      if (runMin === null) return `run <= ${runMax}`;
      return runMax === null ? `run >= ${runMin}` : `${runMin} <= run <= ${runMax}`;
    })
    .join(" or ");
}
