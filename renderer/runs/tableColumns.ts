import type { Column } from "../../core/api/schemas.ts";
import type { ValueType } from "../../core/query/tree.ts";
import { runColumn } from "../state/columns.ts";

/** A column as the table shows it. */
export interface TableColumn extends Column {
  readonly width: number;
  /** Its place in a row's values; null for the run number. */
  readonly valueIndex: number | null;
  /** The run's length in seconds. */
  readonly isLength: boolean;
}

export const LEAST_WIDTH = 56;
const MOST_WIDTH = 900;
/** Room in a header beside the name: glyph, sort mark, paddings. */
const HEADER_ROOM = 56;
/** The width of a digit, and about that of a letter, at 13 px. */
const LETTER = 7.8;
const CELL_ROOM = 24;

const usualWidths: Record<ValueType, number> = {
  bool: 84,
  int: 104,
  float: 104,
  time: 164,
  string: 180,
  json: 220,
  blob: 160,
};

/** The columns to show now: the run number, then those of `names` that the result has. */
export function tableColumns(
  names: readonly string[],
  held: readonly Column[],
  widths: Readonly<Record<string, number>>,
  isLength: (name: string) => boolean,
): readonly TableColumn[] {
  const widthOf = (column: Column) =>
    widths[column.name] ??
    Math.min(260, Math.max(usualWidths[column.type], Math.ceil(column.name.length * LETTER + HEADER_ROOM)));
  const first: TableColumn = { ...runColumn, width: widths.run ?? 96, valueIndex: null, isLength: false };
  const rest = names.flatMap((name): TableColumn[] => {
    const valueIndex = held.findIndex((column) => column.name === name);
    const column = held[valueIndex];
    return column ? [{ ...column, width: widthOf(column), valueIndex, isLength: isLength(name) }] : [];
  });
  return [first, ...rest];
}

/** Numbers stand at the right, under each other. */
export function isNumeric(column: TableColumn): boolean {
  return column.isLength || column.type === "int" || column.type === "float";
}

export function limitWidth(width: number): number {
  return Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width)));
}

/** The width at which none of `texts` is cut. */
export function fittingWidth(name: string, texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  return limitWidth(Math.max(name.length * LETTER + HEADER_ROOM, longest * LETTER + CELL_ROOM));
}

/** `names` with one moved to stand before another, or at the end. */
export function moveName(names: readonly string[], name: string, before: string | null): readonly string[] {
  if (name === before) return names;
  const rest = names.filter((other) => other !== name);
  const at = before === null ? rest.length : rest.indexOf(before);
  return rest.toSpliced(at < 0 ? rest.length : at, 0, name);
}
