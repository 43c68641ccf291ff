/** Run ranges as people write them. */
import { noSuchRunPeriod } from "./missing.ts";
import { failed, failedWith, succeeded, type Outcome } from "./failure.ts";
import type { RunPeriod } from "./catalogue.ts";
import type { RunRange, Selection } from "./search.ts";
import { nearest } from "../query/nearest.ts";
import { dateOf, endsOf, groupedNumbers, joinDashes, rangeText, withoutBrackets } from "./runNotation.ts";

/** The part of a selection that says in which ranges its runs lie. */
export type RunBounds = Pick<Selection, "runMin" | "runMax" | "ranges">;
type NamedRange = Pick<RunPeriod, "name" | "runMin" | "runMax">;

/** What a statement takes without growing too long for a server: some 4 MB, twice. */
export const mostRanges = 50_000;

/**
 * Reads `1000-2000` (both ends included), `1000-`, `-2000`, the one run `1000`, the name of a run period, or a
 * list of these with commas, semicolons, blanks or line ends between them: `1000,1005,1010-1020`, in brackets or not. A range may also have
 * another dash, `..`, `:` or `to`; one with a number below 0 has `..`: `-5..-4`, `-5..-5`. Ranges that overlap or touch come out as one. A name is also found
 * written in other case, where that fits one name only; blanks around it belong to it, but beside a comma or line end.
 * Fails with `bad_input` and `no_such_period`.
 */
export function parseRunRanges(text: string, periods: readonly NamedRange[]): Outcome<RunBounds> {
  const trimmed = text.trim();
  const isName = periods.some(({ name }) => name === text);
  const ranges: RunRange[] = [];
  const items = isName ? [text] : itemsOf(withoutBrackets(text));
  const isList = items.length > 1;
  for (const item of items) {
    if (isList && item === "") {
      return failed("bad_input", `“${trimmed}” has a comma with no run before or after it. Take it away.`);
    }
    const read = parseItems(item, periods);
    if (!read.ok) return read;
    ranges.push(...read.value);
  }
  const merged = mergeRanges(ranges);
  if (merged.length === 0) return failed("bad_input", `The run period “${trimmed}” ends before it begins.`);
  if (merged.length > mostRanges) {
    return failed(
      "bad_input",
      `The list has ${merged.length} separate ranges of runs, at most ${mostRanges} can be asked for at once. Split it.`,
    );
  }
  return succeeded(boundsOf(merged));
}

/** As `parseRunRanges` for what a person typed: numbers that could mean other runs are refused with what to write. */
export function parseTypedRuns(text: string, periods: readonly NamedRange[]): Outcome<RunBounds> {
  const names = periods.map(({ name }) => name);
  const unclear = groupedNumbers(text, names);
  return unclear === null ? parseRunRanges(text, periods) : failed("bad_input", unclear);
}

/** The runs of a list that `parseRunRanges` takes which stand for themselves: not in a range, nor in a run period. */
export function runsNamedAlone(text: string, periods: readonly NamedRange[]): number[] {
  const isPeriod = (item: string): boolean => findPeriod(item, periods).ok;
  if (periods.some(({ name }) => name === text)) return [];
  return itemsOf(withoutBrackets(text))
    .flatMap((item) => (parseItem(item, periods).ok ? [item.trim()] : joinDashes(item.trim()).split(/\s+/)))
    .flatMap((item) => {
      const [first, last] = isPeriod(item) ? ["", ""] : (endsOf(item) ?? ["", ""]);
      return first !== "" && Number(first) === Number(last) ? [Number(first)] : [];
    });
}

/** The same runs as ranges that ascend and neither overlap nor touch. */
export function mergeRanges(ranges: readonly RunRange[]): RunRange[] {
  const ascending = ranges
    .filter((range) => firstOf(range) <= lastOf(range))
    .sort((a, b) => firstOf(a) - firstOf(b) || lastOf(a) - lastOf(b));
  const merged: RunRange[] = [];
  for (const range of ascending) {
    const previous = merged.at(-1);
    if (!previous || lastOf(previous) + 1 < firstOf(range)) merged.push({ ...range });
    else if (lastOf(range) > lastOf(previous)) previous.runMax = range.runMax;
  }
  return merged;
}

/** The bounds that name these runs and no others. */
export function boundsOfRuns(runs: readonly number[]): RunBounds {
  return boundsOf(mergeRanges(runs.map((run) => ({ runMin: run, runMax: run }))));
}

/** The bounds of these ranges, in any order; for none of them all runs. */
export function boundsOfRanges(ranges: readonly RunRange[]): RunBounds {
  return boundsOf(mergeRanges(ranges));
}

