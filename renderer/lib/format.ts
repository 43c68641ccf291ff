/** How values are written for people, as they set it. What is copied for others to read is written in the usual formats, which are given then. */
import { escapeControls } from "../../core/text/escapeControls.ts";
import type { Cell } from "../../core/api/values.ts";
import { isRounded } from "../../core/text/isRounded.ts";
export { formatBytes } from "../../core/text/formatBytes.ts";
import { fitsType } from "../../core/query/fitsType.ts";
import type { ValueType } from "../../core/query/types.ts";

import { formats, type Formats } from "./formats.ts";

/** Between groups of three digits. The space is narrow, and no line breaks at it. */
const GROUPS = { space: "\u202f", comma: ",", none: "" } as const;
const GROUPED_FROM_DIGITS = 5;
const SMALL = 1e-3;

/** A value ready to be shown: `title` holds the whole of it where `text` does not. */
export interface FormattedCell {
  readonly text: string;
  readonly title: string | null;
}

/** Writes a condition's value in one line; null has no text. */
export function formatCell(value: Cell, type: ValueType): FormattedCell {
  if (value === null) return { text: "", title: null };
  if (typeof value === "boolean") return { text: value ? "yes" : "no", title: null };
  if (typeof value === "number") {
    const text = type === "float" ? formatFloat(value) : formatInteger(value);
    return { text, title: isShortened(text, value) ? String(value) : null };
  }
  if (type === "time" && fitsType(type, value)) return formatTime(value);
  if (type === "int" && fitsType(type, value)) return { text: formatInteger(BigInt(value)), title: null };
  const text = escapeControls(value.replaceAll(/\s+/g, " ").trim());
  return { text, title: text.length > 20 || text !== value ? escapeControls(value, "multi-line") : null };
}

/** A value where the place of none, or of an empty text, cannot stay empty. */
export function valueInWords(value: Cell, type: ValueType): string {
  if (value === null) return "no value";
  return formatCell(value, type).text || (value === "" ? "empty text" : "blanks only");
}

const KINDS: Readonly<Record<ValueType, string>> = {
  int: "an integer",
  float: "a finite number",
  bool: "true or false",
  time: "a time",
  string: "a text",
  json: "a text",
  blob: "a text",
};

/** Says of a value that is none of its type what is stored; null where it is one. Its place has the class `misfit`. */
export function misfitOf(value: Cell, type: ValueType): string | null {
  return fitsType(type, value)
    ? null
    : `Stored as ${escapeControls(String(value).slice(0, 200))}: not ${KINDS[type]}`;
}

function isShortened(text: string, value: number): boolean {
  return text.replaceAll(/[\u202f,]/g, "") !== String(value);
}

/**
 * `12 345 678`, as groups are set; numbers below 10,000 stay as they are, so that years and codes do. “≈” stands before a double beyond
 * 2^53: a sum, as values come with all their digits.
 */
export function formatInteger(value: number | bigint, how: Formats = formats()): string {
  const about = typeof value === "number" && isRounded(value) ? "≈" : "";
  return about + inGroups(String(value), how);
}

/** Groups the digits before the point; a power of ten has none. */
export function inGroups(number: string, how: Formats = formats()): string {
  const [, sign = "", whole = "", rest = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(number) ?? [];
  if (whole.length < GROUPED_FROM_DIGITS) return number;
  return sign + whole.replaceAll(/\B(?=(\d{3})+$)/g, GROUPS[how.grouping]) + rest;
}

/**
 * At most the digits that are set, six by default, in groups as integers are; a number below 0.001 as `7.4e-6`, so that its
 * digits are not behind zeros.
 */
export function formatFloat(
  value: number,
  digits: number = formats().digits,
  how: Formats = formats(),
): string {
  const rounded = Number(value.toPrecision(digits));
  const isSmall = rounded !== 0 && Math.abs(rounded) < SMALL;
  return isSmall ? rounded.toExponential() : inGroups(String(rounded), how);
}

/** A sum or a mean: whole numbers with all their digits, “≈” before those beyond 2^53, others as floats, all in groups of three. */
export function formatFigure(value: number): string {
  return Number.isInteger(value) ? formatInteger(value) : formatFloat(value);
}

/** The units of large numbers, the largest first. */
export const magnitudes = [
  { size: 1e12, sign: "T" },
  { size: 1e9, sign: "G" },
  { size: 1e6, sign: "M" },
] as const;

/** Whole numbers from here on are written in such a unit where there is little room. */
const long = 1e7;

/** A figure where there is little room, `58.72 G`; whole numbers below ten millions with all of their digits. */
export function formatShort(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < long) return formatInteger(value);
  const unit = magnitudes.find(({ size }) => Math.abs(value) >= size);
  if (unit) return `${formatFloat(value / unit.size, 4)}\u202f${unit.sign}`;
  return Math.abs(value) < 1000 ? formatFloat(value, 4) : formatFloat(value);
}

