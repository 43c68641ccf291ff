/** The columns of a held result: compact, and quick to sort. Rows are those of the result in run order. */
import type { Cell } from "../api/schemas.ts";
import { compareTexts } from "../compareTexts.ts";

/** A value as the driver gives it. */
export type StoredValue = string | number | null;

export interface HeldColumn {
  /** Stores the value of a row; of several values of one row that with the highest id has to come last, and stays. */
  set(row: number, value: StoredValue, id: number): void;
  cell(row: number): Cell;
  /** Numbers that sort as the values do; NaN where a row has none. */
  sortKeys(): Float64Array;
}

/** Numbers and booleans: 8 bytes a row. NaN, which a condition never is, stands for a missing value. */
export class NumberColumn implements HeldColumn {
  readonly #values: Float64Array;
  readonly #isBoolean: boolean;

  constructor(rows: number, isBoolean: boolean) {
    this.#values = new Float64Array(rows).fill(NaN);
    this.#isBoolean = isBoolean;
  }

  set(row: number, value: StoredValue): void {
    this.#values[row] = value === null ? NaN : Number(value);
  }

  cell(row: number): Cell {
    const value = this.#values[row] ?? NaN;
    if (Number.isNaN(value)) return null;
    return this.#isBoolean ? value !== 0 : value;
  }

  sortKeys(): Float64Array {
    return this.#values;
  }
}

/**
 * Texts: each different one once, in a dictionary, and its number for each row. Long ones are cut
 * (a million JSON texts would not fit into memory); `id` finds the whole text in the database.
 */
export class TextColumn implements HeldColumn {
  readonly #codes: Int32Array;
  /** Of the conditions whose texts are cut; most columns have none. */
  #ids: Float64Array | null = null;
  readonly #texts: string[] = [];
  readonly #codeOf = new Map<string, number>();
  readonly #cutTexts = new Set<number>();

  constructor(rows: number) {
    this.#codes = new Int32Array(rows).fill(-1);
  }

  set(row: number, value: StoredValue, id: number): void {
    const code = value === null ? -1 : this.#code(String(value));
    this.#codes[row] = code;
    if (!this.#cutTexts.has(code)) return;
    this.#ids ??= new Float64Array(this.#codes.length);
    this.#ids[row] = id;
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
    return this.#texts[this.#codes[row] ?? -1] ?? null;
  }

  /** The id of the row's condition where its text is held cut; else null. */
  cutId(row: number): number | null {
    return this.#cutTexts.has(this.#codes[row] ?? -1) ? (this.#ids?.[row] ?? null) : null;
  }

  sortKeys(): Float64Array {
    const inOrder = this.#texts.map((_, code) => code);
    inOrder.sort((a, b) => compareTexts(this.#texts[a] ?? "", this.#texts[b] ?? ""));
    const ranks = new Float64Array(this.#texts.length);
    inOrder.forEach((code, rank) => (ranks[code] = rank));
    return Float64Array.from(this.#codes, (code) => ranks[code] ?? NaN);
  }
}

/** How many characters of a text a result holds. */
export const cutLength = 300;
