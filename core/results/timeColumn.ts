import type { Cell } from "../api/schemas.ts";
import { TextColumn, type HeldColumn, type StoredValue } from "./columns.ts";

/**
 * Times as they are shown: 8 bytes a row, for nearly all of them differ. From the first one on that
 * would not come back as the same text (SQLite stores anything) they are held as texts.
 */
export class TimeColumn implements HeldColumn {
  readonly #times: Float64Array;
  #texts: TextColumn | null = null;

  constructor(rows: number) {
    this.#times = new Float64Array(rows).fill(NaN);
  }

  set(row: number, value: StoredValue, id: number): void {
    const time = value === null ? NaN : packed(String(value));
    if (time === null && !this.#texts) this.#texts = this.#asTexts();
    if (this.#texts) this.#texts.set(row, value, id);
    else this.#times[row] = time ?? NaN;
  }

  #asTexts(): TextColumn {
    const texts = new TextColumn(this.#times.length);
    this.#times.forEach((time, row) => {
      if (!Number.isNaN(time)) texts.set(row, textOf(time), 0);
    });
    return texts;
  }

  cell(row: number): Cell {
    if (this.#texts) return this.#texts.cell(row);
    const time = this.#times[row] ?? NaN;
    return Number.isNaN(time) ? null : textOf(time);
  }

  sortKeys(): Float64Array {
    return this.#texts?.sortKeys() ?? this.#times;
  }
}

/** Doubles are exact for 280 years of microseconds in which each month has 31 days. */
const firstYear = 1900;
const lastYear = 2179;
const withoutFraction = "2016-02-17 13:26:01".length;
const withFraction = "2016-02-17 13:26:01.000001".length;

/** A number that orders as the text does and gives it back, or null. Neither a regular expression nor a Date: a million of them are read. */
function packed(text: string): number | null {
  if (text.length !== withoutFraction && text.length !== withFraction) return null;
  if (text[4] !== "-" || text[7] !== "-" || text[10] !== " " || text[13] !== ":" || text[16] !== ":")
    return null;
  const year = within(firstYear, digits(text, 0, 4), lastYear);
  const month = within(1, digits(text, 5, 7), 12);
  const day = within(1, digits(text, 8, 10), 31);
  const hour = within(0, digits(text, 11, 13), 23);
  const minute = within(0, digits(text, 14, 16), 59);
  const second = within(0, digits(text, 17, 19), 59);
  const seconds = ((((year * 12 + month) * 31 + day) * 24 + hour) * 60 + minute) * 60 + second;
  const time = seconds * 1e6 + (text.length === withFraction ? fractionOf(text) : 0);
  return Number.isNaN(time) ? null : time;
}

/** Counted from the least; NaN for what lies outside. */
function within(least: number, value: number, greatest: number): number {
  return value >= least && value <= greatest ? value - least : NaN;
}

/** NaN for a fraction of zero, which is shown without it. */
function fractionOf(text: string): number {
  return text[19] === "." ? within(1, digits(text, 20, withFraction), 999_999) + 1 : NaN;
}

/** The number that stands there; NaN where there are not only digits. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

function textOf(time: number): string {
  const seconds = Math.floor(time / 1e6);
  const fraction = time - seconds * 1e6;
  const days = Math.floor(seconds / 86_400);
  const second = seconds - days * 86_400;
  const months = Math.floor(days / 31);
  const date = `${firstYear + Math.floor(months / 12)}-${two((months % 12) + 1)}-${two((days % 31) + 1)}`;
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  return fraction === 0 ? `${date} ${clock}` : `${date} ${clock}.${String(fraction).padStart(6, "0")}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
