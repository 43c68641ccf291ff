/** The columns of a held result: compact, and quick to sort. Rows are those of the result in run order. */
import { cutLength, type Cell } from "../api/schemas.ts";
import { NumberList } from "./numberList.ts";
import { textRanks } from "./textOrder.ts";

/** A value as the driver gives it. */
export type StoredValue = string | number | null;

export interface HeldColumn {
  /** Stores the value of a row; of several values of one row that with the highest id has to come last, and stays. */
  set(row: number, value: StoredValue, id: number): void;
  cell(row: number): Cell;
  /** A number for each of so many rows, alike for values that are alike; NaN where a row has none. */
  keys(rows: number): Float64Array;
  /** The value that a key stands for. */
  cellOf(key: number): Cell;
  /** Whether the keys sort as the values do. */
  readonly areKeysInOrder: boolean;
  /** Numbers that sort as the values of so many rows do; NaN where a row has none. */
  sortKeys(rows: number): Float64Array;
}

/** Numbers and booleans. NaN, which a condition never is, stands for a missing value. */
export class NumberColumn implements HeldColumn {
  readonly areKeysInOrder = true;
  readonly #values = new NumberList();
  readonly #isBoolean: boolean;

  constructor(isBoolean: boolean) {
    this.#isBoolean = isBoolean;
  }

  set(row: number, value: StoredValue): void {
    // Minus zero, which MariaDB keeps, becomes zero: they are one value.
    this.#values.set(row, value === null ? NaN : Number(value) + 0);
  }

  cell(row: number): Cell {
    return this.cellOf(this.#values.get(row));
  }

  cellOf(value: number): Cell {
    if (Number.isNaN(value)) return null;
    return this.#isBoolean ? value !== 0 : value;
  }

  keys(rows: number): Float64Array {
    return this.#values.toArray(rows);
  }

  sortKeys(rows: number): Float64Array {
    return this.keys(rows);
  }
}

/**
 * Texts: each different one once, in a dictionary, and its number for each row. Long ones are cut
 * (a million JSON texts would not fit into memory); `id` finds the whole text in the database.
 */
export class TextColumn implements HeldColumn {
  readonly areKeysInOrder = false;
  readonly #codes = new NumberList();
  /** Of the conditions whose texts are cut; most columns have none. */
  readonly #ids = new NumberList();
  readonly #texts: string[] = [];
  readonly #codeOf = new Map<string, number>();
  readonly #cutTexts = new Set<number>();

  set(row: number, value: StoredValue, id: number): void {
    const code = value === null ? NaN : this.#code(String(value));
    this.#codes.set(row, code);
    if (this.#cutTexts.has(code)) this.#ids.set(row, id);
  }

  #code(text: string): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.push(text) - 1;
    this.#codeOf.set(text, code);
    if (text.length >= cutLength) this.#cutTexts.add(code);
    return code;
  }

  cell(row: number): Cell {
    return this.cellOf(this.#codes.get(row));
  }

  cellOf(code: number): Cell {
    return Number.isNaN(code) ? null : (this.#texts[code] ?? null);
  }

  keys(rows: number): Float64Array {
    return this.#codes.toArray(rows);
  }

  /** The id of the row's condition where its text is held cut; else null. */
  cutId(row: number): number | null {
    return this.hasCutTexts && this.#cutTexts.has(this.#codes.get(row)) ? this.#ids.get(row) : null;
  }

  get hasCutTexts(): boolean {
    return this.#cutTexts.size > 0;
  }

  sortKeys(rows: number): Float64Array {
    const ranks = textRanks(this.#texts);
    return this.keys(rows).map((code) => (Number.isNaN(code) ? NaN : (ranks[code] ?? NaN)));
  }
}
