import type { Cell, Column, Order, Rows } from "../api/schemas.ts";
import { TextColumn, type HeldColumn } from "./columns.ts";

/** A text that is held cut: where it stands in the answer, and the condition that has the whole. */
export interface CutText {
  readonly column: number;
  readonly row: number;
  readonly id: number;
}

/** The rows of a query, kept in memory in run order with a permutation for the order they are shown in. */
export class HeldResult {
  readonly columns: readonly Column[];
  readonly #runs: Float64Array;
  readonly #held: readonly HeldColumn[];
  #order: Order = { column: "run", descending: false };
  /** Row shown → row in run order. */
  #shown: Int32Array;

  constructor(runs: Float64Array, columns: readonly Column[], held: readonly HeldColumn[]) {
    this.columns = columns;
    this.#runs = runs;
    this.#held = held;
    // `from` would make a list of a million numbers in between.
    this.#shown = new Int32Array(runs.length).map((_, row) => row);
  }

  get count(): number {
    return this.#runs.length;
  }

  get cells(): number {
    return this.#runs.length * (this.#held.length + 1);
  }

  get order(): Order {
    return this.#order;
  }

  /** Sorts by a column, or by `run`. Runs without a value come last either way, equal ones in run order. */
  sort(order: Order): void {
    const column = this.columns.findIndex(({ name }) => name === order.column);
    const keys = this.#held[column]?.sortKeys() ?? this.#runs;
    const sign = order.descending ? -1 : 1;
    this.#shown.sort((a, b) => {
      const left = keys[a] ?? NaN;
      const right = keys[b] ?? NaN;
      if (left === right) return a - b;
      if (Number.isNaN(left)) return Number.isNaN(right) ? a - b : 1;
      return Number.isNaN(right) ? -1 : (left - right) * sign;
    });
    this.#order = order;
  }

  /** Up to `count` shown rows starting with `from`; long texts are cut. */
  rows(from: number, count: number): Rows {
    const shown = this.#shown.subarray(from, from + count);
    return {
      from,
      runs: Array.from(shown, (row) => this.#runs[row] ?? NaN),
      values: this.#held.map((column) => Array.from<number, Cell>(shown, (row) => column.cell(row))),
    };
  }

  /** The cut texts among `rows(from, count)`. */
  cutTexts(from: number, count: number): CutText[] {
    const shown = this.#shown.subarray(from, from + count);
    return this.#held.flatMap((column, index) => {
      if (!(column instanceof TextColumn)) return [];
      return Array.from(shown, (row, place) => ({ column: index, row: place, id: column.cutId(row) })).filter(
        (text): text is CutText => text.id !== null,
      );
    });
  }

  /** The place of a run among the shown rows and the runs shown before and after it. */
  find(run: number): { row: number; previous: number | null; next: number | null } | null {
    const row = this.#shown.findIndex((held) => this.#runs[held] === run);
    if (row < 0) return null;
    return { row, previous: this.#runAt(row - 1), next: this.#runAt(row + 1) };
  }

  #runAt(shown: number): number | null {
    const row = this.#shown[shown];
    return row === undefined ? null : (this.#runs[row] ?? null);
  }
}