/** A figure of lengths of runs: they are times, but for their sum, which hours tell better. */
export function formatLengths(seconds: number, figure: "sum" | "mean" | "sigma"): string {
  return figure === "sum" ? `${formatFigure(seconds / 3600)} h` : formatDuration(seconds);
}

/** `YYYY-MM-DD HH:MM:SS.ffffff` to the minute, or to the second as it is set; the title keeps what was cut. */
export function formatTime(value: string, how: Formats = formats()): FormattedCell {
  const text = onClock(
    value.slice(0, (how.seconds ? "2016-02-17 13:26:01" : "2016-02-17 13:26").length),
    how,
  );
  return { text, title: text === value ? null : value };
}

/** A time of 24 hours on the clock that is set: `2016-02-17 01:26 pm`. */
function onClock(time: string, how: Formats = formats()): string {
  if (how.clock === "24h") return time;
  return time.replace(/(\d\d)(:\d\d(?::\d\d)?)$/, (_whole, hours: string, rest: string) => {
    const hour = Number(hours);
    return `${String(hour % 12 || 12).padStart(2, "0")}${rest} ${hour < 12 ? "am" : "pm"}`;
  });
}

/** The date of a formatted time, to see where it repeats. */
export function dateOf(time: string): string {
  return time.slice(0, "2016-02-17".length);
}

/** Seconds as `1:23:45`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const two = (part: number) => String(part).padStart(2, "0");
  const sign = seconds < 0 ? "-" : "";
  return `${sign}${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** About how long, in the unit that people would say it in: `7 minutes`, `5 hours`, `3 days`. */
export function formatSpan(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return formatCount(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? formatCount(hours, "hour") : formatCount(Math.floor(hours / 24), "day");
}

/** `0.4 ms`, `38 ms`, `2.35 s`, `1:23` minutes. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 9.5) return `${Number(milliseconds.toFixed(1))} ms`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_995) return `${(milliseconds / 1000).toFixed(milliseconds < 9995 ? 2 : 1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
}

/** `3 000 runs`, `1 run`. */
export function formatCount(count: number, one: string, many = `${one}s`, how: Formats = formats()): string {
  return `${formatInteger(count, how)} ${count === 1 ? one : many}`;
}

/** The date and time of an instant (ISO 8601): by this computer's clock, or in UTC, which is said then. */
export function formatInstant(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  if (formats().zone === "UTC") {
    return `${formatTime(date.toISOString().slice(0, 19).replace("T", " ")).text} UTC`;
  }
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return formatTime(`${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`)
    .text;
}

/** How long ago an instant is, in words. */
export function formatAge(instant: string, now: number): string {
  const minutes = Math.floor((now - new Date(instant).getTime()) / 60_000);
  if (Number.isNaN(minutes)) return instant;
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${formatCount(minutes, "minute")} ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${formatCount(hours, "hour")} ago`;
  const days = Math.floor(hours / 24);
  return days < 31 ? `${formatCount(days, "day")} ago` : formatInstant(instant).slice(0, 10);
}

/** A moment of today by the clock of this computer: `14:20`. */
export function formatTimeOfDay(moment: Date): string {
  return onClock(
    [moment.getHours(), moment.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":"),
  );
}

/** A name as people see it: one that is empty or blank has words in its place. */
export function shownName(name: string): string {
  return name.trim() === "" ? "(empty name)" : escapeControls(name);
}
