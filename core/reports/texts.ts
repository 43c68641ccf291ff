/** How values stand in a report. */
import type { ComputedColumn } from "../api/search.ts";
import type { Cell } from "../api/values.ts";

/** A value in a line of a report: longer texts are cut. */
const longest = 300;

export function shortened(text: string): string {
  const inLine = text.replaceAll(/\s+/g, " ").trim();
  return inLine.length > longest ? `${inLine.slice(0, longest)}…` : inLine;
}

/** A value in words; empty where there is none. */
export function valueText(value: Cell | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return shortened(String(value));
}

/** `12 345 678`, with blanks that do not break. */
export function countText(count: number): string {
  return Math.abs(count) < 10_000 ? String(count) : String(count).replaceAll(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** The heading of a computed column, with its unit, as other facts have theirs. */
export function computedTitle(column: ComputedColumn | undefined): string {
  const unit = column?.unit?.trim() ?? "";
  return shortened(unit === "" ? (column?.name ?? "") : `${column?.name}, ${unit}`);
}

/** A number with its digits in groups, another value in words. */
export function numberText(value: Cell | undefined): string {
  return typeof value === "number" && Number.isInteger(value) ? countText(value) : valueText(value);
}

/** To the minute. */
export function timeText(time: string | null): string {
  return time === null ? "" : time.slice(0, "2016-02-17 13:26".length);
}

/** Seconds as `1:23:45`. */
export function lengthText(seconds: number | null): string {
  if (seconds === null) return "";
  const whole = Math.round(Math.abs(seconds));
  const part = (value: number): string => String(value).padStart(2, "0");
  const sign = seconds < 0 ? "-" : "";
  return `${sign}${Math.floor(whole / 3600)}:${part(Math.floor(whole / 60) % 60)}:${part(whole % 60)}`;
}

export function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}
