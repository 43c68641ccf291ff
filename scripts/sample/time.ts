/**
 * RCDB stores naive wall-clock times. Here they are whole seconds, counted as if they were UTC:
 * no zone is meant, and the zone of this machine must not get in.
 */

const hour = 3600;
export const day = 24 * hour;

/** Seconds of `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`. */
export function wallClock(text: string): number {
  return Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(" ", "T")}Z`) / 1000;
}

/** `YYYY-MM-DD HH:MM:SS`. */
export function secondsText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** `YYYY-MM-DD HH:MM:SS.ffffff`, the form in which SQLAlchemy stores a DATETIME on SQLite. */
export function dateTimeText(seconds: number, microseconds = 0): string {
  return `${secondsText(seconds)}.${String(microseconds).padStart(6, "0")}`;
}

/** `MM/DD/YY HH:MM:SS`, as the run log has it. */
export function runLogTime(seconds: number): string {
  const text = secondsText(seconds);
  return `${text.slice(5, 7)}/${text.slice(8, 10)}/${text.slice(2, 4)} ${text.slice(11)}`;
}
