/** What is drawn over a scatter plot: its profile, and a straight line with its parameters. */
import type { NoFit, PlotFit, PlotProfile } from "../../core/api/plots.ts";
import { formatFigure, formatFloat, formatInteger, inGroups } from "../lib/format.ts";
import { valueWithUnit } from "../lib/units.ts";
import { formatSeconds, place, type Stroke } from "../plot/figure.ts";
import type { Extent } from "../plot/ranges.ts";

/** The line over what is shown of x. */
export function fitStroke({ intercept, slope, origin, unit }: PlotFit, { from, to }: Extent): Stroke {
  const at = (x: number): number => intercept + (slope * (x - origin)) / unit;
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

/** What the words of a fit need to know of an axis. */
export interface FitAxis {
  readonly name: string;
  readonly unit: string | null;
  readonly isTime: boolean;
  readonly isLogarithmic: boolean;
}

/**
 * `y = (1.2 ± 0.3) nA + (0.56 ± 0.01) nA per day from 2018-03-01, r = 0.97`; of logarithms as the logarithms of these. Along a number the slope
 * is times x.
 */
export function fitText(fit: PlotFit, x: FitAxis, y: FitAxis): string {
  const { intercept, slope, interceptError, slopeError, correlation } = fit;
  const name = (axis: FitAxis): string => (axis.isLogarithmic ? `log₁₀ ${axis.name}` : axis.name);
  const r = correlation === null ? "" : `, r = ${correlation.toFixed(3)}`;
  // A logarithm has no unit.
  const ofY = y.isLogarithmic || y.isTime ? null : y.unit;
  const ofX = x.isLogarithmic || x.isTime ? null : x.unit;
  const perX = ofX === null ? "" : `/${ofX}`;
  const ofSlope = ofX === null ? ofY : `${ofY ?? 1}${perX}`;
  const start = y.isTime
    ? momentText(intercept, interceptError)
    : valueWithUnit(withError(intercept, interceptError), ofY);
  const growth = y.isTime
    ? `${spanText(slope, slopeError)}${perX}`
    : valueWithUnit(withError(slope, slopeError), ofSlope);
  const along = x.isTime ? perTime(fit) : ` · ${name(x)}`;
  return `${name(y)} = ${start} + ${growth}${along}${r}`;
}

function perTime({ origin, unit }: PlotFit): string {
  const isDaily = unit === 86_400;
  const length = (isDaily ? "2018-03-01" : "2018-03-01 12:00").length;
  return ` per ${isDaily ? "day" : "hour"} from ${formatSeconds(origin).slice(0, length)}`;
}

/** Why there is no line. */
export function noFitText(reason: NoFit, x: string): string {
  return {
    kind: "no line: it goes through numbers and times only",
    few: "no line: fewer than two runs are drawn",
    same: `no line: all values of ${x} are the same`,
    large: "no line: the values are too large to be squared",
  }[reason];
}

/** A moment with how far it may be off. */
function momentText(seconds: number, error: number | null): string {
  const moment = formatSeconds(seconds);
  const text = moment === "" ? `${formatFloat(seconds)} s since 1970` : moment;
  return error === null || !(error > 0)
    ? text
    : `(${text} ± ${inSpan(error, (value) => formatFloat(value, 2))})`;
}

/** Seconds with their error, in days, hours or themselves. */
function spanText(seconds: number, error: number | null): string {
  return inSpan(seconds, (value, size) => withError(value, error === null ? null : error / size));
}

function inSpan(seconds: number, write: (value: number, size: number) => string): string {
  const size = [86_400, 3600].find((each) => Math.abs(seconds) >= each) ?? 1;
  const name = { 86_400: "d", 3600: "h", 1: "s" }[size] ?? "s";
  return valueWithUnit(write(seconds / size, size), name);
}

/** A value with its error, both to two digits of the error: `(1.23 ± 0.45)`, or `(1.23e-7 ± 4.5e-8)` where both are tiny or huge. */
export function withError(value: number, error: number | null): string {
  if (error === null || !(error > 0)) return formatFigure(value);
  // Of the error as it is shown: 9.96 is 10, which has one place less.
  const places = 1 - exponentOf(Number(error.toPrecision(2)));
  const size = Math.max(Math.abs(value), error);
  const write = size >= 1e-3 && size < 1e15 && places <= 15 ? toPlaces : inPowers;
  return `(${write(value, places)} ± ${write(error, places)})`;
}

/** With the given number of places behind the point; below zero they are zeros before it. In groups as other numbers. */
function toPlaces(number: number, places: number): string {
  if (places > 0) return inGroups(number.toFixed(places).replace(/^-(?=[0.]+$)/, ""));
  const step = 10 ** -places;
  return formatInteger(Math.round(number / step) * step || 0);
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
