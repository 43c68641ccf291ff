/** Mean and σ of y in bins of x. */

import type { PlotProfile } from "../api/plots.ts";

/** The profile of points over the bins of an axis. */
export function profileOf(
  points: Iterable<readonly [x: number, y: number]>,
  { edges, binOf }: { readonly edges: readonly number[]; readonly binOf: (x: number) => number },
): PlotProfile {
  const size = Math.max(0, edges.length - 1);
  const counts = new Float64Array(size);
  const means = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const [x, y] of points) {
    const bin = binOf(x);
    const count = (counts[bin] ?? 0) + 1;
    const from = y - (means[bin] ?? 0);
    const mean = (means[bin] ?? 0) + from / count;
    counts[bin] = count;
    means[bin] = mean;
    squares[bin] = (squares[bin] ?? 0) + from * (y - mean);
  }
  const ofFull = (value: (bin: number) => number): (number | null)[] =>
    Array.from(counts, (count, bin) => (count === 0 ? null : value(bin)));
  return {
    edges: [...edges],
    means: ofFull((bin) => means[bin] ?? 0),
    deviations: ofFull((bin) => Math.sqrt((squares[bin] ?? 0) / (counts[bin] ?? 1))),
    counts: [...counts],
  };
}
