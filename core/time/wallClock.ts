/**
 * Arithmetic with stored times. They are what the clock on the wall showed and have no zone: every difference is taken on the
 * face of that clock, so that it is the same everywhere, whatever zone the program runs in.
 */

/** Milliseconds of a stored time as if it were UTC; only for differences. NaN for what is not a time. */
export function wallClock(stored: string): number {
  const ofDay = millisecondsOfDay(stored);
  if (ofDay < 0) return parse(stored);
  const day = stored.slice(0, dayLength);
  if (day !== lastDay) [lastDay, lastMidnight] = [day, parse(`${day} 00:00:00`)];
  return lastMidnight + ofDay;
}

function parse(stored: string): number {
  return Date.parse(`${stored.replace(" ", "T")}Z`);
}

const dayLength = "2016-02-17".length;
/** Runs one after the other are mostly of the same day, whose parsing takes longest. */
let lastDay = "";
let lastMidnight = NaN;

/** Of a time written as `2016-02-17 13:26:01` or with six digits of a fraction behind it; -1 for any other text. */
function millisecondsOfDay(stored: string): number {
  const { length } = stored;
  if ((length !== 19 && length !== 26) || stored.charCodeAt(13) !== 58 || stored.charCodeAt(16) !== 58)
    return -1;
  const separator = stored.charCodeAt(10);
  if (separator !== 32 && separator !== 84) return -1;
  const [hours, minutes, seconds] = [twoDigits(stored, 11), twoDigits(stored, 14), twoDigits(stored, 17)];
  // What is out of range, or no digits at all, is for the parser to judge.
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return -1;
  const fraction = length === 19 ? 0 : fractionOf(stored);
  return fraction < 0 ? -1 : ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
}

/** NaN where these are not two digits. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** Whole milliseconds of `.ffffff` at the end of a time; -1 where that is something else. */
function fractionOf(stored: string): number {
  if (stored.charCodeAt(19) !== 46) return -1;
  const pairs = [twoDigits(stored, 20), twoDigits(stored, 22), twoDigits(stored, 24)];
  const [first = NaN, second = NaN, third = NaN] = pairs;
  return Number.isNaN(first + second + third) ? -1 : first * 10 + Math.floor(second / 10);
}

/** Milliseconds of `wallClock` as a stored time, in whole seconds. */
export function storedTimeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, "2016-02-17T13:26:01".length).replace("T", " ");
}

/**
 * Whole seconds from one stored time to another; null where one is missing or not a time. This is the length of a run wherever
 * one is shown, also over a change of the clocks.
 */
export function secondsBetween(start: string | null, end: string | null): number | null {
  if (start === null || end === null) return null;
  const milliseconds = wallClock(end) - wallClock(start);
  return Number.isNaN(milliseconds) ? null : Math.round(milliseconds / 1000);
}
