/** Run periods on a line of runs: where each stands, and which ones overlap. */
import type { RunPeriod } from "../../core/api/catalogue.ts";

export interface PlacedPeriod {
  readonly period: RunPeriod;
  /** Parts of the line, 0 … 1. */
  readonly left: number;
  readonly width: number;
  /** From 0: periods that overlap stand below each other. */
  readonly lane: number;
}

/** Two periods with runs in common. */
export interface Overlap {
  readonly names: readonly [string, string];
  readonly runMin: number;
  readonly runMax: number;
}

/** The periods by their first run, each in the first lane that is free there. */
export function placePeriods(periods: readonly RunPeriod[]): PlacedPeriod[] {
  const ordered = periods
    .filter(({ runMin, runMax }) => runMin <= runMax)
    .toSorted((a, b) => a.runMin - b.runMin);
  const first = ordered[0]?.runMin ?? 0;
  const length = Math.max(1, ordered.reduce((last, { runMax }) => Math.max(last, runMax), first) - first + 1);
  const ends: number[] = [];
  return ordered.map((period) => {
    const free = ends.findIndex((end) => end < period.runMin);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = period.runMax;
    return {
      period,
      left: (period.runMin - first) / length,
      width: (period.runMax - period.runMin + 1) / length,
      lane,
    };
  });
}

/** All pairs of periods that have runs in common. */
export function overlapsOf(periods: readonly RunPeriod[]): Overlap[] {
  return periods.flatMap((one, at) =>
    periods.slice(at + 1).flatMap((other): Overlap[] => {
      const runMin = Math.max(one.runMin, other.runMin);
      const runMax = Math.min(one.runMax, other.runMax);
      return runMin <= runMax ? [{ names: [one.name, other.name], runMin, runMax }] : [];
    }),
  );
}
