/** The schemas of calls that draw and sum up a held result: what a window of some pixels can show, never all rows. */
import * as v from "valibot";
import { call, held, readingResult } from "./call.ts";
import { cell, count, runNumber, valueType } from "./values.ts";

const finite = v.pipe(v.number(), v.finite());
const bound = v.optional(v.nullable(finite), null);
const isLogarithmic = v.optional(v.boolean(), false);
const result = v.string();

/**
 * What numbers along an axis stand for. Times are seconds since 1970 as if their wall clock were UTC's, booleans 0 and
 * 1, texts places in `categories`.
 */
const plotAxis = v.object({
  /** A column of the result, or `run`. */
  column: v.string(),
  type: valueType,
  /** The most frequent texts, by name; empty for other types. */
  categories: v.array(v.string()),
  /** Whether a last place after `categories` stands for all other texts. */
  hasOthers: v.boolean(),
  /** How many these are. */
  others: count,
  /** Of all rows of the result, in a pair with a logarithmic axis of those that are drawn; null where none has a value. */
  least: v.nullable(v.number()),
  greatest: v.nullable(v.number()),
  /** Where a logarithmic axis begins; null where no value is above zero. */
  leastPositive: v.nullable(v.number()),
});
export type PlotAxis = v.InferOutput<typeof plotAxis>;

/** What runs are coloured by: a text, bool or number of few values of the result, or their run period. */
const colouring = v.union([v.object({ column: v.string() }), v.object({ calendar: v.literal("period") })]);
export type PlotColouring = v.InferOutput<typeof colouring>;
const colour = v.optional(v.nullable(colouring), null);

/** The values that have a colour of their own; more could not be told apart, and by colour-blind eyes even less. */
export const mostColours = 8;

/** Runs of one colour: those with a value, with another one, and without any. `runs` of the whole result. */
const plotGroup = v.object({ kind: v.picklist(["value", "others", "missing"]), value: cell, runs: count });
export type PlotGroup = v.InferOutput<typeof plotGroup>;
/** Values by name or size, then the others and those without; null where nothing colours. */
const groups = v.nullable(v.array(plotGroup));
/** For each point the index of its group; null where nothing colours. */
const groupOfPoints = v.nullable(v.array(count));

const columnPlotWanted = v.object({
  result,
  /** `run`, or a column of times. */
  x: v.string(),
  /** Whether runs stand at their places in the result, from 0 on, and not at their numbers; along `run` only. */
  byPosition: v.optional(v.boolean(), false),
  /** Run numbers whose positions are wanted: where run periods begin. */
  edges: v.optional(v.array(finite), []),
  /** Running sums of numbers and bools along x, in units of this; null for the values themselves. */
  sumUnit: v.optional(v.nullable(v.pipe(finite, v.gtValue(0))), null),
  /** Whether a line through the points ends where the database has runs between that are not in the result. */
  endsLines: v.optional(v.boolean(), false),
  colour,
  /** Whether the runs are coloured by the column itself, where its values are states, whatever `colour` says. */
  byOwnValue: v.optional(v.boolean(), false),
  column: v.string(),
  from: bound,
  to: bound,
  /** What is shown of the column: values outside are counted. */
  yFrom: bound,
  yTo: bound,
  /** How many points there may be; a text has up to that many for each four of its categories. */
  points: v.pipe(v.number(), v.integer(), v.minValue(4), v.maxValue(20_000)),
});

const columnPlot = v.object({
  x: plotAxis,
  y: plotAxis,
  /**
   * Rows within the bounds; those of them without a value or with an infinite one, and how many of these are infinite; those at or below
   * zero, which a logarithmic axis cannot show; those outside of `yFrom` and `yTo`. Rows of the result that have no place along x.
   */
  rows: count,
  missing: count,
  infinite: count,
  nonPositive: count,
  outside: count,
  unplaced: count,
  /** The least and the greatest run within the bounds; null where there is none. */
  firstRun: v.nullable(runNumber),
  lastRun: v.nullable(runNumber),
  /** Whether each row is a point; else peaks, first and last of each stretch are. */
  isWhole: v.boolean(),
  /** Whether the values of the column are states: texts, yes and no, numbers of few values. */
  isState: v.boolean(),
  /** By x. Without a value the line ends and begins anew; so it does where there is no run either: its neighbours are far apart. */
  points: v.object({
    x: v.array(v.number()),
    runs: v.array(v.nullable(runNumber)),
    values: v.array(v.nullable(v.number())),
    groups: groupOfPoints,
  }),
  groups,
  /** How many runs of the result come before each of the wanted edges. */
  edges: v.array(count),
  /** Below and above these lie one of a hundred values each, estimated from some; null where there is none. */
  low: v.nullable(v.number()),
  high: v.nullable(v.number()),
});
export type ColumnPlot = v.InferOutput<typeof columnPlot>;

const pairPlotWanted = v.object({
  result,
  x: v.string(),
  y: v.string(),
  xFrom: bound,
  xTo: bound,
  yFrom: bound,
  yTo: bound,
  xLog: isLogarithmic,
  yLog: isLogarithmic,
  points: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20_000)),
  /** About how many cells there are to be either way where there are more rows than points. */
  columns: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(300)),
  rows: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(300)),
  colour,
  /** Whether a straight line is wanted, and into how many bins of x a profile is to be. */
  fit: v.optional(v.boolean(), false),
  profileBins: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(300))), null),
});

/** Why no line goes through points: an axis is of texts or bools, there are fewer than two, all have one x, or their squares are no numbers any more. */
const noFit = v.picklist(["kind", "few", "same", "large"]);
export type NoFit = v.InferOutput<typeof noFit>;

