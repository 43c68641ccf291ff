/**
 * When the clock on the wall of this machine showed a stored time: how long a run that goes on has taken, and been silent, is measured
 * right across a change of the clocks. The length of a run is another thing: see `secondsBetween`.
 */
import { wallClock } from "../time/wallClock.ts";

/** How many minutes the local clock is behind UTC at a moment (milliseconds since 1970), as `Date.getTimezoneOffset` has it. */
export type ZoneOffset = (moment: number) => number;

const localOffset: ZoneOffset = (moment) => new Date(moment).getTimezoneOffset();

const day = 24 * 60 * 60_000;
/** How far the clock of the data acquisition may be ahead of ours. */
const slack = 2 * 60_000;

/**
 * The moments at which the clock showed a stored time, ascending: two of them in the hour that autumn repeats. In the hour
 * that spring leaves out the clock is taken not to have been changed yet. None for what is not a time.
 */
export function momentsOf(stored: string, offsetAt: ZoneOffset = localOffset): number[] {
  const asIfUtc = wallClock(stored);
  if (Number.isNaN(asIfUtc)) return [];
  const offsets = [offsetAt(asIfUtc - day), offsetAt(asIfUtc + day)];
  const candidates = offsets.map((offset) => ({ moment: asIfUtc + offset * 60_000, offset }));
  const real = candidates.filter(({ moment, offset }) => offsetAt(moment) === offset);
  const moments = (real.length > 0 ? real : candidates.slice(0, 1)).map(({ moment }) => moment);
  return [...new Set(moments)].sort((a, b) => a - b);
}

/** The latest moment of a stored time that has been by now; its first one where all lie ahead. */
export function lastMomentOf(
  stored: string | null,
  now: number,
  offsetAt: ZoneOffset = localOffset,
): number | null {
  const moments = stored === null ? [] : momentsOf(stored, offsetAt);
  return moments.findLast((moment) => moment <= now + slack) ?? moments[0] ?? null;
}
