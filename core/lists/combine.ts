/** Lists of runs as sets. Their stretches ascend and neither overlap nor touch, and so do those of what is made of them. */
import type { RunStretch } from "../api/runLists.ts";

type Runs = readonly RunStretch[];

/** The runs that are in one or in both. */
export function union(a: Runs, b: Runs): RunStretch[] {
  const merged: RunStretch[] = [];
  for (const [first, last] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** The runs that are in both. */
export function intersection(a: Runs, b: Runs): RunStretch[] {
  const common: RunStretch[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [x, y] = [a[i], b[j]];
    if (!x || !y) return common;
    const [first, last] = [Math.max(x[0], y[0]), Math.min(x[1], y[1])];
    if (first <= last) common.push([first, last]);
    if (x[1] < y[1]) i++;
    else j++;
  }
}

/** The runs of the first that are not in the second. */
export function difference(a: Runs, b: Runs): RunStretch[] {
  const left: RunStretch[] = [];
  let j = 0;
  for (const [first, last] of a) {
    let from = first;
    while ((b[j]?.[1] ?? Infinity) < from) j++;
    for (let k = j; from <= last; k++) {
      const taken = b[k];
      if (!taken || taken[0] > last) {
        left.push([from, last]);
        break;
      }
      if (taken[0] > from) left.push([from, taken[0] - 1]);
      from = taken[1] + 1;
    }
  }
  return left;
}
