import { RcdbError } from "../api/failure.ts";
import type { Column, Order, Rows } from "../api/search.ts";
import type { Cell } from "../api/values.ts";
import { TextColumn, type HeldColumn } from "./columns.ts";
import type { Filling } from "./filling.ts";
import type { NumberList } from "./numberList.ts";
import type { Origin } from "./origin.ts";
import { rowOrder } from "./rowOrder.ts";
import type { ColumnValues } from "./summary.ts";

/** A text that is held cut: where it stands in the answer, and the condition that has the whole. */
export interface CutText {
  readonly column: number;
  readonly row: number;
  readonly id: number;
}

/** Rows as they are shown and exported: of a whole result, or of some of its runs. */
export type ShownRows = Pick<HeldResult, "columns" | "count" | "rows" | "cutTexts">;

/** The rows of a query, kept in memory in run order with a permutation for the order they are shown in. */
export class HeldResult {
  readonly columns: readonly Column[];
  /** Until it is done values are missing that are in the database. */
  readonly filling: Filling;
  /** In run order. */
  readonly runs: NumberList;
  /** What it answers; null where it is part of another result. */
  origin: Origin | null = null;
  readonly #held: readonly HeldColumn[];
  readonly #beside: ReadonlyMap<string, HeldColumn>;
  #order: Order = { column: "run", descending: false };
  #isOwnOrder = false;
  /** Row shown → row in run order; null where these are the same. */
  #shown: Int32Array | null = null;

  /** The runs ascend. `beside` are conditions that are read with the columns and not shown, by their names. */
  constructor(
    runs: NumberList,
    columns: readonly Column[],
    held: readonly HeldColumn[],
    filling: Filling,
    beside: ReadonlyMap<string, HeldColumn> = new Map(),
  ) {
    this.columns = columns;
    this.filling = filling;
    this.runs = runs;
    this.#held = held;
    this.#beside = beside;
  }

  /** The value of a condition that was read beside the columns, for a run; undefined where it was not. */
  valueBeside(name: string): ((run: number) => Cell) | undefined {
    const column = this.#beside.get(name);
    return column && ((run) => column.cell(this.runs.find(run)));
  }

  get count(): number {
    return this.#shown?.length ?? this.runs.length;
  }

  /** Of the rows, which other views have, too. */
  get cells(): number {
    return this.runs.length * (this.#held.length + this.#beside.size + 1);
  }

  /** Of the order alone. */
  get ownCells(): number {
    return this.#isOwnOrder ? this.runs.length : 0;
  }

  /** The same rows, to be sorted by themselves. */
  view(): HeldResult {
    const view = this.only(null);
    view.origin = this.origin;
    view.#order = this.#order;
    return view;
  }

  get order(): Order {
    return this.#order;
  }

  /** Sorts by a column, or by `run`. Runs without a value come last either way, equal ones in run order. */
  sort(order: Order): void {
    // “run” is the run number, also where a condition has that name.
    const shown = order.column === "run" ? -1 : this.columns.findIndex(({ name }) => name === order.column);
    const column = this.#held[shown];
    if (column) this.#shown = rowOrder(column.sortKeys(this.count), order.descending);
    else this.#shown = order.descending ? backwards(this.count) : null;
    this.#order = order;
    this.#isOwnOrder = true;
  }

  /** Up to `count` shown rows starting with `from`; long texts are cut. */
  rows(from: number, count: number): Rows {
    const rows = this.#rowsShown(from, count);
    return {
      from,
      runs: rows.map((row) => this.runs.get(row)),
      values: this.#held.map((column) => rows.map((row): Cell => column.cell(row))),
    };
  }

  /** Whether none of the first rows shown misses a value, in the database or only here so far. */
  hasAllValues(count: number): boolean {
    const rows = this.#rowsShown(0, count);
    return this.#held.every((column) => rows.every((row) => column.cell(row) !== null));
  }

  /** The run numbers of the same rows. */
  runsShown(from: number, count: number): number[] {
    return this.#rowsShown(from, count).map((row) => this.runs.get(row));
  }

  /** Those of these runs that it has, in the order shown, and these of its columns; null for all. */
  only(runs: readonly number[] | null, columns: readonly string[] | null = null): HeldResult {
    const places = columns?.map((name) => this.columns.findIndex((column) => column.name === name));
    const pick = <T>(list: readonly T[]): readonly T[] => places?.flatMap((at) => list[at] ?? []) ?? list;
    const some = new HeldResult(this.runs, pick(this.columns), pick(this.#held), this.filling, this.#beside);
    some.#shown = runs === null ? this.#shown : this.#rowsOf(runs);
    return some;
  }

  #rowsOf(runs: readonly number[]): Int32Array {
    const wanted = new Set(runs.map((run) => this.runs.find(run)).filter((row) => row >= 0));
    return this.#shown?.filter((row) => wanted.has(row)) ?? Int32Array.from(wanted).sort();
  }

  /** The cut texts among `rows(from, count)`. */
  cutTexts(from: number, count: number): CutText[] {
    const rows = this.#rowsShown(from, count);
    return this.#held.flatMap((column, index) => {
      if (!(column instanceof TextColumn) || !column.hasCutTexts) return [];
      return rows.flatMap((row, place) => {
        const id = column.cutId(row);
        return id === null ? [] : { column: index, row: place, id };
      });
    });
  }

