/** Running sums, and what they were planned to be. */
import type { PlotAxis } from "../../core/api/plots.ts";
import type { Extent } from "../plot/ranges.ts";

const secondsOf = { day: 86_400, hour: 3600 };

/** In what a sum is told, and how much of the column's own unit that is: seconds add up to hours. */
export function summedUnit(unit: string | null): { readonly text: string | null; readonly size: number } {
  return unit === "s" ? { text: "h", size: secondsOf.hour } : { text: unit, size: 1 };
}

/** The line of a sum that grows by `plan` with each of `runs` runs, or, where that is null, each day, from the first to the last of an axis. */
export function plannedLine(
  { least, greatest }: Pick<PlotAxis, "least" | "greatest">,
  runs: number | null,
  plan: number,
): { readonly x: readonly [number, number]; readonly y: readonly [number, number] } {
  const [first, last] = [least ?? 0, greatest ?? 0];
  // The first run is there already.
  return runs === null
    ? { x: [first, last], y: [0, (plan * (last - first)) / secondsOf.day] }
    : { x: [first, last], y: [plan, plan * runs] };
}

/** A part of y with room for what is seen of a line between two places of x. */
export function extentWithLine(
  { from, to }: Extent,
  line: ReturnType<typeof plannedLine>,
  along: Extent,
): Extent {
  const [x0, x1] = line.x;
  const [y0, y1] = line.y;
  const at = (x: number): number => (x1 > x0 ? y0 + ((x - x0) / (x1 - x0)) * (y1 - y0) : y1);
  const ends = [Math.max(along.from, x0), Math.min(along.to, x1)];
  const seen = (ends[0] ?? 0) <= (ends[1] ?? 0) ? ends.map(at) : [];
  const room = Math.max(0, ...seen.map((y) => (y - to) * 0.04));
  return { from: Math.min(from, ...seen), to: Math.max(to, ...seen) + (seen.some((y) => y > to) ? room : 0) };
}
