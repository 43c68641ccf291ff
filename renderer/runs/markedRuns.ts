/** Whether a number of runs can be put side by side. */
export function isComparable(count: number): boolean {
  return count >= 2 && count <= 20;
}
