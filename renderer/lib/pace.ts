/** How fast a long work goes on, and how long it still takes. */

export interface Pace {
  readonly perSecond: number;
  /** Null where nobody knows how much there is to be done. */
  readonly secondsLeft: number | null;
}

interface Amount {
  readonly done: number;
  readonly total: number | null;
}

/** What takes less tells nothing of what follows, in milliseconds. */
const leastTime = 1000;

/** The pace since `began`, when that much had been done; null where that cannot be told yet. Times are in milliseconds. */
export function paceOf(
  began: { readonly at: number; readonly done: number },
  { done, total }: Amount,
  now: number,
): Pace | null {
  const time = now - began.at;
  if (time < leastTime || done <= began.done) return null;
  const perSecond = ((done - began.done) * 1000) / time;
  return { perSecond, secondsLeft: total === null ? null : Math.max(0, total - done) / perSecond };
}