/** `y = intercept + slope · (x − origin) / unit`, of the logarithms where an axis is logarithmic. */
const lineFit = v.object({
  /** Of times a day or an hour near the first of them, and the seconds of one; else 0 and 1. */
  origin: v.number(),
  unit: v.number(),
  intercept: v.number(),
  slope: v.number(),
  /** Standard errors; null for two points. */
  interceptError: v.nullable(v.number()),
  slopeError: v.nullable(v.number()),
  /** Pearson's; null where all y are the same. */
  correlation: v.nullable(v.number()),
  points: count,
});
export type PlotFit = v.InferOutput<typeof lineFit>;

/** Mean and σ of y in bins of x, of the logarithms of y where that axis is logarithmic; null where a bin is empty. */
const profile = v.object({
  edges: v.array(v.number()),
  means: v.array(v.nullable(v.number())),
  deviations: v.array(v.nullable(v.number())),
  counts: v.array(count),
});
export type PlotProfile = v.InferOutput<typeof profile>;

const pairPlot = v.object({
  x: plotAxis,
  y: plotAxis,
  /**
   * Rows within the bounds with both values; rows of the result that lack one or have one without a place, how many of these for an infinite
   * value, and how many for a value at or below zero on a logarithmic axis.
   */
  rows: count,
  missing: count,
  infinite: count,
  nonPositive: count,
  /** By x; null where there are more rows than points. */
  points: v.nullable(
    v.object({
      x: v.array(v.number()),
      y: v.array(v.number()),
      runs: v.array(runNumber),
      groups: groupOfPoints,
    }),
  ),
  groups,
  /** Else how many rows are in each cell, column by column. */
  cells: v.nullable(
    v.object({ xEdges: v.array(v.number()), yEdges: v.array(v.number()), counts: v.array(count) }),
  ),
  /** Of all rows within the bounds; null where none is wanted, or, as `noFit` says, possible. */
  fit: v.nullable(lineFit),
  noFit: v.nullable(noFit),
  profile: v.nullable(profile),
});
export type PairPlot = v.InferOutput<typeof pairPlot>;

const histogramWanted = v.object({
  result,
  column: v.string(),
  from: bound,
  to: bound,
  log: isLogarithmic,
  /** The most bins there may be; their edges are round numbers. */
  bins: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(1000)),
  /** How wide bins of numbers are to be, times in seconds; null for what suits the values, by Freedman and Diaconis. */
  width: v.optional(v.nullable(v.pipe(finite, v.gtValue(0))), null),
  colour,
});

const histogram = v.object({
  axis: plotAxis,
  /** One more than `counts`; the last bin includes its end. */
  edges: v.array(v.number()),
  counts: v.array(count),
  /** Of each bin; null for texts, and where they are logarithmic. */
  width: v.nullable(v.number()),
  groups,
  /** The counts of each group; null where nothing colours. */
  groupCounts: v.nullable(v.array(v.array(count))),
  /** Rows within the bounds; rows of the result that cannot be shown; how many of these are infinite, and at or below zero. */
  rows: count,
  missing: count,
  infinite: count,
  nonPositive: count,
  /** Of the rows within the bounds; null for texts and where there is none. */
  mean: v.nullable(v.number()),
  deviation: v.nullable(v.number()),
});
export type Histogram = v.InferOutput<typeof histogram>;

/** Sums over some runs. Lengths are from start to finish, where both are known and in order. */
const sums = {
  runs: count,
  seconds: v.number(),
  /** Runs without a length. */
  unmeasured: count,
  events: v.number(),
  /** Runs without an event count. */
  uncounted: count,
  /** Events and seconds of the runs that have both: together their mean rate. */
  ratedEvents: v.number(),
  ratedSeconds: v.number(),
};
const statisticsSums = v.object(sums);
export type StatisticsSums = v.InferOutput<typeof statisticsSums>;

/** Of a group of runs, with the first and the last of them. */
const group = v.object({ ...sums, firstRun: runNumber, lastRun: runNumber });
export type StatisticsGroup = v.InferOutput<typeof group>;

const statistics = v.object({
  total: statisticsSums,
  /** Whether the database has `event_count` as a number. */
  hasEventCount: v.boolean(),
  /** The run periods that have some of the runs, by their first run. A run belongs to each period whose range it lies in. */
  periods: v.array(v.object({ ...group.entries, name: v.string(), runMin: runNumber, runMax: runNumber })),
  /** The runs in no period. */
  outside: v.nullable(group),
  /** Days (`2016-02-17`) on which some of the runs started, by the wall clock; a run belongs to the day it started on. Column by column. */
  days: v.object({
    day: v.array(v.string()),
    runs: v.array(count),
    seconds: v.array(v.number()),
    unmeasured: v.array(count),
    events: v.array(v.number()),
    uncounted: v.array(count),
    ratedEvents: v.array(v.number()),
    ratedSeconds: v.array(v.number()),
    firstRun: v.array(runNumber),
    lastRun: v.array(runNumber),
  }),
  /** Runs whose start is not known, and those of days beyond the most that are told apart. */
  undated: v.nullable(group),
  later: v.nullable(group),
});
export type Statistics = v.InferOutput<typeof statistics>;

export const plotCalls = {
  /** A column of a held result along its runs or a time: peaks stay, however few points are asked for. */
  plotColumn: call(readingResult, columnPlotWanted, columnPlot),
  /** A column of a held result against another. */
  plotPair: call(readingResult, pairPlotWanted, pairPlot),
  plotHistogram: call(readingResult, histogramWanted, histogram),
  /** Runs, hours and events of a held result with the columns `started`, `finished` and, where there is one, `event_count`. */
  readStatistics: call(readingResult, held, statistics),
};
