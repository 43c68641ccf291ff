/** The ticks of an axis: round numbers, calendar times, texts. */
import { formatFloat, formatInteger, magnitudes } from "../lib/format.ts";
import { categoryName, formatSeconds, type Scale } from "./figure.ts";

export interface Tick {
  readonly at: number;
  /** Of up to two lines. */
  readonly label: string;
}

/** Pixels that a tick takes at least. */
const spaceOfTick = { x: 84, y: 34 };
/** Pixels of a character of its label, and between two labels. */
const characterWidth = 6.4;
const gap = 14;

/** Pixels that there are beside a plot for the second half of its last label. */
export const roomAtEnd = 24;

/** The ticks for what is shown of an axis on a number of pixels; a label that its end would cut is left out. */
export function ticksOf(scale: Scale, pixels: number, along: "x" | "y"): readonly Tick[] {
  const ticks = allTicks(scale, pixels, along);
  if (along === "y") return ticks;
  const { from, to } = scale;
  return ticks.map((tick) => {
    const half = Math.max(...tick.label.split("\n").map((line) => line.length)) * (characterWidth / 2);
    const end = ((tick.at - from) / (to - from)) * pixels + half;
    return end > pixels + roomAtEnd ? { ...tick, label: "" } : tick;
  });
}

function allTicks(scale: Scale, pixels: number, along: "x" | "y"): readonly Tick[] {
  const { axis, from, to, isLogarithmic } = scale;
  if (!(to > from)) return [];
  const most = Math.max(2, Math.floor(pixels / spaceOfTick[along]));
  if (scale.stops) return stopTicks(scale.stops, from, to, most);
  if (axis.type === "string") {
    const texts = textsOf(scale).map(shortened);
    const longest = texts.reduce((length, text) => Math.max(length, text.length), 1);
    const space = along === "x" ? longest * characterWidth + gap : gap;
    return placeTicks(scale, texts, Math.max(1, Math.floor(pixels / space)));
  }
  if (axis.type === "bool") return placeTicks(scale, ["no", "yes"], most);
  if (axis.type === "time") return timeTicks(from, to, most);
  return isLogarithmic ? logarithmicTicks(from, to, most) : numberTicks(scale, most);
}

function textsOf({ axis }: Scale): readonly string[] {
  return [...axis.categories, ...(axis.hasOthers ? [undefined] : [])].map(categoryName);
}

/** Evenly far apart, each at the stop that is nearest to where it would be. */
function stopTicks(
  { at, labels }: NonNullable<Scale["stops"]>,
  from: number,
  to: number,
  most: number,
): readonly Tick[] {
  const step = Math.max(1, roundStep((to - from) / most));
  const ticks = new Map<number, Tick>();
  let stop = 0;
  for (const wanted of multiples(step, from, to)) {
    while (stop + 1 < at.length && (at[stop + 1] ?? Infinity) <= wanted) stop++;
    const next = Math.abs((at[stop + 1] ?? Infinity) - wanted) < Math.abs((at[stop] ?? NaN) - wanted);
    const nearest = next ? stop + 1 : stop;
    const place = at[nearest];
    if (place === undefined || place < from || place > to || Math.abs(place - wanted) > step / 2) continue;
    ticks.set(place, { at: place, label: labels[nearest] ?? "" });
  }
  return [...ticks.values()];
}

const longestLabel = 18;

function placeTicks({ from, to }: Scale, texts: readonly string[], most: number): readonly Tick[] {
  const shown = texts.map((label, at) => ({ at, label })).filter(({ at }) => at >= from && at <= to);
  // Where there is no room for all of them every second, third, … is written.
  const step = Math.ceil(shown.length / most);
  return shown.filter((_, index) => index % step === 0);
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > longestLabel ? `${line.slice(0, longestLabel - 1)}…` : line;
}

