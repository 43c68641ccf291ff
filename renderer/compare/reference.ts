/** What the runs of a comparison are compared with. */
import type { Cell } from "../../core/api/values.ts";

export type Against = "first" | "median";

/**
 * Of some values the median where they are measured numbers, else the most frequent one: a setting or an identifier between two
 * others may be one that no run has. Of equally frequent ones the least number, or the first where they are no numbers. Those that
 * are missing do not count; null where all are.
 */
export function middleOf(values: readonly Cell[], isMeasured: boolean): Cell {
  const present = values.filter((value) => value !== null);
  const numbers = present.filter((value) => typeof value === "number").sort((a, b) => a - b);
  const areNumbers = numbers.length > 0 && numbers.length === present.length;
  if (areNumbers && isMeasured) {
    const middle = Math.floor((numbers.length - 1) / 2);
    const [lower = 0, upper = lower] = numbers.slice(middle, middle + 2);
    return numbers.length % 2 === 1 ? lower : (lower + upper) / 2;
  }
  const counts = new Map<Cell, number>();
  for (const value of areNumbers ? numbers : present) counts.set(value, (counts.get(value) ?? 0) + 1);
  let found: Cell = null;
  for (const [value, count] of counts) if (count > (counts.get(found) ?? 0)) found = value;
  return found;
}

/** How far a number is from another, as a share of the greater one, 0 … 1: opposite signs are as far as can be. */
export function shareApart(value: number, reference: number): number {
  const greater = Math.max(Math.abs(value), Math.abs(reference));
  if (value === reference || greater === 0) return 0;
  return Math.min(1, Math.abs(value - reference) / greater);
}
