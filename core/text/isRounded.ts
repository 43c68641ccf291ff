/** Whether a sum is an integer beyond 2^53: a double, whose last digits may be rounded. “≈” stands before it. */
export function isRounded(sum: number): boolean {
  return Number.isInteger(sum) && !Number.isSafeInteger(sum);
}
