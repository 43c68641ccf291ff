/** Totals as the page shows them: what the address asks for, and the groups as a list or as a pivot table. */
import { compareKey } from "../../core/api/groupKey.ts";
import type { Column } from "../../core/api/search.ts";
import {
  calendars,
  type Calendar,
  type Total,
  type Totals,
  type TotalsGroup,
} from "../../core/api/totals.ts";
import type { Cell } from "../../core/api/values.ts";
import { formatCell, formatFigure } from "../lib/format.ts";
import { nameWithUnit, unitOf } from "../lib/units.ts";
import { formatNames, parseNames, type Route } from "../model/route.ts";

/** `runs` counts; the others are of a measure. */
export const figures = ["runs", "sum", "mean", "sigma", "least", "greatest", "missing"] as const;
export type Figure = (typeof figures)[number];
export const figureTitles: Readonly<Record<Figure, string>> = {
  runs: "Runs",
  sum: "Sum",
  mean: "Mean",
  sigma: "σ",
  least: "Least",
  greatest: "Greatest",
  missing: "Missing",
};
/** Those of a measure, in the order of the table. */
export const measureFigures = figures.filter((figure) => figure !== "runs");

export const mostGroupings = 3;
export const mostMeasures = 6;

/** The part of the address that names a calendar among conditions. */
const calendarMark = "@";
const calendarTitles: Readonly<Record<Calendar, string>> = {
  period: "run period",
  shift: "shift",
  day: "day",
  week: "week",
  month: "month",
};
/** The calendars, to choose beside conditions. */
export const calendarChoices = calendars.map((calendar) => ({
  name: calendarMark + calendar,
  text: sentence(calendarTitles[calendar]),
}));

export function calendarOf(name: string): Calendar | null {
  return calendars.find((calendar) => name === calendarMark + calendar) ?? null;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How a grouping stands over a column: names of conditions are written as they are. */
export function groupingHead(name: string): string {
  const calendar = calendarOf(name);
  return calendar === null ? name : sentence(calendarTitles[calendar]);
}

/** How a grouping is called within a sentence. */
export function groupingText(name: string): string {
  const calendar = calendarOf(name);
  return calendar === null ? name : calendarTitles[calendar];
}

export interface TotalsView {
  /** Names of columns, and calendars with their mark. */
  readonly groups: readonly string[];
  readonly measures: readonly string[];
  readonly weight: string | null;
  /** What the bars and the pivot table show: a figure of one of the measures. */
  readonly figure: Figure;
  readonly measure: string | null;
  readonly isPivot: boolean;
}

/** Reads the address of the page; what it leaves open is as `defaults` say. */
export function parseTotals(
  view: Route["view"],
  defaults: Pick<TotalsView, "groups" | "measures">,
): TotalsView {
  const { groups, of, weight, figure, show, table } = view;
  const measures = (of === undefined ? defaults.measures : parseNames(of)).slice(0, mostMeasures);
  const wanted = figures.find((one) => one === figure) ?? (measures.length === 0 ? "runs" : "sum");
  return {
    groups: (groups === undefined ? defaults.groups : parseNames(groups)).slice(0, mostGroupings),
    measures,
    weight: weight ?? null,
    figure: measures.length === 0 ? "runs" : wanted,
    measure: measures.find((name) => name === show) ?? measures[0] ?? null,
    isPivot: table !== "list",
  };
}

/** Writes parameters that `parseTotals` reads back. */
export function formatTotals({
  groups,
  measures,
  weight,
  figure,
  measure,
  isPivot,
}: TotalsView): Route["view"] {
  return {
    by: "groups",
    groups: formatNames(groups),
    of: formatNames(measures),
    figure,
    ...(weight === null ? {} : { weight }),
    ...(measure === null ? {} : { show: measure }),
    ...(isPivot ? {} : { table: "list" }),
  };
}

/** A figure of a group, where the measure is the `at`-th one; null where there is none. */
export function figureOf(group: TotalsGroup | undefined, figure: Figure, at: number): number | string | null {
  if (!group) return null;
  if (figure === "runs") return group.runs;
  return group.totals[at]?.[figure satisfies keyof Total] ?? null;
}

/** A measure with its unit, as its description has it. */
export function measureTitle({ name, description }: Totals["measures"][number]): string {
  return nameWithUnit(name, unitOf(description));
}

/** Of an integer beyond 2^53 all digits. */
export function figureText(value: number | string | null): string {
  if (typeof value === "string") return formatCell(value, "int").text;
  return value === null ? "" : formatFigure(value);
}

/** The value of a group for people. */
export function keyText(key: Cell, name: string, type: Column["type"]): string {
  if (key === null) {
    const calendar = calendarOf(name);
    if (calendar === null) return "no value";
    return calendar === "period" ? "in no run period" : "start not known";
  }
  return key === "" ? "(empty text)" : formatCell(key, type).text;
}

/** Columns of a pivot table that are shown. */
export const mostPivotColumns = 100;

/** Groups by their last key across, and by the others down. */
export interface Pivot {
  /** Keys of each, in the order of the groups. */
  readonly rows: readonly (readonly Cell[])[];
  readonly columns: readonly Cell[];
  /** Columns that were left out. */
  readonly hidden: number;
  readonly groupAt: (row: number, column: number) => TotalsGroup | undefined;
}

export function pivotOf({ by, groups }: Pick<Totals, "by" | "groups">): Pivot {
  const keyOf = (keys: readonly Cell[]): string => JSON.stringify(keys);
  const last = by.length - 1;
  const found = new Map(groups.map((group) => [keyOf(group.keys), group]));
  const rows = [
    ...new Map(groups.map(({ keys }) => [keyOf(keys.slice(0, last)), keys.slice(0, last)])).values(),
  ];
  const all = [...new Set(groups.map(({ keys }) => keys[last] ?? null))].toSorted((a, b) =>
    compareKey(a, b, by[last]?.type ?? "string"),
  );
  const columns = all.slice(0, mostPivotColumns);
  return {
    rows,
    columns,
    hidden: all.length - columns.length,
    groupAt: (row, column) => found.get(keyOf([...(rows[row] ?? []), columns[column] ?? null])),
  };
}

/** All groups with all figures as rows of a file, the whole last. */
export function totalsRows(
  { by, measures, groups, whole }: Totals,
  names: readonly string[],
): readonly (readonly Cell[])[] {
  const row = ({ runs, totals }: TotalsGroup, keys: readonly Cell[]): readonly Cell[] => [
    ...keys,
    runs,
    ...totals.flatMap((total) => measureFigures.map((figure) => total[figure])),
  ];
  const head = [
    ...names.map(groupingText),
    "runs",
    ...measures.flatMap(({ name }) => measureFigures.map((figure) => `${figure} ${name}`)),
  ];
  const all = by.map((_, at) => (at === 0 ? "all runs" : null));
  return [head, ...groups.map((group) => row(group, group.keys)), row(whole, all)];
}