  /**
   * The place of a run among the shown rows and the runs shown before and after it; where it is not here, that of the run of the nearest number
   * if `isNearest`.
   */
  find(run: number, isNearest = false): { row: number; previous: number | null; next: number | null } | null {
    const found = isNearest ? this.runs.findNearest(run) : this.runs.find(run);
    if (found < 0) return null;
    const row = this.#shown ? this.#shown.indexOf(found) : found;
    return { row, previous: this.#runAt(row - 1), next: this.#runAt(row + 1) };
  }

  /** A run, and up to `before` runs before it and `after` after it by their numbers, whatever the order shown; none where it is not here. */
  around(run: number, before: number, after: number): number[] {
    const found = this.runs.find(run);
    if (found < 0) return [];
    const first = Math.max(0, found - before);
    const last = Math.min(this.count - 1, found + after);
    return Array.from({ length: last - first + 1 }, (_, at) => this.runs.get(first + at));
  }

  /** The values of a column, or of `run`, for `summarize`. Throws `bad_input`. */
  valuesOf(name: string): ColumnValues {
    const index = this.columns.findIndex((column) => column.name === name);
    const column = this.columns[index];
    const held = this.#held[index];
    if (column && held) {
      return {
        type: column.type,
        keys: held.keys(this.count),
        cellOf: (key) => held.cellOf(key),
        areKeysInOrder: held.areKeysInOrder,
        areCut: held instanceof TextColumn && held.hasCutTexts,
      };
    }
    if (name !== "run") throw new RcdbError("bad_input", `The result has no column “${name}”.`);
    return this.runValues();
  }

  /** The numbers of the runs, for each row in run order. */
  runValues(): ColumnValues {
    const keys = this.runs.toArray(this.count);
    return { type: "int", keys, cellOf: (key) => key, areKeysInOrder: true, areCut: false };
  }

  /** A column's values to calculate with, for each row in run order, as `HeldColumn.numbers` says. Null for texts. */
  numbersOf(name: string): Float64Array | null {
    const held = this.#held[this.columns.findIndex((column) => column.name === name)];
    return held ? held.numbers(this.count) : null;
  }

  /** Rows in run order. */
  #rowsShown(from: number, count: number): number[] {
    const length = Math.max(0, Math.min(count, this.count - from));
    return Array.from({ length }, (_, index) => this.#shown?.[from + index] ?? from + index);
  }

  #runAt(shown: number): number | null {
    if (shown < 0 || shown >= this.count) return null;
    return this.runs.get(this.#shown?.[shown] ?? shown);
  }
}

/** The rows from the last to the first. */
function backwards(count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row++) rows[row] = count - 1 - row;
  return rows;
}
