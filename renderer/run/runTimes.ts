/** A run's start and finish in words. Times are wall-clock texts without a zone. */
import { dateOf, formatTime } from "../format.ts";

/** `2016-02-17 13:26 → 15:02`; the date again where the run ends on another day. */
export function formatTimes(started: string | null, finished: string | null): string {
  if (started === null && finished === null) return "No times stored";
  if (started === null) return `No start stored → ${formatTime(finished ?? "").text}`;
  const start = formatTime(started).text;
  if (finished === null) return `${start} → no finish stored`;
  const finish = formatTime(finished).text;
  return `${start} → ${dateOf(start) === dateOf(finish) ? finish.slice("2016-02-17 ".length) : finish}`;
}
