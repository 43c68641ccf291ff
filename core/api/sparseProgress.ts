import type { Progress } from "./call.ts";

/** The shortest time between two reports of one step, in milliseconds. */
const interval = 100;

/** Passes on how far a call is: the beginning of each step, and then what is the state every tenth of a second. */
export function sparseProgress(report: (progress: Progress) => void): (progress: Progress) => void {
  let label: string | null = null;
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (progress.label === label && now - last < interval) return;
    label = progress.label;
    last = now;
    report(progress);
  };
}
