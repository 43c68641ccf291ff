/** A straight line through points, by least squares. */

import type { PlotFit } from "../api/plots.ts";

/** The line through points, with errors from how far these lie from it; null where no line goes: fewer than two, or all at one x. */
export function fitLine(points: Iterable<readonly [x: number, y: number]>): PlotFit | null {
  // By Welford's method: sums of squares of large numbers lose all that tells them apart.
  let count = 0;
  let [meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (const [x, y] of points) {
    count++;
    const fromX = x - meanX;
    const fromY = y - meanY;
    meanX += fromX / count;
    meanY += fromY / count;
    xx += fromX * (x - meanX);
    yy += fromY * (y - meanY);
    xy += fromX * (y - meanY);
  }
  if (count < 2 || !(xx > 0) || !Number.isFinite(xx + yy)) return null;
  const slope = xy / xx;
  const residual = Math.max(0, yy - slope * xy);
  const variance = count > 2 ? residual / (count - 2) : null;
  return {
    intercept: meanY - slope * meanX,
    slope,
    interceptError: variance === null ? null : Math.sqrt(variance * (1 / count + (meanX * meanX) / xx)),
    slopeError: variance === null ? null : Math.sqrt(variance / xx),
    correlation: yy > 0 ? xy / Math.sqrt(xx * yy) : null,
    points: count,
  };
}
