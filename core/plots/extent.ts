import type { AxisValues } from "./axisValues.ts";

/** The part of an axis that is looked at, both ends included. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** Bounds where they are given, else the ends of the values; on a logarithmic axis of the positive ones. */
export function extentOf(
  { axis, values }: AxisValues,
  from: number | null,
  to: number | null,
  isLogarithmic: boolean,
): Extent {
  const greatest = to ?? axis.greatest ?? 1;
  if (!isLogarithmic) return { from: from ?? axis.least ?? 0, to: greatest };
  const least = from !== null && from > 0 ? from : leastPositive(values);
  return { from: least, to: Math.max(least, greatest) };
}

function leastPositive(values: Float64Array): number {
  let least = Infinity;
  for (const value of values) if (value > 0 && value < least) least = value;
  return least === Infinity ? 1 : least;
}
