/** What the page of plots shows, as the address holds it. */
import type { PlotColouring } from "../../core/api/plots.ts";
import { formatNames, parseNames, type Route, type RouteSearch } from "../model/route.ts";

export const plotKinds = ["run", "time", "pair", "histogram"] as const;
export type PlotKind = (typeof plotKinds)[number];
export const lineStyles = ["points", "line", "band"] as const;
type LineStyle = (typeof lineStyles)[number];

export interface LookView {
  readonly plot: PlotKind;
  /** Along time: the column of times; of a pair: what lies along x. */
  readonly x: string | null;
  /** What is plotted: several along runs and times, one else. */
  readonly y: readonly string[];
  /** The part of x that is shown, in values, or in places of the result where runs stand by these; null for all. */
  readonly part: { readonly low: number; readonly high: number } | null;
  /** Of a pair, that of y. */
  readonly across: { readonly low: number; readonly high: number } | null;
  readonly style: LineStyle;
  readonly log: { readonly x: boolean; readonly y: boolean };
  /** Whether the outermost hundredths of y are cut off. */
  readonly isRobust: boolean;
  /** Whether runs stand at their numbers, and not at their places in the result. */
  readonly isByNumber: boolean;
  /** Whether numbers are summed from the first run on. */
  readonly isSum: boolean;
  /** What the sum was to grow by, per run or per day; null for no plan. */
  readonly plan: number | null;
  readonly colour: PlotColouring | null;
  /** Whether the bars of each colour are an outline, and not stacked. */
  readonly isOutlined: boolean;
  /** How wide the bins of a histogram are; null for what suits the values. */
  readonly binWidth: number | null;
  /** Of a scatter plot: a straight line through it, and mean and σ in bins of x. */
  readonly hasFit: boolean;
  readonly hasProfile: boolean;
}

/** In an address; no condition has a name like it. */
export const periodColour = "@period";

/** The most plots that fit below each other. */
export const mostPanels = 6;

/** Reads the parameters of the page; what it cannot read it leaves out. */
export function parseView(view: Route["view"]): LookView {
  const log = view["log"] ?? "";
  const plot = plotKinds.find((kind) => kind === view["plot"]) ?? "run";
  const values = parsePart(view["low"], view["high"]);
  // Links of earlier versions give run numbers without saying so: places have names of their own.
  const isByNumber = view["axis"] === "number" || (plot === "run" && values !== null);
  return {
    plot,
    x: view["x"] ?? null,
    y: parseNames(view["y"] ?? "").slice(0, mostPanels),
    part: plot === "run" && !isByNumber ? parsePart(view["first"], view["last"]) : values,
    across: parsePart(view["ylow"], view["yhigh"]),
    style: parseStyle(view["style"]),
    log: { x: log.includes("x"), y: log.includes("y") },
    isRobust: view["range"] === "robust",
    isByNumber,
    isSum: view["sum"] === "1",
    plan: parsePositive(view["plan"]),
    colour: parseColour(view["colour"]),
    isOutlined: view["bars"] === "outline",
    binWidth: parsePositive(view["bin"]),
    hasFit: view["fit"] === "1",
    hasProfile: view["profile"] === "1",
  };
}

/** Writes parameters that `parseView` reads back; defaults are left out. */
export function formatView(view: LookView): Route["view"] {
  const { plot, x, y, part, across, style, log, isRobust, isByNumber, isSum, plan, colour, isOutlined } =
    view;
  const { binWidth, hasFit, hasProfile } = view;
  const [from, to] = isByPosition(view) ? ["first", "last"] : ["low", "high"];
  const axes = `${log.x ? "x" : ""}${log.y ? "y" : ""}`;
  return {
    plot,
    ...(x === null ? {} : { x }),
    ...(y.length === 0 ? {} : { y: formatNames(y) }),
    ...(part === null ? {} : { [from]: String(part.low), [to]: String(part.high) }),
    ...(across === null ? {} : { ylow: String(across.low), yhigh: String(across.high) }),
    ...(style === "points" ? {} : { style }),
    ...(axes === "" ? {} : { log: axes }),
    ...(isRobust ? { range: "robust" } : {}),
    ...(isByNumber ? { axis: "number" } : {}),
    ...(isSum ? { sum: "1" } : {}),
    ...(plan === null ? {} : { plan: String(plan) }),
    ...(colour === null ? {} : { colour: "column" in colour ? colour.column : periodColour }),
    ...(isOutlined ? { bars: "outline" } : {}),
    ...(binWidth === null ? {} : { bin: String(binWidth) }),
    ...(hasFit ? { fit: "1" } : {}),
    ...(hasProfile ? { profile: "1" } : {}),
  };
}

/** Whether runs stand side by side, at their places in the result. */
export function isByPosition({ plot, isByNumber }: Pick<LookView, "plot" | "isByNumber">): boolean {
  return plot === "run" && !isByNumber;
}

/** What a part is of: other runs have other places. */
export interface ShownRuns {
  readonly runs: Pick<RouteSearch, "expression" | "runMin" | "runMax" | "ranges">;
  readonly view: LookView;
}

/** Whether the part that is shown was of the places of other runs, and came along as the runs were changed. */
export function isPartOfOthers(before: ShownRuns, now: ShownRuns): boolean {
  const runsOf = ({ runs: { expression, runMin, runMax, ranges } }: ShownRuns): string =>
    JSON.stringify([expression, runMin, runMax, ranges]);
  const partOf = ({ view }: ShownRuns): string => JSON.stringify(view.part);
  return (
    isByPosition(before.view) &&
    isByPosition(now.view) &&
    runsOf(before) !== runsOf(now) &&
    partOf(before) === partOf(now)
  );
}

/** A number above zero, as people type it into a field; null where there is none. */
export function parsePositive(text: string | undefined): number | null {
  const number = Number(text ?? NaN);
  return Number.isFinite(number) && number > 0 ? number : null;
}

function parseStyle(text: string | undefined): LineStyle {
  // Links of earlier versions.
  if (text === "both") return "line";
  return lineStyles.find((style) => style === text) ?? "points";
}

function parseColour(text: string | undefined): PlotColouring | null {
  if (text === undefined || text === "") return null;
  return text === periodColour ? { calendar: "period" } : { column: text };
}

function parsePart(low: string | undefined, high: string | undefined): LookView["part"] {
  const [from, to] = [Number(low ?? NaN), Number(high ?? NaN)];
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? { low: from, high: to } : null;
}
