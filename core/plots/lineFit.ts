/** A straight line through points, by least squares. */

import type { NoFit, PlotFit } from "../api/plots.ts";

/** Where x begins, and in what it is counted. */
type Base = Pick<PlotFit, "origin" | "unit">;

/** Of numbers. */
const plain: Base = { origin: 0, unit: 1 };

/** Of times from one to another: days from the first one's day on, of less than two days hours. Since 1970 a slope would be too small to be read. */
export function baseOfTimes(first: number, last: number): Base {
  const unit = last - first < 2 * 86_400 ? 3600 : 86_400;
  return { origin: Math.floor(first / unit) * unit, unit };
}

/** The line through points, with errors from how far these lie from it, or why there is none. */
export function fitLine(
  points: Iterable<readonly [x: number, y: number]>,
  { origin, unit }: Base = plain,
): PlotFit | NoFit {
  // By Welford's method: sums of squares of large numbers lose all that tells them apart.
  let count = 0;
  let [meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (const [at, y] of points) {
    const x = (at - origin) / unit;
    count++;
    const fromX = x - meanX;
    const fromY = y - meanY;
    meanX += fromX / count;
    meanY += fromY / count;
    xx += fromX * (x - meanX);
    yy += fromY * (y - meanY);
    xy += fromX * (y - meanY);
  }
  if (count < 2) return "few";
  if (!Number.isFinite(xx + yy)) return "large";
  if (!(xx > 0)) return "same";
  const slope = xy / xx;
  const residual = Math.max(0, yy - slope * xy);
  const variance = count > 2 ? residual / (count - 2) : null;
  return {
    origin,
    unit,
    intercept: meanY - slope * meanX,
    slope,
    interceptError: variance === null ? null : Math.sqrt(variance * (1 / count + (meanX * meanX) / xx)),
    slopeError: variance === null ? null : Math.sqrt(variance / xx),
    correlation: yy > 0 ? xy / Math.sqrt(xx * yy) : null,
    points: count,
  };
}
