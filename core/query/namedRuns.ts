/** Runs and ranges of runs where a condition is expected: people type them into the field of the query. */
import type { NamedRuns, PeriodName } from "./tree.ts";

const item = /(\d+)\s*(?:[-–—−:]|\.{2,3})\s*(\d+)|(\d+)\s*-(?!\s*\d)|-\s*(\d+)|(\d+)/y;
const separator = /\s*[,;]\s*|\s+/y;

/** More ranges can be asked for by no other means, either. */
const mostNamed = 5000;

/** A range as it was read, and where in the list the text of it ends. */
interface ReadItem {
  readonly runs: readonly NamedRuns[];
  readonly end: number;
}

/**
 * The runs that a text names, and nothing else: `10005`, `10001-10010`, `10001..10010`, `10001:10010`, `10001-`, the name
 * of a run period, or several, also within brackets. Null for any other text. A range that was written the wrong way round
 * comes as it was written: see `endsBeforeItBegins`.
 */
export function readNamedRuns(
  text: string,
  periods: readonly PeriodName[] = [],
): readonly NamedRuns[] | null {
  const named = periodsCalled(text, periods);
  if (named.length > 0) return named.map(runsOf);
  const trimmed = text.trim();
  const bracketed = /^\[([^]*)\]$/.exec(trimmed) ?? /^\(([^]*)\)$/.exec(trimmed);
  const list = (bracketed?.[1] ?? trimmed).trim();
  const found: NamedRuns[] = [];
  // The longest name that fits is meant.
  const longestFirst = periods
    .filter(({ name }) => name !== "")
    .toSorted((a, b) => b.name.length - a.name.length);
  for (let at = 0; ;) {
    const read = readPeriod(list, at, longestFirst) ?? readRange(list, at);
    if (read === null || found.length > mostNamed) return null;
    found.push(...read.runs);
    if (read.end === list.length) return found;
    separator.lastIndex = read.end;
    if (separator.exec(list) === null) return null;
    at = separator.lastIndex;
  }
}

/** Whether a range was written the wrong way round, as `10010-10001`. */
export function endsBeforeItBegins({ runMin, runMax }: NamedRuns): boolean {
  return runMin !== null && runMax !== null && runMin > runMax;
}

/** The run periods that a text is the name of; in other case where it is that of one name only. */
export function periodsCalled<Period extends PeriodName>(
  text: string,
  periods: readonly Period[],
): readonly Period[] {
  const exact = periods.filter(({ name }) => name === text);
  if (exact.length > 0) return exact;
  const wanted = text.trim();
  const trimmed = periods.filter(({ name }) => name === wanted);
  if (trimmed.length > 0) return trimmed;
  const lower = wanted.toLowerCase();
  const alike = periods.filter(({ name }) => name.toLowerCase() === lower);
  return new Set(alike.map(({ name }) => name)).size === 1 ? alike : [];
}

/** The first run period whose name stands at a place of the list, up to a separator. */
function readPeriod(list: string, at: number, periods: readonly PeriodName[]): ReadItem | null {
  const isWhole = (end: number): boolean => end === list.length || /[\s,;]/.test(list[end] ?? "");
  const name = periods.find((one) => list.startsWith(one.name, at) && isWhole(at + one.name.length))?.name;
  if (name === undefined) return null;
  return {
    runs: periods.filter((period) => period.name === name).map(runsOf),
    end: at + name.length,
  };
}

function readRange(list: string, at: number): ReadItem | null {
  item.lastIndex = at;
  const [, first, last, from, to, only] = item.exec(list) ?? [];
  const runs = rangeOf(first ?? from ?? only, last ?? to ?? only);
  return runs === null ? null : { runs: [runs], end: item.lastIndex };
}

function runsOf({ runMin, runMax }: PeriodName): NamedRuns {
  return { runMin, runMax };
}

function rangeOf(first: string | undefined, last: string | undefined): NamedRuns | null {
  if (first === undefined && last === undefined) return null;
  const runMin = first === undefined ? null : Number(first);
  const runMax = last === undefined ? null : Number(last);
  const isSafe = Number.isSafeInteger(runMin ?? 0) && Number.isSafeInteger(runMax ?? 0);
  return isSafe ? { runMin, runMax } : null;
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
