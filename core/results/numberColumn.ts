import type { Cell } from "../api/values.ts";
import { readCell } from "../db/stored/cells.ts";
import type { RawValue } from "../db/stored/kinds.ts";
import { compareTexts } from "../text/compareTexts.ts";
import type { HeldColumn } from "./columns.ts";
import { NumberList } from "./numberList.ts";

/**
 * Numbers and booleans. NaN, which a condition never is, stands for a missing value. What a double does not hold (integers
 * beyond 2^53, and what is not a number at all) is kept beside as its text; hardly any row has such a one.
 */
export class NumberColumn implements HeldColumn {
  readonly areKeysInOrder = true;
  readonly #type: "int" | "float" | "bool";
  readonly #values = new NumberList();
  readonly #texts = new Map<number, string>();
  /** The different values in order, where there are texts among them: these have no keys of their own. */
  #ordered: readonly (number | string)[] | null = null;

  constructor(type: "int" | "float" | "bool") {
    this.#type = type;
  }

  set(row: number, raw: RawValue): void {
    if (this.#texts.size > 0) {
      this.#texts.delete(row);
      this.#ordered = null;
    }
    // Minus zero, which MariaDB keeps, becomes zero: they are one value.
    if (typeof raw === "number" && this.#isExact(raw)) this.#values.set(row, raw + 0);
    else this.#setRead(row, readCell(this.#type, raw));
  }

  #isExact(raw: number): boolean {
    switch (this.#type) {
      case "int":
        return Number.isSafeInteger(raw);
      case "float":
        return Number.isFinite(raw);
      case "bool":
        return raw === 0 || raw === 1;
    }
  }

  #setRead(row: number, cell: Cell): void {
    const isNone = cell === null || (this.#type === "bool" && typeof cell === "string");
    this.#values.set(row, isNone ? NaN : toNumber(cell) + 0);
    if (typeof cell !== "string") return;
    this.#texts.set(row, cell);
    this.#ordered = null;
  }

  cell(row: number): Cell {
    return this.#texts.get(row) ?? this.#cellOfNumber(this.#values.get(row));
  }

  cellOf(key: number): Cell {
    const value = this.#ordered ? this.#ordered[key] : key;
    if (value === undefined) return null;
    return typeof value === "string" ? value : this.#cellOfNumber(value);
  }

  #cellOfNumber(value: number): Cell {
    if (Number.isNaN(value)) return null;
    return this.#type === "bool" ? value !== 0 : value;
  }

  keys(rows: number): Float64Array {
    return this.#texts.size === 0 ? this.numbers(rows) : this.#ranks(rows);
  }

  sortKeys(rows: number): Float64Array {
    return this.keys(rows);
  }

  numbers(rows: number): Float64Array {
    return this.#values.toArray(rows);
  }

  #ranks(rows: number): Float64Array {
    const values = Array.from({ length: rows }, (_, row) => this.#texts.get(row) ?? this.#values.get(row));
    this.#ordered = [...new Set(values)].filter((value) => !Number.isNaN(value)).sort(compareValues);
    const rankOf = new Map(this.#ordered.map((value, rank) => [value, rank]));
    return Float64Array.from(values, (value) => rankOf.get(value) ?? NaN);
  }
}

const digits = /^-?\d+$/;

/** As near as a double comes to it; NaN for a text that is not a number. */
function toNumber(cell: Exclude<Cell, null>): number {
  return cell === "" ? NaN : Number(cell);
}

/** Numbers by their value, all digits of it, and behind them texts that are none. */
function compareValues(left: number | string, right: number | string): number {
  const [a, b] = [exact(left), exact(right)];
  if (a !== null && b !== null) return a < b ? -1 : a > b ? 1 : 0;
  if (a === null && b === null) return compareTexts(String(left), String(right));
  return a === null ? 1 : -1;
}

function exact(value: number | string): number | bigint | null {
  if (typeof value === "number") return value;
  if (digits.test(value)) return BigInt(value);
  const number = toNumber(value);
  return Number.isNaN(number) ? null : number;
}
