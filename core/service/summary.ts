import type { summaryCalls } from "../api/summary.ts";
import { Yielding } from "../db/yielding.ts";
import { listStretches } from "../results/stretches.ts";
import { summarize } from "../results/summary.ts";
import { describeCondition } from "../search/describeCondition.ts";
import { suggestColumns } from "../search/suggestColumns.ts";
import type { HandlersOf } from "./handler.ts";

export const summaryHandlers: HandlersOf<typeof summaryCalls> = {
  summarizeColumn: async (_, { result, column }, context) => {
    const values = (await context.results.filled(result, context)).valuesOf(column);
    return summarize(values, new Yielding(context.signal, "The summary was cancelled."));
  },
  listStretches: async (_, { result, columns, ...wanted }, context) =>
    listStretches(await context.results.filled(result, context), columns, wanted),
  describeCondition: (database, { name }, { signal }) => describeCondition(database, name, signal),
  suggestColumns: (database, _, { signal }) => suggestColumns(database, signal),
};
