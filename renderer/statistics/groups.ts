/** Statistics as rows of a table. */
import { defused, delimitedField, inOneLine } from "../../core/api/delimitedField.ts";
import type { Statistics, StatisticsGroup, StatisticsSums } from "../../core/api/plots.ts";

import type { Cell } from "../../core/api/values.ts";

export const groupings = ["period", "day", "month", "year"] as const;
export type Grouping = (typeof groupings)[number];
export const groupingTitles: Readonly<Record<Grouping, string>> = {
  period: "Run period",
  day: "Day",
  month: "Month",
  year: "Year",
};

export interface GroupRow extends StatisticsGroup {
  readonly name: string;
  /** Seconds from and to which it goes, where it is a time; to put it on an axis. */
  readonly from: number | null;
  readonly to: number | null;
  /** The runs that it is about: of a period all that may be in it. */
  readonly runMin: number;
  readonly runMax: number;
}

/** The rows of a grouping, in their natural order; what belongs to none comes last. */
export function groupRows(statistics: Statistics, grouping: Grouping): readonly GroupRow[] {
  if (grouping === "period") {
    const periods = statistics.periods.map((period) => ({ ...period, from: null, to: null }));
    return [...periods, ...restRow("in no run period", statistics.outside)];
  }
  const rest = [
    ...restRow("start not known", statistics.undated),
    ...restRow("further days", statistics.later),
  ];
  return [...timeRows(statistics.days, grouping), ...rest];
}

function restRow(name: string, group: StatisticsGroup | null): readonly GroupRow[] {
  if (!group) return [];
  return [{ ...group, name, from: null, to: null, runMin: group.firstRun, runMax: group.lastRun }];
}

const lengths = { day: "2016-02-17".length, month: "2016-02".length, year: "2016".length };

/** Days, or the days of each month or year together. */
function timeRows(days: Statistics["days"], grouping: Exclude<Grouping, "period">): readonly GroupRow[] {
  const groups = new Map<string, StatisticsGroup>();
  for (const [index, day] of days.day.entries()) {
    const name = day.slice(0, lengths[grouping]);
    const group = dayGroup(days, index);
    const before = groups.get(name);
    groups.set(name, before ? together(before, group) : group);
  }
  return [...groups].map(([name, group]) => ({
    ...group,
    name,
    ...extentOf(name),
    runMin: group.firstRun,
    runMax: group.lastRun,
  }));
}

function dayGroup(days: Statistics["days"], index: number): StatisticsGroup {
  const at = (column: readonly number[]): number => column[index] ?? 0;
  return {
    runs: at(days.runs),
    seconds: at(days.seconds),
    unmeasured: at(days.unmeasured),
    events: at(days.events),
    uncounted: at(days.uncounted),
    ratedEvents: at(days.ratedEvents),
    ratedSeconds: at(days.ratedSeconds),
    firstRun: at(days.firstRun),
    lastRun: at(days.lastRun),
  };
}

function together(a: StatisticsGroup, b: StatisticsGroup): StatisticsGroup {
  return {
    runs: a.runs + b.runs,
    seconds: a.seconds + b.seconds,
    unmeasured: a.unmeasured + b.unmeasured,
    events: a.events + b.events,
    uncounted: a.uncounted + b.uncounted,
    ratedEvents: a.ratedEvents + b.ratedEvents,
    ratedSeconds: a.ratedSeconds + b.ratedSeconds,
    firstRun: Math.min(a.firstRun, b.firstRun),
    lastRun: Math.max(a.lastRun, b.lastRun),
  };
}

/** When a day, month or year begins and ends, in seconds of the wall clock. */
function extentOf(name: string): { readonly from: number; readonly to: number } {
  const [year = 0, month, day] = name.split("-").map(Number);
  const start = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  const end =
    month === undefined
      ? Date.UTC(year + 1, 0)
      : day === undefined
        ? Date.UTC(year, month)
        : Date.UTC(year, month - 1, day + 1);
  return { from: start / 1000, to: end / 1000 };
}

export const measures = ["runs", "hours", "events", "rate"] as const;
export type Measure = (typeof measures)[number];

/** A measure of a group; null where nothing is known of it. */
export function measureOf(sums: StatisticsSums, measure: Measure): number | null {
  if (measure === "runs") return sums.runs;
  if (measure === "hours") return sums.runs > sums.unmeasured ? sums.seconds / 3600 : null;
  if (measure === "events") return sums.runs > sums.uncounted ? sums.events : null;
  return sums.ratedSeconds > 0 ? sums.ratedEvents / sums.ratedSeconds : null;
}

/** By what the table is sorted: `name` is the natural order. */
export interface GroupOrder {
  readonly by: "name" | Measure;
  readonly descending: boolean;
}

/** Sorts rows; those without a value come last either way. */
export function sortRows(rows: readonly GroupRow[], { by, descending }: GroupOrder): readonly GroupRow[] {
  if (by === "name") return descending ? rows.toReversed() : rows;
  const value = (row: GroupRow): number => measureOf(row, by) ?? (descending ? -Infinity : Infinity);
  return rows.toSorted((a, b) => (descending ? value(b) - value(a) : value(a) - value(b)));
}

/** The table as lines of a file: numbers as they are, in hours and events per second. `safe` as `defused` says. */
export function delimitedRows(
  heading: string,
  rows: readonly GroupRow[],
  separator: "," | "\t",
  safe = false,
): string {
  const numbers = (row: GroupRow): readonly Cell[] => [
    ...measures.map((measure) => measureOf(row, measure)),
    row.unmeasured,
    row.uncounted,
    row.firstRun,
    row.lastRun,
  ];
  const head = [
    heading.toLowerCase(),
    ...measures.map((measure) => measureTitles[measure].toLowerCase()),
    "without length",
    "without event count",
    "first run",
    "last run",
  ];
  return delimitedLines([head, ...rows.map((row) => [row.name, ...numbers(row)])], separator, safe);
}

/** Rows as lines of a file; texts are quoted, and with `safe` kept from being formulas. */
export function delimitedLines(
  rows: readonly (readonly Cell[])[],
  separator: "," | "\t",
  safe: boolean,
): string {
  const write = (cell: Cell): string => {
    if (typeof cell !== "string") return String(cell ?? "");
    const text = safe ? defused(cell) : cell;
    return separator === "," ? delimitedField(text, separator) : inOneLine(text);
  };
  return rows.map((cells) => `${cells.map(write).join(separator)}\n`).join("");
}

export const measureTitles: Readonly<Record<Measure, string>> = {
  runs: "Runs",
  hours: "Hours",
  events: "Events",
  rate: "Events per second",
};
