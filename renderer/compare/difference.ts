/** How far a value is from that of the run it is compared with. */
import type { Cell } from "../../core/api/values.ts";
import { wallClock } from "../../core/time/wallClock.ts";
import type { ValueType } from "../../core/query/types.ts";
import { formatDuration, formatFloat, formatInteger } from "../lib/format.ts";

const SECONDS_OF_DAY = 86_400;

/** A difference in words: `+12.5`, `−3`, `+1 d 2:03:04`, and as a part of the other value: `+12.4 %`. */
export interface Difference {
  readonly text: string;
  /** Null where there is none of a meaning. */
  readonly percent: string | null;
}

/** The difference of two numbers or two times; null where they are equal, or no such values. */
export function differenceOf(
  {
    type,
    isLength,
    isIdentifier = false,
  }: { readonly type: ValueType; readonly isLength: boolean; readonly isIdentifier?: boolean },
  value: Cell,
  reference: Cell,
): Difference | null {
  if (value === reference) return null;
  if (type === "time") {
    const seconds = secondsApart(reference, value);
    return seconds ? { text: signed(seconds, formatLong), percent: null } : null;
  }
  // Identifiers are the same or others: no number lies between them.
  if (typeof value !== "number" || typeof reference !== "number" || isIdentifier) return null;
  const change = value - reference;
  const format = isLength ? formatLong : type === "float" ? formatFloat : formatInteger;
  const percent = reference === 0 ? null : `${signed((100 * change) / Math.abs(reference), threeDigits)} %`;
  return { text: signed(change, format), percent };
}

/** With fractions of a second. */
function secondsApart(from: Cell, to: Cell): number | null {
  if (typeof from !== "string" || typeof to !== "string") return null;
  const seconds = (wallClock(to) - wallClock(from)) / 1000;
  return Number.isNaN(seconds) ? null : seconds;
}

function formatLong(seconds: number): string {
  if (seconds < 1) return `${formatFloat(seconds)} s`;
  const days = Math.floor(Math.round(seconds) / SECONDS_OF_DAY);
  const rest = formatDuration(Math.round(seconds) - days * SECONDS_OF_DAY);
  return days === 0 ? rest : `${formatInteger(days)} d ${rest}`;
}

function threeDigits(value: number): string {
  return value >= 1000 ? formatInteger(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function signed(value: number, format: (value: number) => string): string {
  return `${value < 0 ? "−" : "+"}${format(Math.abs(value))}`;
}
