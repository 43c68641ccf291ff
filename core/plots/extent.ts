import type { AxisValues } from "./axisValues.ts";

/** The part of an axis that is looked at, both ends included. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** Bounds where they are given, else the ends of the values; on a logarithmic axis of the positive ones. */
export function extentOf(
  { axis }: Pick<AxisValues, "axis">,
  from: number | null,
  to: number | null,
  isLogarithmic: boolean,
): Extent {
  const greatest = to ?? axis.greatest ?? 1;
  if (!isLogarithmic) return { from: from ?? axis.least ?? 0, to: greatest };
  const least = from !== null && from > 0 ? from : (axis.leastPositive ?? 1);
  return { from: least, to: Math.max(least, greatest) };
}
