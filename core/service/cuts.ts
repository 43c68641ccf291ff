import type { cutCalls } from "../api/cuts.ts";
import { countCuts, listCutRuns } from "../cuts/cuts.ts";
import { mostReadInTime } from "../cuts/inTime.ts";
import { explainRun } from "../cuts/explainRun.ts";
import type { HandlersOf } from "./handler.ts";

export const cutHandlers: HandlersOf<typeof cutCalls> = {
  countCuts: async (database, { sums, ...selection }, context) => {
    const start = performance.now();
    const mostRead = selection.recent ? mostReadInTime : Infinity;
    const counted = await countCuts(database, { ...selection, mostRead }, sums, context);
    return { ...counted, milliseconds: performance.now() - start };
  },
  listCutRuns: (database, { part, tally, ...selection }, context) =>
    listCutRuns(database, { ...selection, recent: true }, part, tally, context),
  explainRun: (database, { run, ...selection }, { signal }) => explainRun(database, selection, run, signal),
};
