/** The values that people watch on the station's page, and the limits that they must keep. */
import type { Limits } from "../../core/api/settings.ts";
import type { Cell } from "../../core/api/values.ts";
import { formatCell } from "../lib/format.ts";
import { valueWithUnit } from "../lib/units.ts";
import type { ValueType } from "../../core/query/types.ts";

export interface WatchedValue {
  readonly name: string;
  /** Null for no limit. */
  readonly least: number | null;
  readonly most: number | null;
}

/** Watched until people choose others, as far as the database has them. */
export const usualWatched: readonly WatchedValue[] = [
  "beam_current",
  "target_type",
  "radiator_type",
  "polarization_direction",
].map((name) => ({ name, least: null, most: null }));

/** The settings of values, as the file has them, and a list of the same. */
export function watchedOf(live: Readonly<Record<string, Limits>>): readonly WatchedValue[] {
  return Object.entries(live).map(([name, { least, most }]) => ({ name, least, most }));
}

/** What changes where a list takes the place of another: those that it has no more are null. */
export function changedLive(
  before: readonly WatchedValue[],
  now: readonly WatchedValue[],
): Readonly<Record<string, Limits | null>> {
  const gone = before.map(({ name }) => [name, null] as const);
  return Object.fromEntries([
    ...gone,
    ...now.map(({ name, least, most }) => [name, { least, most }] as const),
  ]);
}

export function isWatchedValues(value: unknown): value is WatchedValue[] {
  const isLimit = (limit: unknown): boolean => limit === null || Number.isFinite(limit);
  return (
    Array.isArray(value) &&
    value.every(
      (one: unknown) =>
        typeof one === "object" &&
        one !== null &&
        "name" in one &&
        typeof one.name === "string" &&
        "least" in one &&
        isLimit(one.least) &&
        "most" in one &&
        isLimit(one.most),
    )
  );
}

const ends = ["least", "most"] as const;
export type End = (typeof ends)[number];

/** What keeps typed limits from being watched, and at which fields. */
export interface RefusedLimits {
  readonly ends: readonly End[];
  readonly words: string;
}

/** Both limits of a value as people type them, where an empty text is none; or why they cannot be. */
export function limitsOf(typed: Readonly<Record<End, string>>): Limits | RefusedLimits {
  const least = limitOf(typed.least);
  const most = limitOf(typed.most);
  const wrong = ends.filter((end) => !Number.isFinite(limitOf(typed[end]) ?? 0));
  if (wrong.length > 0) return { ends: wrong, words: "A limit is a number, such as 0.5." };
  if (least === null || most === null || least <= most) return { least, most };
  return { ends, words: `The least, ${least}, is more than the most, ${most}.` };
}

/** Null for none, NaN for what is no number. */
function limitOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}

/** A watched value as it is now. */
export interface JudgedValue {
  readonly name: string;
  readonly text: string;
  readonly state: "beyond" | "within" | "free";
  /** `below 50`, `within 50 – 200`; empty where there is no limit. */
  readonly words: string;
}

/** Whether a value keeps its limits; one that is missing or no number breaks none, and keeps none. */
export function judge(
  { name, least, most }: WatchedValue,
  value: Cell,
  type: ValueType,
  unit: string | null = null,
): JudgedValue {
  const text =
    value === null
      ? "–"
      : valueWithUnit(formatCell(value, type).text, typeof value === "number" ? unit : null);
  if ((least === null && most === null) || typeof value !== "number")
    return { name, text, state: "free", words: "" };
  if (least !== null && value < least) return { name, text, state: "beyond", words: `below ${least}` };
  if (most !== null && value > most) return { name, text, state: "beyond", words: `above ${most}` };
  const limits =
    least === null ? `at most ${most}` : most === null ? `at least ${least}` : `within ${least} – ${most}`;
  return { name, text, state: "within", words: limits };
}
