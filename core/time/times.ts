import { storedTimeOf } from "./wallClock.ts";

/**
 * A stored time as it is shown and exported: `YYYY-MM-DD HH:MM:SS`, with a fraction only where there is one.
 * (SQLAlchemy always writes six digits of it.)
 */
export function shownTime(stored: string): string {
  // What is stored may be any text.
  const withBlank = stored[10] === "T" ? `${stored.slice(0, 10)} ${stored.slice(11)}` : stored;
  return withBlank.replace(/(:\d\d)\.0+$/, "$1");
}

/** What the clock on the wall shows at a moment where this program runs, as a stored time. */
export function wallClockTime(moment: Date): string {
  return storedTimeOf(moment.getTime() - moment.getTimezoneOffset() * 60_000);
}
