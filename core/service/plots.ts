import type { plotCalls } from "../api/plots.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import { Yielding } from "../db/yielding.ts";
import { columnPlot } from "../plots/columnPlot.ts";
import { histogram } from "../plots/histogram.ts";
import { pairPlot } from "../plots/pairPlot.ts";
import { readStatistics } from "../plots/statistics.ts";
import type { HandlersOf } from "./handler.ts";

export const plotHandlers: HandlersOf<typeof plotCalls> = {
  plotColumn: async (_, { result, ...wanted }, context) =>
    columnPlot(await context.results.filled(result, context), wanted),
  plotPair: async (_, { result, ...wanted }, context) =>
    pairPlot(await context.results.filled(result, context), wanted),
  plotHistogram: async (_, { result, ...wanted }, context) =>
    histogram(await context.results.filled(result, context), wanted),
  readStatistics: async (database, { result }, context) => {
    const yielding = new Yielding(context.signal, "Summing up was cancelled.");
    const held = await context.results.filled(result, context);
    return readStatistics(held, await listRunPeriods(database), yielding);
  },
};
