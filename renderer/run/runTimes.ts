/** A run's start and finish in words. Times are wall-clock texts without a zone. */
import { dateOf, formatTime } from "../format.ts";

/** Seconds from one stored time to another, by the clock on the wall; null where one is missing or no time. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const seconds = (toMilliseconds(to) - toMilliseconds(from)) / 1000;
  return Number.isNaN(seconds) ? null : seconds;
}

/** Taken as if it were UTC, which has no change of clocks: only differences of it are used. */
function toMilliseconds(time: string): number {
  return Date.parse(`${time.slice(0, "2016-02-17 13:26:05.123".length).replace(" ", "T")}Z`);
}

/** `2016-02-17 13:26 → 15:02`; the date again where the run ends on another day. */
export function formatTimes(started: string | null, finished: string | null): string {
  if (started === null && finished === null) return "No times stored";
  if (started === null) return `No start stored → ${formatTime(finished ?? "").text}`;
  const start = formatTime(started).text;
  if (finished === null) return `${start} → no finish stored`;
  const finish = formatTime(finished).text;
  return `${start} → ${dateOf(start) === dateOf(finish) ? finish.slice("2016-02-17 ".length) : finish}`;
}
