/** A plot as data: the same is drawn in the window and written to a picture. */
import type { PlotAxis } from "../../core/api/plots.ts";
import { formatFloat, formatInteger } from "../lib/format.ts";

/** An axis of a plot, and the part of it that is shown. */
export interface Scale {
  readonly axis: PlotAxis;
  readonly isLogarithmic: boolean;
  /** Places, as `place` gives them. */
  readonly from: number;
  readonly to: number;
  /** Where ticks can stand, ascending, where that is not at round numbers: positions of runs. */
  readonly stops?: { readonly at: readonly number[]; readonly labels: readonly string[] };
}

/** A colour of the palette by its use, or a group's by its number. */
export type Colour = "band" | "bar" | "active" | "plan" | number;

/** A line in places through the plot; null breaks it. */
export interface Stroke {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  readonly colour: Colour;
  readonly isDashed?: boolean;
}

/** A rectangle in places; null is the edge of the plot. */
export interface Block {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number | null;
  readonly y1: number | null;
  readonly colour: Colour;
  /** 0 … 1. */
  readonly strength: number;
  /** Written above the plot over its width, where there is room for it. */
  readonly label?: string;
  /** Written in it, where there is room for it. */
  readonly inside?: string;
}

/** One plot: points by x with a line through them, and rectangles behind them. */
export interface Panel {
  /** Written over the plot at the left. */
  readonly title: string;
  readonly x: Scale;
  readonly y: Scale;
  /** Places; a missing one ends the line. */
  readonly points: {
    readonly x: readonly number[];
    readonly y: readonly (number | null)[];
    /** The group colour of each; all have that of lines where there is none. */
    readonly colours?: readonly number[] | null;
  };
  readonly hasLine: boolean;
  /** Whether the line keeps a value until the next one. */
  readonly isStepped?: boolean;
  /** Over the points. */
  readonly strokes?: readonly Stroke[];
  readonly hasDots: boolean;
  readonly blocks: readonly Block[];
  /** What is not shown, in words. */
  readonly notes?: readonly string[];
  /** What stands at the axes, with units; in pictures. */
  readonly axisTitles?: { readonly x: string; readonly y: string };
  /** How high it is in pictures, in pixels, where it is not as high as the others. */
  readonly height?: number;
  /** What its own colours stand for. */
  readonly legend?: readonly LegendEntry[];
}

/** One colour of a plot. */
export interface LegendEntry {
  /** As points name their group. */
  readonly group: number;
  /** Which of the palette's group colours it has. */
  readonly colour: number;
  readonly name: string;
  readonly runs: number;
}

/** Panels below each other, with a title over them and words below. */
export interface Figure {
  readonly title: string;
  /** Which runs of which database it is about, a line each. */
  readonly footer: readonly string[];
  readonly panels: readonly Panel[];
  /** What its colours stand for. */
  readonly legend?: { readonly title: string; readonly entries: readonly LegendEntry[] } | null;
}

/** Where a value is along an axis; null where it cannot stand on it. */
export function place(value: number | null, isLogarithmic: boolean): number | null {
  if (value === null || !isLogarithmic) return value;
  return value > 0 ? Math.log10(value) : null;
}

/** The value at a place of an axis. */
export function valueAt(at: number, isLogarithmic: boolean): number {
  return isLogarithmic ? 10 ** at : at;
}

/** A value of an axis for people. */
export function formatPlaced(value: number, { type, categories }: PlotAxis): string {
  if (type === "string") return categoryName(categories[value]);
  if (type === "bool") return value === 0 ? "no" : "yes";
  if (type === "time") return formatSeconds(value);
  return type === "int" && Number.isInteger(value) ? formatInteger(value) : formatFloat(value);
}

/** The values between two edges for people; edges of integers lie halfway between two of them. */
export function rangeText(axis: PlotAxis, from: number, to: number): string {
  if (axis.type === "string" || axis.type === "bool") return formatPlaced((from + to) / 2, axis);
  const isBetween = axis.type === "int" && Math.abs(from % 1) === 0.5;
  const begin = formatPlaced(isBetween ? from + 0.5 : from, axis);
  const end = formatPlaced(isBetween ? to - 0.5 : to, axis);
  return begin === end ? begin : `${begin} – ${end}`;
}

/** The text of a place; undefined stands for all texts without one. */
export function categoryName(text: string | undefined): string {
  if (text === undefined) return "all others";
  return text === "" ? "(empty)" : text;
}

/** Seconds of a wall clock as its date and time. */
export function formatSeconds(seconds: number): string {
  const date = new Date(Math.round(seconds * 1000));
  if (Number.isNaN(date.getTime())) return "";
  return date.toISOString().slice(0, "2016-02-17T13:26:01".length).replace("T", " ");
}
