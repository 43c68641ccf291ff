/** Times as expressions have them: what the clock on the wall showed, as texts that sort by time. */

/** What a date text stands for: a moment, or for a date and its beginnings all that lies within. */
export interface DateMeaning {
  readonly text: string;
  /** Its first moment, by which it is in order: `YYYY-MM-DD HH:MM:SS.ffffff`. */
  readonly first: string;
  /** Its last moment, the same as the first one for a moment. */
  readonly last: string;
  /** Whether it depends on when it is asked. */
  readonly isRelative: boolean;
}

const timePattern = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/;

/**
 * Brings a date text (`2016-02-17`, `2016-02-17 13:26`, `2016-02-17T13:26:01.5`) to the form in which times are
 * stored and compared, `YYYY-MM-DD HH:MM:SS.ffffff`. Anything that is not a real day or time of day gives null.
 * Times are wall-clock times: a zone is not accepted.
 */
export function normalizeTime(text: string): string | null {
  const match = timePattern.exec(text);
  if (match === null) return null;
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", fraction = ""] = match;
  const real =
    Number(year) >= 1 &&
    Number(day) >= 1 &&
    Number(day) <= daysInMonth(Number(year), Number(month)) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60;
  return real ? `${year}-${month}-${day} ${hour}:${minute}:${second}.${fraction.padEnd(6, "0")}` : null;
}

/**
 * What a date text means beside a time: a date, its beginning (`2018-03`, `2018`), a time of day on a date, or a
 * time relative to `now` (`now-24h`, `today`, `yesterday`, `today-1w`, `monday` of this week). Null for any other text.
 */
export function readDate(text: string, now: string): DateMeaning | null {
  const relative = relativePattern.exec(text);
  if (relative !== null) return readRelative(text, relative, now);
  const [, year = "", month, day] = beginningPattern.exec(text) ?? [];
  if (year === "") {
    const moment = normalizeTime(text);
    return moment === null ? null : { text, first: moment, last: moment, isRelative: false };
  }
  const first = normalizeTime(`${year}-${month ?? "01"}-${day ?? "01"}`);
  if (first === null) return null;
  const lastMonth = month ?? "12";
  const lastDay = day ?? String(daysInMonth(Number(year), Number(lastMonth)));
  return { text, first, last: endOfDay(`${year}-${lastMonth}-${lastDay}`), isRelative: false };
}

/** What the clock on the wall of this machine shows, as a text that `readDate` takes for `now`. */
export function wallClock(date: Date = new Date()): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * millisecondsIn.m);
  return writeTime(local.getTime()) ?? "1970-01-01 00:00:00.000000";
}

const beginningPattern = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const relativePattern = /^\s*(now|today|yesterday|monday)((?:\s*[+-]\s*\d{1,9}\s*[mhdw])*)\s*$/;
const stepPattern = /([+-])\s*(\d+)\s*([mhdw])/g;
const millisecondsIn = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Steps of days from a date give a date, others a moment. Hours are those of the clock on the wall. */
function readRelative(text: string, [, base, steps = ""]: RegExpExecArray, now: string): DateMeaning | null {
  let time = Date.parse(
    `${base === "now" ? now.slice(0, 19).replace(" ", "T") : `${now.slice(0, 10)}T00:00:00`}Z`,
  );
  if (base === "yesterday") time -= millisecondsIn.d;
  if (base === "monday") time -= ((new Date(time).getUTCDay() + 6) % 7) * millisecondsIn.d;
  let isDate = base !== "now";
  for (const [, sign, count, unit] of steps.matchAll(stepPattern)) {
    const step = Number(count) * millisecondsIn[unit as keyof typeof millisecondsIn];
    time += sign === "-" ? -step : step;
    if (unit === "m" || unit === "h") isDate = false;
  }
  const first = writeTime(time);
  if (first === null) return null;
  return { text, first, last: isDate ? endOfDay(first.slice(0, 10)) : first, isRelative: true };
}

function endOfDay(day: string): string {
  return `${day} 23:59:59.999999`;
}

/** Milliseconds since 1970 to whole seconds; null beyond the years that four digits write. */
function writeTime(time: number): string | null {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return null;
  return `${date.toISOString().slice(0, 19).replace("T", " ")}.000000`;
}

/** Days of a month counted from 1; 0 for a month that does not exist. */
function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return days[month - 1] ?? 0;
}