/** Bounds as `parseRunRanges` reads them: `10340-10345,10350`; nothing where all runs are meant. Ranges count as far as they lie within the bounds. */
export function formatRunBounds({ runMin, runMax, ranges }: RunBounds): string {
  if (ranges.length === 0) return rangeText(runMin, runMax);
  const within = ranges
    .map((range) => ({
      runMin: narrower(range.runMin, runMin, Math.max),
      runMax: narrower(range.runMax, runMax, Math.min),
    }))
    .filter((range) => firstOf(range) <= lastOf(range));
  // No run has this number.
  return within.length === 0 ? "0" : within.map((range) => rangeText(range.runMin, range.runMax)).join(",");
}

/** The one of two bounds that lets fewer runs pass. */
function narrower(
  one: number | null,
  other: number | null,
  choose: (a: number, b: number) => number,
): number | null {
  return one === null || other === null ? (one ?? other) : choose(one, other);
}

/** The bounds of ranges that ascend and neither overlap nor touch. */
function boundsOf(merged: readonly RunRange[]): RunBounds {
  const runMin = merged[0]?.runMin ?? null;
  const runMax = merged.at(-1)?.runMax ?? null;
  return { runMin, runMax, ranges: merged.length === 1 ? [] : [...merged] };
}

// Numbers that differ where they are sorted: the difference of two infinities would be none.
const firstOf = ({ runMin }: RunRange): number => runMin ?? -Number.MAX_VALUE;
const lastOf = ({ runMax }: RunRange): number => runMax ?? Number.MAX_VALUE;

/** What stands between commas and line ends; a comma at the end of a line is one of them, the last one none. Alone it keeps its blanks. */
function itemsOf(text: string): string[] {
  const items = text
    .trim()
    .replace(/(?<=[^\s,;])\s*[,;]$/, "")
    .split(/\s*(?:[,;]\s*|\n\s*)/);
  return items.length > 1 ? items : [text.replaceAll(/^[\r\n]+|\s*[,;]\s*$|[\r\n]+$/g, "")];
}

/** One item, or, where each of its words is one, several: the name of a run period may have blanks in it. */
function parseItems(item: string, periods: readonly NamedRange[]): Outcome<RunRange[]> {
  const words = joinDashes(item.trim()).split(/\s+/);
  const whole = parseItem(item, periods);
  if (whole.ok || words.length === 1) return whole;
  const read = words.map((word) => parseItem(word, periods));
  const wrong = read.find((one) => !one.ok);
  if (!wrong) return succeeded(read.flatMap((one) => (one.ok ? one.value : [])));
  // Of `1000 2000-1000` the second word is what is wrong, of a misspelt name all of it.
  return /^[\d\s-]+$/.test(item) ? wrong : whole;
}

function parseItem(item: string, periods: readonly NamedRange[]): Outcome<RunRange[]> {
  const named = periods.filter(({ name }) => name === item);
  if (named.length > 0) return succeeded(named.map(rangeOf));
  const number = item.trim();
  const date = dateOf(number);
  if (date !== null && !findPeriod(item, periods).ok) {
    const kind = date.length === "2018-03".length ? "month" : "day";
    return failed("bad_input", `“${date}” reads as a ${kind}. Ask in the query for started == '${date}'.`);
  }
  const ends = endsOf(number);
  return ends === null ? findPeriod(item, periods) : parseNumbers(number, ...ends);
}

function parseNumbers(item: string, first: string, last: string): Outcome<RunRange[]> {
  const runMin = first === "" ? null : Number(first);
  const runMax = last === "" ? null : Number(last);
  if (!Number.isSafeInteger(runMin ?? 0) || !Number.isSafeInteger(runMax ?? 0)) {
    return failed(
      "bad_input",
      `The run range “${item}” has a number that no run can have. Check its digits.`,
    );
  }
  if (runMin !== null && runMax !== null && runMin > runMax) {
    return failed(
      "bad_input",
      `The run range “${item}” ends before it begins. Did you mean ${rangeText(runMax, runMin)}?`,
    );
  }
  return succeeded([{ runMin, runMax }]);
}

function findPeriod(item: string, periods: readonly NamedRange[]): Outcome<RunRange[]> {
  const alike = periods.filter(({ name }) => name.toLowerCase() === item.toLowerCase());
  const names = [...new Set(alike.map(({ name }) => name))];
  if (names.length === 1) return succeeded(alike.map(rangeOf));
  const known = periods.map(({ name }) => name);
  const suggestions = names.length > 1 ? names : nearest(item, known);
  if (suggestions.length > 0) return failedWith(noSuchRunPeriod({ name: item }, suggestions));
  return failed(
    "bad_input",
    `“${item}” is not a run range. Write 1000-2000, 1000-, -2000, 1000, the name of a run period, or several of these with commas or blanks between them.`,
  );
}

function rangeOf({ runMin, runMax }: NamedRange): RunRange {
  return { runMin, runMax };
}
