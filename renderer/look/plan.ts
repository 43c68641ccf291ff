/** Running sums, and what they were planned to be. */
import type { PlotAxis } from "../../core/api/plots.ts";
import { place, valueAt, type Stroke } from "../plot/figure.ts";
import type { Extent } from "../plot/ranges.ts";

const secondsOf = { day: 86_400, hour: 3600 };

/** In what a sum is told, and how much of the column's own unit that is: seconds add up to hours. */
export function summedUnit(unit: string | null): { readonly text: string | null; readonly size: number } {
  return unit === "s" ? { text: "h", size: secondsOf.hour } : { text: unit, size: 1 };
}

/** A planned sum, from the first to the last of an axis, in values. */
export interface Plan {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The line of a sum that grows by `plan` with each of `runs` runs, or, where that is null, each day, from the first to the last of an axis. */
export function plannedLine(
  { least, greatest }: Pick<PlotAxis, "least" | "greatest">,
  runs: number | null,
  plan: number,
): Plan {
  const [first, last] = [least ?? 0, greatest ?? 0];
  // The first run is there already.
  return runs === null
    ? { x: [first, last], y: [0, (plan * (last - first)) / secondsOf.day] }
    : { x: [first, last], y: [plan, plan * runs] };
}

/** The ends of a plan that are seen between two places of x, in values; null where none of it is. */
function seenOf({ x: [x0, x1], y: [y0, y1] }: Plan, along: Extent): Plan | null {
  const at = (x: number): number => (x1 > x0 ? y0 + ((x - x0) / (x1 - x0)) * (y1 - y0) : y1);
  const [from, to] = [Math.max(along.from, x0), Math.min(along.to, x1)];
  return from <= to ? { x: [from, to], y: [at(from), at(to)] } : null;
}

/** A part of y with room for what is seen of a plan between two places of x. */
export function extentWithLine(
  { from, to }: Extent,
  plan: Plan,
  along: Extent,
  isLogarithmic: boolean,
): Extent {
  const ends = seenOf(plan, along)?.y ?? [];
  const seen = ends.map((y) => place(y, isLogarithmic)).filter((y) => y !== null);
  const room = Math.max(0, ...seen.map((y) => (y - to) * 0.04));
  return { from: Math.min(from, ...seen), to: Math.max(to, ...seen) + (seen.some((y) => y > to) ? room : 0) };
}

/** Of a straight line on a logarithmic axis, where it is bent. */
const bends = 128;

/** A plan as it is drawn on an axis of y that is as wide as `across`; on a logarithmic one from where it is seen there. */
export function planStroke(plan: Plan, along: Extent, across: Extent, isLogarithmic: boolean): Stroke {
  const style = { colour: "plan", isDashed: true } as const;
  if (!isLogarithmic) return { ...plan, ...style };
  const seen = seenOf(plan, along);
  const top = place(seen?.y[1] ?? null, true);
  if (!seen || top === null) return { x: [], y: [], ...style };
  const [x0, x1] = seen.x;
  const [y0, y1] = seen.y;
  const bottom = Math.min(top, Math.max(across.from, place(y0, true) ?? -Infinity));
  // Evenly far apart along the axis: near its beginning it is steep.
  const y = Array.from({ length: bends + 1 }, (_, at) => bottom + ((top - bottom) * at) / bends);
  const xOf = (value: number): number => (y1 > y0 ? x0 + ((value - y0) / (y1 - y0)) * (x1 - x0) : x1);
  return { x: y.map((at) => xOf(valueAt(at, true))), y, ...style };
}
