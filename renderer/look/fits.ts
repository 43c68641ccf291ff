/** What is drawn over a scatter plot: its profile, and a straight line with its parameters. */
import type { PlotFit, PlotProfile } from "../../core/api/plots.ts";
import { formatFloat } from "../lib/format.ts";
import { place, type Stroke } from "../plot/figure.ts";
import type { Extent } from "../plot/ranges.ts";

/** The line over what is shown of x. */
export function fitStroke({ intercept, slope }: PlotFit, { from, to }: Extent): Stroke {
  const at = (x: number): number => intercept + slope * x;
  return { x: [from, to], y: [at(from), at(to)], colour: "plan" };
}

/** A cross for each bin with runs: over its width at the mean, and σ up and down. */
export function profileStrokes({ edges, means, deviations }: PlotProfile, isLogarithmic: boolean): Stroke[] {
  const x: number[] = [];
  const y: (number | null)[] = [];
  for (const [bin, mean] of means.entries()) {
    const left = place(edges[bin] ?? null, isLogarithmic);
    const right = place(edges[bin + 1] ?? null, isLogarithmic);
    if (mean === null || left === null || right === null) continue;
    const middle = (left + right) / 2;
    const sigma = deviations[bin] ?? 0;
    x.push(left, right, right, middle, middle, middle);
    y.push(mean, mean, null, mean - sigma, mean + sigma, null);
  }
  return x.length === 0 ? [] : [{ x, y, colour: "active" }];
}

/** `y = 1.2(3) + 0.56(1) · x, r = 0.97`; of logarithms as the logarithms of these. */
export function fitText(
  { intercept, slope, interceptError, slopeError, correlation }: PlotFit,
  names: { readonly x: string; readonly y: string },
  log: { readonly x: boolean; readonly y: boolean },
): string {
  const name = (axis: "x" | "y"): string => (log[axis] ? `log₁₀ ${names[axis]}` : names[axis]);
  const r = correlation === null ? "" : `, r = ${correlation.toFixed(3)}`;
  return `${name("y")} = ${withError(intercept, interceptError)} + ${withError(slope, slopeError)} · ${name("x")}${r}`;
}

/** A value with its error, both to two digits of the error: `(1.23 ± 0.45)`, or `(1.23e-7 ± 4.5e-8)` where both are tiny or huge. */
export function withError(value: number, error: number | null): string {
  if (error === null || !(error > 0)) return formatFloat(value);
  // Of the error as it is shown: 9.96 is 10, which has one place less.
  const places = 1 - exponentOf(Number(error.toPrecision(2)));
  const size = Math.max(Math.abs(value), error);
  const write = size >= 1e-3 && size < 1e15 && places <= 15 ? toPlaces : inPowers;
  return `(${write(value, places)} ± ${write(error, places)})`;
}

/** With the given number of places behind the point; below zero they are zeros before it. */
function toPlaces(number: number, places: number): string {
  if (places >= 0) return number.toFixed(places).replace(/^-(?=[0.]+$)/, "");
  const step = 10 ** -places;
  return String(Math.round(number / step) * step);
}

/** The same digits as `toPlaces`, behind the first of which the point stands. */
function inPowers(number: number, places: number): string {
  const digits = exponentOf(number) + places;
  if (number === 0 || digits < 0) return "0";
  // A double has no more than these.
  return number.toExponential(Math.min(16, digits));
}

function exponentOf(number: number): number {
  return Number(number.toExponential().split("e")[1]);
}
