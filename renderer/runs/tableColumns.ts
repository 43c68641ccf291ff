import type { Column } from "../../core/api/search.ts";
import type { ValueType } from "../../core/query/types.ts";
import { unitOf } from "../lib/units.ts";
import { runColumn } from "../model/columns.ts";
import { fittingWidth, runWidth } from "./columnWidths.ts";

/** A column as the table shows it. */
export interface TableColumn extends Column {
  /** What stands in it: the box that marks a run, the run's number, or one of its values. */
  readonly role: "mark" | "run" | "value";
  readonly width: number;
  /** Where it stays when the table is moved sideways, in pixels from the left edge; null where it moves. */
  readonly left: number | null;
  /** Its place in a row's values; -1 where it is none of them. */
  readonly valueIndex: number;
  /** The run's length in seconds. */
  readonly isLength: boolean;
  /** Of its numbers, as its description tells; lengths have theirs in themselves. */
  readonly unit: string | null;
}

/** How people have arranged the columns. */
export interface Arrangement {
  /** All that are shown besides the run number, in their order; pinned ones come first. */
  readonly names: readonly string[];
  readonly pinned: readonly string[];
}

const MARK_WIDTH = 34;

const usualWidths: Record<ValueType, number> = {
  bool: 84,
  int: 104,
  float: 104,
  time: 164,
  string: 180,
  json: 220,
  blob: 160,
};

const markColumn = {
  name: "",
  type: "bool",
  description: "Selected runs",
  role: "mark",
  isLength: false,
  unit: null,
} as const;

/**
 * The columns to show now: the mark, the run number, then those of `names` that the result has, pinned ones first. `ends` are the
 * numbers of the first and last run, the longer of which the run's column has room for.
 */
export function tableColumns(
  { names, pinned }: Arrangement,
  held: readonly Column[],
  widths: Readonly<Record<string, number>>,
  isLength: (name: string) => boolean,
  ends: readonly (number | null)[] = [],
): readonly TableColumn[] {
  const widthOf = (column: Column) =>
    (Object.hasOwn(widths, column.name) ? widths[column.name] : undefined) ??
    Math.max(
      usualWidths[column.type],
      fittingWidth(column.name, [], unitOfColumn(column, isLength(column.name))),
    );
  const run = {
    ...runColumn,
    role: "run",
    width: widths["run"] ?? runWidth(ends),
    valueIndex: -1,
    isLength: false,
    unit: null,
  } as const;
  let left = MARK_WIDTH + run.width;
  const values = names.flatMap((name): TableColumn[] => {
    const valueIndex = held.findIndex((column) => column.name === name);
    const column = held[valueIndex];
    if (!column) return [];
    const width = widthOf(column);
    const place = pinned.includes(name) ? left : null;
    if (place !== null) left += width;
    const length = isLength(name);
    const unit = unitOfColumn(column, length);
    return [{ ...column, role: "value", width, left: place, valueIndex, isLength: length, unit }];
  });
  return [
    { ...markColumn, width: MARK_WIDTH, left: 0, valueIndex: -1 },
    { ...run, left: MARK_WIDTH },
    ...values,
  ];
}

/** The unit in the head of a column, which only numbers have. */
function unitOfColumn(
  { type, description }: Pick<Column, "type" | "description">,
  isLength: boolean,
): string | null {
  return isLength || (type !== "int" && type !== "float") ? null : unitOf(description);
}

/** Numbers stand at the right, under each other. */
export function isNumeric(column: TableColumn): boolean {
  return column.isLength || column.type === "int" || column.type === "float";
}

/** `names` with one moved to stand before another, or at the end. */
export function moveName(names: readonly string[], name: string, before: string | null): readonly string[] {
  if (name === before) return names;
  const rest = names.filter((other) => other !== name);
  const at = before === null ? rest.length : rest.indexOf(before);
  return rest.toSpliced(at < 0 ? rest.length : at, 0, name);
}

/** These columns with the pinned ones first. */
export function arrange(names: readonly string[], pinned: readonly string[]): Arrangement {
  const isPinned = (name: string) => pinned.includes(name);
  const first = names.filter(isPinned);
  return { names: [...first, ...names.filter((name) => !isPinned(name))], pinned: first };
}

/** Pins a column, as the last of those that are, or lets it go, to be the first that is not. */
export function togglePin({ names, pinned }: Arrangement, name: string): Arrangement {
  const isPinned = pinned.includes(name);
  const others = pinned.filter((other) => other !== name);
  const first = names.find((other) => other !== name && !others.includes(other)) ?? null;
  return arrange(moveName(names, name, first), isPinned ? others : [...others, name]);
}

/** Moves a column to stand before another or at the end, among those that are pinned or not. */
export function moveColumn(
  { names, pinned }: Arrangement,
  name: string,
  before: string | null,
  isPinned: boolean,
): Arrangement {
  const others = pinned.filter((other) => other !== name);
  return arrange(moveName(names, name, before), isPinned ? [...others, name] : others);
}

/** The pinned columns that stay in a narrow table, where others must have room. */
export function withinRoom(columns: readonly TableColumn[], room: number): readonly TableColumn[] {
  return columns.map((column) => {
    const fits = column.role !== "value" || column.left === null || column.left + column.width <= room;
    return fits ? column : { ...column, left: null };
  });
}
