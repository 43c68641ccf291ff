/**
 * Arithmetic with stored times. They are what the clock on the wall showed and have no zone: every difference is taken on the
 * face of that clock, so that it is the same everywhere, whatever zone the program runs in.
 */

/** Milliseconds of a stored time as if it were UTC; only for differences. NaN for what is not a time. */
export function wallClock(stored: string): number {
  return Date.parse(`${stored.replace(" ", "T")}Z`);
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
