import type { Cell } from "../api/values.ts";
import { wallClock } from "../time/wallClock.ts";
import { readers, type RawValue } from "../db/stored/kinds.ts";
import { TextColumn, type HeldColumn } from "./columns.ts";
import { NumberList } from "./numberList.ts";

/**
 * Times as they are shown: 4 bytes a row, 8 where they have fractions of a second, for nearly all of them differ. From
 * the first one on that would not come back as the same text (SQLite stores anything) they are held as texts.
 */
export class TimeColumn implements HeldColumn {
  #times = new NumberList();
  #texts: TextColumn | null = null;

  set(row: number, value: RawValue, id: number): void {
    const text = typeof value === "string" ? value : readers.time(value);
    const time = text === null ? NaN : packed(text);
    if (time === null && !this.#texts) this.#texts = this.#asTexts();
    if (this.#texts) this.#texts.set(row, text, id);
    else this.#times.set(row, time ?? NaN);
  }

  #asTexts(): TextColumn {
    const texts = new TextColumn();
    for (let row = 0; row < this.#times.length; row++) {
      const time = this.#times.get(row);
      if (!Number.isNaN(time)) texts.set(row, textOf(time), 0);
    }
    this.#times = new NumberList();
    return texts;
  }

  cell(row: number): Cell {
    return this.#texts ? this.#texts.cell(row) : this.cellOf(this.#times.get(row));
  }

  cellOf(key: number): Cell {
    if (this.#texts) return this.#texts.cellOf(key);
    return Number.isNaN(key) ? null : textOf(key);
  }

  keys(rows: number): Float64Array {
    return this.#texts?.keys(rows) ?? this.#times.toArray(rows);
  }

  get areKeysInOrder(): boolean {
    return this.#texts === null;
  }

  sortKeys(rows: number): Float64Array {
    return this.#texts?.sortKeys(rows) ?? this.#times.toArray(rows);
  }

  numbers(rows: number): Float64Array {
    const texts = this.#texts;
    if (!texts) return this.#times.toArray(rows).map(secondsOf);
    return new Float64Array(rows).map((_, row) => wallClock(String(texts.cell(row))) / 1000);
  }
}

/**
 * Times are seconds from the start of a year on in which each month has 31 days. That year makes 32 bits enough for
 * whole ones from 1954 to 2086; doubles tell microseconds apart for 136 years before and after it.
 */
const firstYear = 1900;
const middleYear = 2020;
const lastYear = 2139;
const daysOfMonth = 31;
const secondsOfYear = 12 * daysOfMonth * 86_400;
const withoutFraction = "2016-02-17 13:26:01".length;
const withFraction = "2016-02-17 13:26:01.000001".length;

/** A number that orders as the text does and gives it back, or null. Neither a regular expression nor a Date: a million of them are read. */
export function packed(text: string): number | null {
  if (text.length !== withoutFraction && text.length !== withFraction) return null;
  if (text[4] !== "-" || text[7] !== "-" || text[10] !== " " || text[13] !== ":" || text[16] !== ":")
    return null;
  const year = within(firstYear, digits(text, 0, 4), lastYear) + firstYear - middleYear;
  const month = within(1, digits(text, 5, 7), 12);
  const day = within(1, digits(text, 8, 10), 31);
  const hour = within(0, digits(text, 11, 13), 23);
  const minute = within(0, digits(text, 14, 16), 59);
  const second = within(0, digits(text, 17, 19), 59);
  const days = (year * 12 + month) * daysOfMonth + day;
  const seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
  const time = seconds + (text.length === withFraction ? fractionOf(text) / 1e6 : 0);
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
  const whole = Math.floor(time);
  const fraction = Math.round((time - whole) * 1e6);
  const seconds = whole + (middleYear - firstYear) * secondsOfYear;
  const days = Math.floor(seconds / 86_400);
  const second = seconds - days * 86_400;
  const months = Math.floor(days / daysOfMonth);
  const year = firstYear + Math.floor(months / 12);
  const date = `${year}-${two((months % 12) + 1)}-${two((days % daysOfMonth) + 1)}`;
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  return fraction === 0 ? `${date} ${clock}` : `${date} ${clock}.${String(fraction).padStart(6, "0")}`;
}

/** The days from 1970 to each month that a number can be in, the first of `firstYear` first. */
const daysToMonth = new Int32Array((lastYear - firstYear + 1) * 12).map(
  (_, month) => Date.UTC(firstYear + Math.floor(month / 12), month % 12) / 86_400_000,
);

/** Seconds since 1970 as if the wall clock were UTC's. */
function secondsOf(time: number): number {
  const seconds = time + (middleYear - firstYear) * secondsOfYear;
  const days = Math.floor(seconds / 86_400);
  const month = Math.floor(days / daysOfMonth);
  const daysBefore = (daysToMonth[month] ?? NaN) - month * daysOfMonth;
  return seconds + daysBefore * 86_400;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
