/**
 * A stored time as it is shown and exported: `YYYY-MM-DD HH:MM:SS`, with a fraction only where there is one.
 * (SQLAlchemy always writes six digits of it.)
 */
export function shownTime(stored: string): string {
  return stored.replace("T", " ").replace(/\.0+$/, "");
}

/** Whole seconds from one stored time to another by the wall clock; null where one is missing or no time. */
export function secondsBetween(start: string | null, end: string | null): number | null {
  if (start === null || end === null) return null;
  const milliseconds = wallClock(end) - wallClock(start);
  return Number.isNaN(milliseconds) ? null : Math.round(milliseconds / 1000);
}

/** What the clock on the wall shows at a moment where this program runs, as a stored time. */
export function wallClockTime(moment: Date): string {
  const asIfUtc = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return asIfUtc.toISOString().slice(0, "2016-02-17T13:26:01".length).replace("T", " ");
}

/** Read as if it were UTC: a stored time has no zone, and the local one is nobody's. */
function wallClock(stored: string): number {
  return Date.parse(`${stored.replace(" ", "T")}Z`);
}
