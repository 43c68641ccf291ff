/** What is summed up of a measure in a group: groups can become one. */
import type { Total } from "../api/totals.ts";

/** Of the runs that count for means: the sum of their weights, and those of the weighted distances from an origin and of their squares. */
interface Moments {
  readonly weight: number;
  readonly origin: number;
  readonly first: number;
  readonly second: number;
}

export interface Sums extends Moments {
  /** Runs with a value. */
  readonly runs: number;
  readonly sum: number;
  /** All digits of integers beyond 2^53. */
  readonly least: number | bigint;
  readonly greatest: number | bigint;
}

const noMoments: Moments = { weight: 0, origin: 0, first: 0, second: 0 };

export const noSums: Sums = { runs: 0, sum: 0, least: Infinity, greatest: -Infinity, ...noMoments };

/** Two groups as one. */
export function addSums(a: Sums, b: Sums): Sums {
  return {
    runs: a.runs + b.runs,
    sum: a.sum + b.sum,
    least: b.least < a.least ? b.least : a.least,
    greatest: b.greatest > a.greatest ? b.greatest : a.greatest,
    ...addMoments(a, b),
  };
}

/** About the origin of the heavier one. Weights that add up to zero still move a mean: nothing is divided here. */
function addMoments(a: Moments, b: Moments): Moments {
  const isNothing = a.weight === 0 && a.first === 0 && a.second === 0;
  const [heavy, light] = isNothing || Math.abs(a.weight) < Math.abs(b.weight) ? [b, a] : [a, b];
  const apart = light.origin - heavy.origin;
  return {
    weight: heavy.weight + light.weight,
    origin: heavy.origin,
    first: heavy.first + light.first + light.weight * apart,
    second: heavy.second + light.second + apart * (2 * light.first + light.weight * apart),
  };
}

/** The moments of a row; none where no run has a weight. */
export function momentsOf({ least, greatest }: Pick<Sums, "least" | "greatest">, moments: Moments): Moments {
  if (Number.isNaN(moments.weight)) return noMoments;
  if (least !== greatest) return moments;
  // Rounding makes no spread where there is none. The greatest double stands for infinity where a database has none.
  const value = Number(least);
  const origin = Math.abs(value) >= Number.MAX_VALUE ? Infinity : value;
  return { weight: moments.weight, origin, first: 0, second: 0 };
}

/** What rounding can leave of a sum of squares. */
const rounding = 1e-9;

/** The weighted squares of the distances from the mean. */
function squaresOf({ weight, first, second }: Moments): number {
  const squares = second - first * (first / weight);
  // Less than nothing is left by rounding, or by negative weights.
  return squares < 0 && squares > -rounding * Math.abs(second) ? 0 : squares;
}

/** Below this part of the squared distance from the origin the variance has lost half of a double's digits. */
const leastVariance = 1e-8;

/** Whether rounding has eaten the squares. */
export function isSpreadLost(sums: Sums): boolean {
  const { weight, first, least, greatest } = sums;
  if (!(weight > 0) || least === greatest) return false;
  return Math.abs(squaresOf(sums) / weight) < leastVariance * (first / weight) ** 2;
}

/** The figures of a group of `all` runs; no mean and no σ where the weights add up to zero or less. */
export function totalOf(sums: Sums, all: number): Total {
  const { runs, sum, least, greatest, weight, origin, first } = sums;
  const mean = weight > 0 ? finite(origin + first / weight) : null;
  return {
    runs,
    missing: all - runs,
    sum: runs === 0 ? null : finite(sum),
    mean,
    sigma: mean === null ? null : finite(Math.sqrt(squaresOf(sums) / weight)),
    least: extreme(least),
    greatest: extreme(greatest),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Beyond 2^53 the text of all digits of an integer. */
function extreme(value: number | bigint): number | string | null {
  if (typeof value === "number") return finite(value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
