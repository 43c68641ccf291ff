/** The columns of a held result: compact, and quick to sort. Rows are those of the result in run order. */
import { cutLength, type Cell } from "../api/values.ts";
import { readers, type RawValue } from "../db/stored/kinds.ts";
import { NumberList } from "./numberList.ts";
import { textRanks } from "./textOrder.ts";

export interface HeldColumn {
  /** Stores the value of a row; of several values of one row that with the highest id has to come last, and stays. */
  set(row: number, value: RawValue, id: number): void;
  cell(row: number): Cell;
  /** A number for each row, equal for equal values; NaN where a row has none. */
  keys(rows: number): Float64Array;
  /** The value that a key stands for. */
  cellOf(key: number): Cell;
  /** Whether the keys sort as the values do. */
  readonly areKeysInOrder: boolean;
  /** Numbers that sort as the values of the rows do; NaN where a row has none. */
  sortKeys(rows: number): Float64Array;
  /**
   * The values of the rows to calculate with; NaN where a row has none, or what is not a number. Times are seconds since
   * 1970, as if their wall clock were UTC's. Null for texts.
   */
  numbers(rows: number): Float64Array | null;
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
  readonly #isWhole: boolean;

  /** `isWhole` where texts are not cut, as they stand nowhere in the database. */
  constructor(isWhole = false) {
    this.#isWhole = isWhole;
  }

  set(row: number, value: RawValue, id: number): void {
    const text = typeof value === "string" ? value : readers.text(value);
    const code =
      text === null ? NaN : this.#code(text, !this.#isWhole && (text.length >= cutLength || isCut(value)));
    this.#codes.set(row, code);
    if (this.#cutTexts.has(code)) this.#ids.set(row, id);
  }

  #code(text: string, isCutText: boolean): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.push(text) - 1;
    this.#codeOf.set(text, code);
    if (isCutText) this.#cutTexts.add(code);
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
    const keys = this.keys(rows);
    for (let row = 0; row < rows; row++) {
      const code = keys[row] ?? NaN;
      if (!Number.isNaN(code)) keys[row] = ranks[code] ?? NaN;
    }
    return keys;
  }

  numbers(): null {
    return null;
  }
}

/** Of bytes the database counts bytes, not characters. */
function isCut(value: RawValue): boolean {
  return value instanceof Uint8Array && value.length >= cutLength;
}