/** The least 1, 2 or 5 times a power of ten that is not below. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((digit) => digit * power >= least) ?? 10);
}

function numberTicks({ axis, from, to }: Scale, most: number): readonly Tick[] {
  const least = axis.type === "int" ? 1 : 0;
  const step = Math.max(least, roundStep((to - from) / most));
  return multiples(step, from, to).map((at) => ({ at, label: formatTick(at, step) }));
}

/** Multiples are rounded: three times 0.1 is 0.30000000000000004. */
function multiples(step: number, from: number, to: number): readonly number[] {
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Of a tick, however few digits are set for values: more would not tell it from its neighbours. */
const tickDigits = 6;

/** From here on powers of ten are written: a thousand T and more is read by nobody. */
const huge = 1e15;

function formatTick(value: number, step: number): string {
  if (value !== 0 && Math.max(step, Math.abs(value)) >= huge) return timesPower(value);
  // The step says from which on ticks are written in such units.
  const unit = magnitudes.find(({ size }) => step >= size && value !== 0);
  // Six digits would make one label of close neighbours; multiples have no more than 12.
  const digits = Math.abs(value) / step >= 1e5 ? 12 : tickDigits;
  if (unit) return `${formatFloat(value / unit.size, digits)}\u202f${unit.sign}`;
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return formatInteger(value);
  return formatFloat(value, digits);
}

function logarithmicTicks(from: number, to: number, most: number): readonly Tick[] {
  if (to - from < 1) {
    const low = 10 ** from;
    const high = 10 ** to;
    const step = roundStep((high - low) / most);
    return multiples(step, low, high).map((value) => ({
      at: Math.log10(value),
      label: formatTick(value, step),
    }));
  }
  const powers = multiples(Math.max(1, Math.ceil((to - from) / most)), from, to);
  return powers.map((at) => ({ at, label: formatPower(at) }));
}

/** `2·10¹⁸`, with all digits that a tick has. */
function timesPower(value: number): string {
  const [digits = "", exponent] = value.toExponential().split("e");
  return `${digits}·${formatPower(Number(exponent))}`;
}

const raised = Array.from("⁰¹²³⁴⁵⁶⁷⁸⁹");

/** 1, 10, and from there on powers: 10², 10⁻³. */
function formatPower(exponent: number): string {
  if (exponent === 0 || exponent === 1) return String(10 ** exponent);
  const digits = Array.from(String(Math.abs(exponent)), (digit) => raised[Number(digit)] ?? "");
  return `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}

const minute = 60;
const hour = 3600;
const day = 86_400;
const secondSteps = [1, 2, 5, 10, 15, 30].flatMap((count) => [count, count * minute]).sort((a, b) => a - b);
const shortSteps = [...secondSteps, ...[1, 2, 3, 6, 12].map((count) => count * hour)];
const daySteps = [1, 2, 5, 10];
const monthSteps = [1, 3, 6];

/** Times of the wall clock, as if it were UTC's. */
function timeTicks(from: number, to: number, most: number): readonly Tick[] {
  const least = (to - from) / most;
  const short = shortSteps.find((step) => step >= least);
  if (short !== undefined) return clockTicks(multiples(short, from, to), short < minute);
  const days = daySteps.find((step) => step * day >= least);
  if (days !== undefined) return dateTicks(daysBetween(from, to, days), "2016-".length, "2016-02-17".length);
  const months = monthSteps.find((step) => step * 30 * day >= least);
  if (months !== undefined) return dateTicks(monthsBetween(from, to, months), 0, "2016-02".length);
  const years = Math.max(1, roundStep(least / (365 * day)));
  return dateTicks(monthsBetween(from, to, 12 * years), 0, "2016".length);
}

/** The time of day; below it the date where a new one begins. */
function clockTicks(times: readonly number[], withSeconds: boolean): readonly Tick[] {
  let before = "";
  return times.map((at) => {
    const [date = "", time = ""] = formatSeconds(at).split(" ");
    const clock = time.slice(0, withSeconds ? "13:26:01".length : "13:26".length);
    const label = date === before ? clock : `${clock}\n${date}`;
    before = date;
    return { at, label };
  });
}

/** A part of the date; below it the year where it is not in it and a new one begins. */
function dateTicks(times: readonly number[], begin: number, end: number): readonly Tick[] {
  let before = "";
  return times.map((at) => {
    const date = formatSeconds(at);
    const year = date.slice(0, "2016".length);
    const text = date.slice(begin, end);
    const label = begin === 0 || year === before ? text : `${text}\n${year}`;
    before = year;
    return { at, label };
  });
}

/** Each `step`-th day of every month, but none close to the next month's first. */
function daysBetween(from: number, to: number, step: number): readonly number[] {
  return monthsBetween(from - 31 * day, to, 1).flatMap((month) => {
    const next = new Date(month * 1000);
    const length = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();
    const last = step === 1 ? length : length - step / 2;
    const days = Array.from(
      { length: Math.floor((last - 1) / step) + 1 },
      (_, index) => month + index * step * day,
    );
    return days.filter((at) => at >= from && at <= to);
  });
}

/** The first of each `step`-th month, counted from a year on. */
function monthsBetween(from: number, to: number, step: number): readonly number[] {
  const first = new Date(from * 1000);
  let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  const found: number[] = [];
  for (;;) {
    const at = Date.UTC(Math.floor(month / 12), month % 12) / 1000;
    if (!(at <= to)) return found;
    if (at >= from) found.push(at);
    month += step;
  }
}
