import type { RunPeriod } from "../../core/api/schemas.ts";

/** The run period that a range is, if it is one. */
export function periodOf(
  runMin: number | null,
  runMax: number | null,
  periods: readonly RunPeriod[],
): RunPeriod | null {
  return periods.find((period) => period.runMin === runMin && period.runMax === runMax) ?? null;
}

/** A range of runs in words: `All runs`, `RunPeriod-2018-01`, `10000 – 20000`, `from 10000`. */
export function rangeText(
  runMin: number | null,
  runMax: number | null,
  periods: readonly RunPeriod[],
): string {
  const period = periodOf(runMin, runMax, periods);
  if (period) return period.name;
  if (runMin === null) return runMax === null ? "All runs" : `Up to ${runMax}`;
  if (runMax === null) return `From ${runMin}`;
  return runMin === runMax ? `Run ${runMin}` : `${runMin} – ${runMax}`;
}
