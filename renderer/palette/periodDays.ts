/** The days of a run period as words, so that any day or month of it finds it. */
import type { RunPeriod } from "../../core/api/catalogue.ts";
import { wallClock } from "../../core/time/wallClock.ts";

const day = 24 * 60 * 60 * 1000;
/** A longer one, as to the year 3000, is found by its ends alone. */
const mostDays = 1000;

const months = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });

/** `2018-01-12 2018-01-13 … January February`; its ends alone where it has none or they are far apart. */
export function daysInWords({ startDate, endDate }: Pick<RunPeriod, "startDate" | "endDate">): string {
  const ends = [startDate, endDate].filter((end) => end !== null).join(" ");
  if (startDate === null || endDate === null) return ends;
  const [first, last] = [wallClock(startDate.slice(0, 10)), wallClock(endDate.slice(0, 10))];
  const length = (last - first) / day + 1;
  if (!(length >= 1 && length <= mostDays)) return ends;
  const days = Array.from({ length }, (_, at) => new Date(first + at * day));
  const names = new Set(days.map((each) => months.format(each)));
  return [...days.map((each) => each.toISOString().slice(0, 10)), ...names].join(" ");
}
