/** How a run's values are beside those of the runs before it, in words. */
import type { RecentValues, RunCondition } from "../../core/api/runs.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import type { Cell } from "../../core/api/values.ts";
import type { ValueType } from "../../core/query/types.ts";
import { formatCell, formatFloat, formatInteger } from "../lib/format.ts";

/** The number of values from which on something can be called usual. */
const FEWEST_VALUES = 8;
/** The multiple of the median deviation beyond which a value is not usual. */
const MOST_DEVIATIONS = 3;
/** The number of other values that reach one that is not rare. */
const RARE_PART = 0.1;
/** Relative differences up to this come from rounding: single precision keeps seven digits. */
const ROUNDING = 1e-6;
/** Of as many runs states have at most this share of different values. */
const STATES_PART = 0.25;
const SHOWN_TEXT = 40;

type RecentCondition = RecentValues["conditions"][number];

export interface Recent {
  /** The same as in the run before, other than there, or a number out of usual range. */
  readonly kind: "same" | "changed" | "high" | "low";
  /** Short, to stand beside the value; empty where there is nothing to say. */
  readonly label: string;
  /** All of it. */
  readonly words: string;
  /** The numbers of the runs before it and its own last, null where a run has none; null where a line says nothing. */
  readonly numbers: readonly (number | null)[] | null;
}

/** The recent values of a condition in words; null where nothing can be said. Numbers are judged by runs of the same type, where there are enough. */
export function describeRecent(
  { type, value }: Pick<RunCondition, "type" | "value">,
  { values, same, ofType: typed }: RecentCondition,
  { runs, ofType }: Pick<RecentValues, "runs" | "ofType">,
): Recent | null {
  if (runs.length === 0 || value === null) return null;
  const sinceAt = same.lastIndexOf(false) + 1;
  const label = sinceAt === 0 || sinceAt === runs.length ? "" : `since ${runs[sinceAt] ?? ""}`;
  const sameWords =
    sinceAt === 0
      ? `as in the last ${runsInWords(runs.length)}`
      : `the same since run ${runs[sinceAt] ?? ""}`;
  if (sinceAt === 0) return { kind: "same", label, words: sameWords, numbers: null };
  if (typeof value === "number") {
    if (ofType && areEnough(numbersOf(typed))) {
      const among = { values: typed, runs: ofType.runs, words: wordsOfRuns(ofType.runs, ofType.type) };
      return describeNumbers(type, value, among);
    }
    return describeNumbers(type, value, { values, runs, words: wordsOfRuns(runs, null) });
  }
  if (sinceAt < runs.length) return { kind: "same", label, words: sameWords, numbers: null };
  // Each run has times of its own, and maybe names.
  if (type === "time" || changesAlways(values)) return null;
  const before = values.at(-1) ?? null;
  const words = `changed; run ${runs.at(-1) ?? ""} had ${before === null ? "none" : `“${inShort(before, type)}”`}`;
  return { kind: "changed", label: "changed", words, numbers: null };
}

/** Whether none of the runs has the value of the one before it. */
function changesAlways(values: readonly Cell[]): boolean {
  return values.length >= FEWEST_VALUES && values.every((value, at) => at === 0 || value !== values[at - 1]);
}

/** The runs that a number is judged by. */
interface Among {
  readonly values: readonly Cell[];
  readonly runs: readonly number[];
  readonly words: string;
}

function describeNumbers(
  type: ValueType,
  value: number,
  { values, runs, words: among }: Among,
): Recent | null {
  const numbers = values.map((one) => (typeof one === "number" ? one : null));
  const known = numbersOf(values);
  if (known.length === 0) return null;
  const format = type === "float" ? formatFloat : formatInteger;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const range = least === most ? format(least) : `${format(least)}–${format(most)}`;
  const missing = runs.length - known.length;
  const usual = `last ${among} ${range}, median ${format(medianOf(known))}`;
  const words = `${format(value)}; ${usual}${missing > 0 ? `, ${missing} without` : ""}`;
  const line = { numbers: [...numbers, value] };
  if (areStates(known)) {
    const before = known.at(-1) ?? value;
    if (before === value) return { kind: "same", label: "", words, ...line };
    return { kind: "changed", label: "changed", words: `${words}; changed from ${format(before)}`, ...line };
  }
  const unusual = unusualSide(value, known);
  if (unusual === null) return { kind: "same", label: "", words, ...line };
  const side = unusual === "high" ? "above" : "below";
  return { kind: unusual, label: unusual, words: `${words}; ${side} what is usual`, ...line };
}

/** What runs are called that tell what is usual: the last ones, or those of a type. */
export function wordsOfRuns(runs: readonly number[], type: string | null): string {
  const words = runsInWords(runs.length);
  return type === null ? words : `${words} of type ${escapeControls(type)}`;
}

export function numbersOf(values: readonly Cell[]): readonly number[] {
  return values.filter((one) => typeof one === "number");
}

/** Whether numbers stand for states, as angles and numbers of targets do: whole ones, few among many runs. None of them is high or low. */
function areStates(numbers: readonly number[]): boolean {
  return (
    areEnough(numbers) &&
    numbers.every(Number.isInteger) &&
    new Set(numbers).size <= numbers.length * STATES_PART
  );
}

/** Whether a number of values is enough to tell what is usual. */
export function areEnough(values: readonly unknown[]): boolean {
  return values.length >= FEWEST_VALUES;
}

/**
 * On which side a number is out of usual range of the others: more than three times their median absolute
 * deviation away from their median, and beyond the middle four fifths of them, as they may lie around two values (beam
 * on and off). Null where it is usual, they are too few, or states.
 */
export function unusualSide(value: number, others: readonly number[]): "high" | "low" | null {
  if (!areEnough(others) || areStates(others)) return null;
  const median = medianOf(others);
  const deviation = medianOf(others.map((other) => Math.abs(other - median)));
  const distance = Math.abs(value - median);
  const isRounding = distance <= ROUNDING * Math.max(Math.abs(value), Math.abs(median));
  if (isRounding || distance <= MOST_DEVIATIONS * deviation) return null;
  const beyond = others.filter((other) => (value > median ? other >= value : other <= value)).length;
  if (beyond > RARE_PART * others.length) return null;
  return value > median ? "high" : "low";
}

/** The middle value, or the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

function runsInWords(count: number): string {
  return count === 1 ? "run" : `${count} runs`;
}

function inShort(value: Cell, type: ValueType): string {
  const { text } = formatCell(value, type);
  return text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text;
}
