/** The events of the run that is being taken, as they grew. */
import type { HistoryEntry } from "../../core/api/log.ts";
import { wallClock } from "../../core/time/wallClock.ts";

/** The count at a moment, in milliseconds. */
export interface EventPoint {
  readonly moment: number;
  readonly events: number;
}

/** The most points that are kept. */
const most = 240;

/** The points with one more, if it tells something new. */
export function withPoint(points: readonly EventPoint[], point: EventPoint): readonly EventPoint[] {
  const last = points.at(-1);
  if (last && (last.events === point.events || last.moment >= point.moment)) return points;
  return [...points, point].slice(-most);
}

/** What the log tells of the counts that were replaced while the run went on; `clock` is the host's. */
export function pointsOfHistory(
  history: readonly HistoryEntry[],
  clock: { readonly moment: number; readonly wall: string },
): readonly EventPoint[] {
  return history.reduce<readonly EventPoint[]>((points, { new: events, created }) => {
    const ago = created === null ? NaN : wallClock(clock.wall) - wallClock(created);
    if (typeof events !== "number" || Number.isNaN(ago)) return points;
    return withPoint(points, { moment: clock.moment - ago, events });
  }, []);
}

/** Events per second from each point to the next. */
export function ratesOf(points: readonly EventPoint[]): number[] {
  return points.slice(1).flatMap(({ moment, events }, at) => {
    const before = points[at];
    if (!before || events < before.events) return [];
    return [(1000 * (events - before.events)) / (moment - before.moment)];
  });
}
