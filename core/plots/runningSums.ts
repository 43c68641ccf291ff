/** The sum of a column from its first row on. */
import { finiteOr, type AxisValues } from "./axisValues.ts";

/**
 * A column with, at each row, the sum of it and all rows before it by their place along x, divided by `unit`. A row without a value
 * adds nothing and has the sum so far; one without a place along x has none.
 */
export function runningSums({ axis, values }: AxisValues, along: AxisValues, unit: number): AxisValues {
  const sums = new Float64Array(values.length).fill(NaN);
  let sum = 0;
  // What is lost of small values beside a large sum (Neumaier).
  let lost = 0;
  let least = 0;
  let greatest = 0;
  let leastPositive = Infinity;
  for (const row of rowsByPlace(along)) {
    const value = values[row] ?? NaN;
    if (!Number.isNaN(value)) {
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
    }
    const here = (sum + lost) / unit;
    sums[row] = here;
    if (here < least) least = here;
    if (here > greatest) greatest = here;
    if (here > 0 && here < leastPositive) leastPositive = here;
  }
  const areWhole = axis.type !== "float" && unit === 1;
  return {
    axis: {
      ...axis,
      type: areWhole ? "int" : "float",
      least,
      greatest,
      leastPositive: finiteOr(leastPositive, null),
    },
    values: sums,
    infinite: null,
    isAscending: false,
  };
}

/** The rows that have a place, by it. */
function rowsByPlace({ values, isAscending }: AxisValues): Iterable<number> {
  if (isAscending) return values.keys();
  const placed = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row] ?? NaN));
  return placed.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
}
