import { escapeControls } from "../../core/text/escapeControls.ts";
import type { RunPeriod } from "../../core/api/catalogue.ts";
import type { RunRange } from "../../core/api/search.ts";

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
  if (period) return escapeControls(period.name);
  if (runMin === null) return runMax === null ? "All runs" : `Up to ${runMax}`;
  if (runMax === null) return `From ${runMin}`;
  return runMin === runMax ? `Run ${runMin}` : `${runMin} – ${runMax}`;
}

/** The most ranges of a list that are named. */
const MOST_NAMED = 3;

/** Bounds in words, which may be a list of ranges: `RunPeriod-2018-01, 50001 – 50010, Run 50020 and 2 more`. */
export function boundsText(
  { runMin, runMax, ranges }: RunRange & { readonly ranges: readonly RunRange[] },
  periods: readonly RunPeriod[],
): string {
  if (ranges.length === 0) return rangeText(runMin, runMax, periods);
  const named = ranges.slice(0, MOST_NAMED).map((range) => rangeText(range.runMin, range.runMax, periods));
  const more = ranges.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
