/** A run's start and finish in words. Times are wall-clock texts without a zone. */
import { dateOf, formatCell } from "../lib/format.ts";

/** `2016-02-17 13:26 → 15:02`; the date again where the run ends on another day. */
export function formatTimes(started: string | null, finished: string | null): string {
  if (started === null && finished === null) return "No times stored";
  if (started === null) return `No start stored → ${textOf(finished ?? "")}`;
  const start = textOf(started);
  if (finished === null) return `${start} → no finish stored`;
  const finish = textOf(finished);
  const isSameDay = dateOf(start) === dateOf(finish) && finish.length > "2016-02-17 ".length;
  return `${start} → ${isSameDay ? finish.slice("2016-02-17 ".length) : finish}`;
}

/** What is not a time is shown as it is stored. */
function textOf(time: string): string {
  return formatCell(time, "time").text;
}
