import type { PairPlot } from "../api/plots.ts";
import type { HeldResult } from "../results/heldResult.ts";
import { axisValues, endsOf, type AxisValues } from "./axisValues.ts";
import type { ColourGroups } from "./colourGroups.ts";
import { binsOf } from "./bins.ts";
import { baseOfTimes, fitLine } from "./lineFit.ts";
import { profileOf } from "./profile.ts";
import { extentOf, type Extent } from "./extent.ts";

/** What is to be drawn; bounds are included, null is the end of the values. */
export interface PairPlotWanted {
  readonly x: string;
  readonly y: string;
  readonly xFrom: number | null;
  readonly xTo: number | null;
  readonly yFrom: number | null;
  readonly yTo: number | null;
  readonly xLog: boolean;
  readonly yLog: boolean;
  readonly points: number;
  readonly columns: number;
  readonly rows: number;
  readonly fit?: boolean;
  readonly profileBins?: number | null;
}

/** One column against another: each run a point, or, where there are too many, how many are in each cell. Throws `bad_input`. */
export function pairPlot(
  result: HeldResult,
  wanted: PairPlotWanted,
  colours: ColourGroups | null = null,
): PairPlot {
  const [x, y] = drawnAxes(axisValues(result, wanted.x), axisValues(result, wanted.y), wanted);
  const xExtent = extentOf(x, wanted.xFrom, wanted.xTo, wanted.xLog);
  const yExtent = extentOf(y, wanted.yFrom, wanted.yTo, wanted.yLog);
  const found = new Int32Array(result.count);
  let count = 0;
  let missing = 0;
  let infinite = 0;
  let nonPositive = 0;
  for (let row = 0; row < result.count; row++) {
    const left = x.values[row] ?? NaN;
    const right = y.values[row] ?? NaN;
    if (!canStand(left, wanted.xLog) || !canStand(right, wanted.yLog)) {
      missing++;
      if (x.infinite?.[row] || y.infinite?.[row]) infinite++;
      else if (!Number.isNaN(left) && !Number.isNaN(right)) nonPositive++;
    } else if (isWithin(left, xExtent) && isWithin(right, yExtent)) found[count++] = row;
  }
  const within = found.subarray(0, count);
  const isFew = within.length <= wanted.points;
  return {
    x: x.axis,
    y: y.axis,
    rows: within.length,
    missing,
    infinite,
    nonPositive,
    points: isFew ? pointsOf(result, x, y, within, colours) : null,
    groups: colours ? [...colours.groups] : null,
    cells: isFew ? null : cellsOf({ x, y, xExtent, yExtent }, within, wanted),
    ...fitOf(x, y, within, wanted),
    profile:
      wanted.profileBins && isMeasured(y)
        ? profileOf(
            pointsWithin(x, y, within, { ...wanted, xLog: false }),
            binsOf(x.axis, xExtent, wanted.profileBins, wanted.xLog),
          )
        : null,
  };
}

/** Of pairs with a logarithmic axis both axes have the ends of the runs that can stand there: a run left out for one of its values sets none. */
function drawnAxes(
  x: AxisValues,
  y: AxisValues,
  { xLog, yLog }: Pick<PairPlotWanted, "xLog" | "yLog">,
): [AxisValues, AxisValues] {
  if (!xLog && !yLog) return [x, y];
  const isDrawn = (row: number): boolean =>
    canStand(x.values[row] ?? NaN, xLog) && canStand(y.values[row] ?? NaN, yLog);
  const drawn = ({ axis, values, ...rest }: AxisValues): AxisValues => ({
    ...rest,
    values,
    axis: { ...axis, ...endsOf(values, isDrawn) },
  });
  return [drawn(x), drawn(y)];
}

function fitOf(
  x: AxisValues,
  y: AxisValues,
  rows: Int32Array,
  wanted: PairPlotWanted,
): Pick<PairPlot, "fit" | "noFit"> {
  if (!wanted.fit) return { fit: null, noFit: null };
  if (!isMeasured(x) || !isMeasured(y)) return { fit: null, noFit: "kind" };
  const { least, greatest } = endsOf(
    Float64Array.from(rows, (row) => x.values[row] ?? NaN),
    () => true,
  );
  const isTime = x.axis.type === "time" && !wanted.xLog;
  const base = isTime ? baseOfTimes(least ?? 0, greatest ?? 0) : undefined;
  const found = fitLine(pointsWithin(x, y, rows, wanted), base);
  return typeof found === "string" ? { fit: null, noFit: found } : { fit: found, noFit: null };
}

function isMeasured({ axis }: AxisValues): boolean {
  return axis.type === "int" || axis.type === "float" || axis.type === "time";
}

/** The points of some rows as they are drawn: of a logarithmic axis the powers of ten. */
function* pointsWithin(
  x: AxisValues,
  y: AxisValues,
  rows: Int32Array,
  { xLog, yLog }: Pick<PairPlotWanted, "xLog" | "yLog">,
): Generator<[number, number]> {
  const at = ({ values }: AxisValues, row: number, isLogarithmic: boolean): number => {
    const value = values[row] ?? NaN;
    return isLogarithmic ? Math.log10(value) : value;
  };
  for (const row of rows) yield [at(x, row, xLog), at(y, row, yLog)];
}

function canStand(value: number, isLogarithmic: boolean): boolean {
  return isLogarithmic ? value > 0 : !Number.isNaN(value);
}

function isWithin(value: number, { from, to }: Extent): boolean {
  return value >= from && value <= to;
}

function pointsOf(
  result: HeldResult,
  x: AxisValues,
  y: AxisValues,
  rows: Int32Array,
  colours: ColourGroups | null,
): NonNullable<PairPlot["points"]> {
  const at = (values: Float64Array, row: number): number => values[row] ?? 0;
  const sorted = [...rows].sort((a, b) => at(x.values, a) - at(x.values, b) || a - b);
  const runs = axisValues(result, null).values;
  return {
    x: sorted.map((row) => at(x.values, row)),
    y: sorted.map((row) => at(y.values, row)),
    runs: sorted.map((row) => at(runs, row)),
    groups: colours && sorted.map((row) => colours.groupOf[row] ?? 0),
  };
}

interface Plane {
  readonly x: AxisValues;
  readonly y: AxisValues;
  readonly xExtent: Extent;
  readonly yExtent: Extent;
}

function cellsOf(
  { x, y, xExtent, yExtent }: Plane,
  rows: Int32Array,
  wanted: PairPlotWanted,
): NonNullable<PairPlot["cells"]> {
  const columns = binsOf(x.axis, xExtent, wanted.columns, wanted.xLog);
  const lines = binsOf(y.axis, yExtent, wanted.rows, wanted.yLog);
  const height = lines.edges.length - 1;
  const counts = new Int32Array((columns.edges.length - 1) * height);
  for (const row of rows) {
    const column = columns.binOf(x.values[row] ?? NaN);
    const line = lines.binOf(y.values[row] ?? NaN);
    const cell = column * height + line;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { xEdges: [...columns.edges], yEdges: [...lines.edges], counts: [...counts] };
}
