/** What is summed up of a measure in a group: groups can become one. */
import type { Total } from "../api/totals.ts";

export interface Sums {
  /** Runs with a value. */
  readonly runs: number;
  readonly sum: number;
  /** All digits of integers beyond 2^53. */
  readonly least: number | bigint;
  readonly greatest: number | bigint;
  /** Of those that count for means: the sum of their weights, their mean, and the weighted squares of the distances from it. */
  readonly weight: number;
  readonly mean: number;
  readonly squares: number;
  /** Whether rounding has eaten the squares. */
  readonly isSpreadLost: boolean;
}

export const noSums: Sums = {
  runs: 0,
  sum: 0,
  least: Infinity,
  greatest: -Infinity,
  weight: 0,
  mean: 0,
  squares: 0,
  isSpreadLost: false,
};

/** Two groups as one (Chan, Golub and LeVeque 1979). */
export function addSums(a: Sums, b: Sums): Sums {
  const weight = a.weight + b.weight;
  const share = weight === 0 ? 0 : b.weight / weight;
  const distance = b.mean - a.mean;
  return {
    runs: a.runs + b.runs,
    sum: a.sum + b.sum,
    least: b.least < a.least ? b.least : a.least,
    greatest: b.greatest > a.greatest ? b.greatest : a.greatest,
    weight,
    mean: a.weight === 0 ? b.mean : a.mean + distance * share,
    squares: a.squares + b.squares + (a.weight === 0 ? 0 : distance * distance * a.weight * share),
    isSpreadLost: a.isSpreadLost || b.isSpreadLost,
  };
}

/** Below this part of the squared distance from the origin the variance has lost half of a double's digits. */
const leastVariance = 1e-8;

/** What rounding can leave of a sum of squares. */
const rounding = 1e-9;

/** The mean and squares of a row, by the sums of the weighted distances from `origin` and of their squares. */
export function spreadOf(
  { least, greatest }: Pick<Sums, "least" | "greatest">,
  { weight, origin, first, second }: Readonly<Record<"weight" | "origin" | "first" | "second", number>>,
): Pick<Sums, "weight" | "mean" | "squares" | "isSpreadLost"> {
  if (Number.isNaN(weight) || weight === 0) return { weight: 0, mean: 0, squares: 0, isSpreadLost: false };
  const offset = first / weight;
  // Rounding makes no spread where there is none.
  if (least === greatest) return { weight, mean: Number(least), squares: 0, isSpreadLost: false };
  const rounded = second - first * offset;
  // Less than nothing is left by rounding, or by negative weights.
  const squares = rounded < 0 && rounded > -rounding * Math.abs(second) ? 0 : rounded;
  return {
    weight,
    mean: origin + offset,
    squares,
    isSpreadLost: Math.abs(squares / weight) < leastVariance * offset * offset,
  };
}

/** The figures of a group of `all` runs; no mean and no σ where the weights add up to zero or less. */
export function totalOf({ runs, sum, least, greatest, weight, mean, squares }: Sums, all: number): Total {
  const hasMean = weight > 0;
  return {
    runs,
    missing: all - runs,
    sum: runs === 0 ? null : finite(sum),
    mean: hasMean ? finite(mean) : null,
    sigma: hasMean ? finite(Math.sqrt(squares / weight)) : null,
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
