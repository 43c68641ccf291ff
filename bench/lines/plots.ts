/** Plots of a held result of a million runs, and sums of it, against a plain loop over as many numbers. */
import { columnPlot } from "../../core/plots/columnPlot.ts";
import { histogram } from "../../core/plots/histogram.ts";
import { pairPlot } from "../../core/plots/pairPlot.ts";
import { readStatistics } from "../../core/plots/statistics.ts";
import { openDatabase } from "../../core/db/open.ts";
import type { HeldResult } from "../../core/results/heldResult.ts";
import { searchRuns } from "../../core/search/search.ts";
import { Yielding } from "../../core/db/yielding.ts";
import type { Databases } from "../databases.ts";
import { quiet, timeBoth, type Line } from "../line.ts";
import { twentyConditions } from "../plainDatabase.ts";
import { searchFor } from "./queries.ts";

const runs = 1_000_000;
const whole = { from: null, to: null };
const plane = { xFrom: null, xTo: null, yFrom: null, yTo: null, xLog: false, yLog: false };
const pair = { x: "beam_current", y: "event_count", ...plane, points: 20_000, columns: 160, rows: 80 };
/** What a window of 1,200 pixels asks for. */
const points = 4800;

export const plotLines: readonly Line[] = [
  line("plot/run", 10, (result) => columnPlot(result, { x: "run", column: "event_count", ...whole, points })),
  line("plot/time", 10, (result) =>
    columnPlot(result, { x: "started", column: "beam_current", ...whole, points }),
  ),
  line("plot/texts", 10, (result) => columnPlot(result, { x: "run", column: "run_type", ...whole, points })),
  line("plot/pair", 30, (result) => pairPlot(result, pair)),
  line("plot/histogram", 15, (result) =>
    histogram(result, { column: "event_count", ...whole, log: false, bins: 120 }),
  ),
  line("plot/statistics", 100, (result) =>
    readStatistics(result, [], new Yielding(quiet.signal, "Cancelled.")),
  ),
];

function line(name: string, target: number, work: (result: HeldResult) => unknown): Line {
  return {
    name,
    against: "least and greatest of as many numbers",
    target,
    unit: "ms",
    measure: async (databases) => {
      const result = await heldResult(databases);
      const numbers = Float64Array.from({ length: result.count }, (_, index) => Math.sin(index));
      return timeBoth(
        () => work(result),
        () => leastAndGreatest(numbers),
      );
    },
  };
}

let held: Promise<HeldResult> | undefined;

/** Read once for all lines: reading it is what other lines measure. */
function heldResult(databases: Databases): Promise<HeldResult> {
  held ??= readResult(databases);
  return held;
}

async function readResult(databases: Databases): Promise<HeldResult> {
  const database = await openDatabase(await databases.plain("growth", runs, twentyConditions));
  try {
    const columns = ["started", "finished", "event_count", "beam_current", "run_type"];
    return (await searchRuns(database, searchFor({ columns }))).result;
  } finally {
    await database.close();
  }
}

function leastAndGreatest(numbers: Float64Array): number {
  let least = Infinity;
  let greatest = -Infinity;
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }
  return greatest - least;
}
