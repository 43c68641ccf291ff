/** How long runs lie within the hours of a shift, by the clock on the wall. */
import { secondsBetween, wallClock } from "./wallClock.ts";

/** A run with its stored times. */
interface TimedRun {
  readonly started: string | null;
  readonly finished: string | null;
}

/** The hours that are looked at; from the first run on where `since` is null. */
export interface Hours {
  readonly since: string | null;
  readonly until: string;
}

/**
 * Seconds of a run within the hours, and whether it goes on outside of them; null where its length is not known. A run that ends before it
 * begins has none. One that only touches their edge is outside, and crosses nothing.
 */
export function timeWithin(
  { started, finished }: TimedRun,
  hours: Hours,
): {
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  readonly crosses: boolean;
} | null {
  const length = secondsBetween(started, finished);
  if (started === null || length === null) return null;
  const start = Math.round(wallClock(started) / 1000);
  const end = start + Math.max(0, length);
  const from = Math.max(start, hours.since === null ? start : Math.round(wallClock(hours.since) / 1000));
  const to = Math.min(end, Math.round(wallClock(hours.until) / 1000));
  const seconds = Math.max(0, to - from);
  return { from, to, seconds, crosses: 0 < seconds && seconds < end - start };
}

/** Whether nothing of a run that takes time lies within the hours: it counts for others. */
export function isOutside(run: TimedRun, hours: Hours): boolean {
  const part = timeWithin(run, hours);
  const length = secondsBetween(run.started, run.finished);
  return part !== null && part.seconds === 0 && length !== null && length > 0;
}

/**
 * Seconds of the hours in which a run was taken, where time of two runs counts once; how many begin before one that began earlier has ended; and
 * how many go on outside of the hours.
 */
export function sumWithin(
  runs: readonly TimedRun[],
  hours: Hours,
): { readonly seconds: number; readonly overlapping: number; readonly crossing: number } {
  const known = runs.flatMap((run) => timeWithin(run, hours) ?? []);
  let [seconds, overlapping, end] = [0, 0, -Infinity];
  for (const { from, to } of known.filter((part) => part.seconds > 0).sort((a, b) => a.from - b.from)) {
    if (from < end) overlapping += 1;
    seconds += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return { seconds, overlapping, crossing: known.filter(({ crosses }) => crosses).length };
}

/** What is said of events where runs go on outside of the hours: a count of events cannot be cut. Empty where none does. */
export function crossingInWords(runs: number): string {
  if (runs === 0) return "";
  return runs === 1
    ? "1 run crosses the edge of the shift; its events count whole"
    : `${runs} runs cross the edge of the shift; their events count whole`;
}
