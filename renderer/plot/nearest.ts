import { nextIndex } from "./plotKeys.ts";

/** Points by x, as they are drawn. */
export interface Points {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** Pixels of one step along each axis. */
export interface PixelsPer {
  readonly x: number;
  readonly y: number;
}

/** So near in x, in pixels, the point that is nearest in both counts, else that which is nearest in x. */
const reach = 12;

/** The point with a value that is nearest to a place; null where there is none. */
export function nearestPoint(
  { x, y }: Points,
  at: { x: number; y: number },
  pixels: PixelsPer,
): number | null {
  const middle = firstFrom(x, at.x);
  let nearest: number | null = null;
  let least = Infinity;
  const consider = (index: number): boolean => {
    const value = y[index];
    const across = Math.abs((x[index] ?? NaN) - at.x) * pixels.x;
    if (across > reach && nearest !== null) return false;
    if (value === null || value === undefined) return true;
    const distance = across > reach ? across * 1e6 : Math.hypot(across, (value - at.y) * pixels.y);
    if (distance < least) {
      least = distance;
      nearest = index;
    }
    return true;
  };
  let left = middle - 1;
  let right = middle;
  while (left >= 0 || right < x.length) {
    const toLeft = at.x - (x[left] ?? -Infinity);
    const toRight = (x[right] ?? Infinity) - at.x;
    if (!consider(toLeft <= toRight ? left-- : right++)) break;
  }
  return nearest;
}

/** The first index whose x is not below a place. */
export function firstFrom(x: readonly number[], at: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? NaN) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next point with a value in a direction, from none the first or the last; null at the end. */
export function nextPoint(
  { x, y }: Points,
  from: number | null,
  by: 1 | -1,
  within?: { from: number; to: number },
): number | null {
  for (let index = nextIndex(x.length, from, by); index !== null; index = nextIndex(x.length, index, by)) {
    const at = x[index] ?? NaN;
    const value = y[index];
    const isShown = within === undefined || (at >= within.from && at <= within.to);
    if (isShown && value !== null && value !== undefined) return index;
  }
  return null;
}
