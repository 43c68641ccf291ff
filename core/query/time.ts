const timePattern = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/;

/**
 * Brings a date text (`2016-02-17`, `2016-02-17 13:26`, `2016-02-17T13:26:01.5`) to the form in which times are
 * stored and compared, `YYYY-MM-DD HH:MM:SS.ffffff`. Anything that is no real day or time of day gives null.
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

/** Days of a month counted from 1; 0 for a month that does not exist. */
function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return days[month - 1] ?? 0;
}
