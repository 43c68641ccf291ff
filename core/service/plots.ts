import type { plotCalls } from "../api/plots.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import { Yielding } from "../db/yielding.ts";
import { columnPlot } from "../plots/columnPlot.ts";
import { hasFewValues } from "../plots/fewValues.ts";
import { histogram } from "../plots/histogram.ts";
import { pairPlot } from "../plots/pairPlot.ts";
import { coloursOf, neighboursOf } from "../plots/runFacts.ts";
import { readStatistics } from "../plots/statistics.ts";
import type { HandlersOf } from "./handler.ts";

export const plotHandlers: HandlersOf<typeof plotCalls> = {
  plotColumn: async (database, { result, colour, byOwnValue, endsLines, ...wanted }, context) => {
    const held = await context.results.filled(result, context);
    const { column } = wanted;
    const colouring = byOwnValue && hasFewValues(held, column) ? { column } : colour;
    return columnPlot(held, wanted, {
      colours: await coloursOf(database, held, colouring),
      stretches: endsLines ? await neighboursOf(database, held, context.signal) : null,
    });
  },
  plotPair: async (database, { result, colour, ...wanted }, context) => {
    const held = await context.results.filled(result, context);
    return pairPlot(held, wanted, await coloursOf(database, held, colour));
  },
  plotHistogram: async (database, { result, colour, ...wanted }, context) => {
    const held = await context.results.filled(result, context);
    return histogram(held, wanted, await coloursOf(database, held, colour));
  },
  readStatistics: async (database, { result }, context) => {
    const yielding = new Yielding(context.signal, "Summing up was cancelled.");
    const held = await context.results.filled(result, context);
    return readStatistics(held, await listRunPeriods(database), yielding);
  },
};
