/** The contract's database calls over an open database. */
import type { CallContext, Handlers } from "../api/dispatch.ts";
import { databaseCalls, privateDatabaseCalls } from "../api/contract.ts";
import type { DatabaseInfo } from "../api/database.ts";
import { listAliases } from "../catalogue/aliases.ts";
import { describeRuns, listRunsAround } from "../runs/briefRuns.ts";
import { checkFiles } from "../files/checkFiles.ts";
import { compareRuns } from "../runs/compareRuns.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { countRows, describeDatabase } from "../db/describe.ts";
import { describeCondition } from "../search/describeCondition.ts";
import { writeRows } from "../search/export.ts";
import { explainingErrors } from "../db/explainErrors.ts";
import { readFile } from "../files/files.ts";
import { searchFiles } from "../files/fileSearch.ts";
import { readFileUse, readRunsOfFile } from "../files/fileUse.ts";
import {
  findFile,
  listFilePaths,
  listFileVersions,
  listPaths,
  listRunsOfFile,
} from "../files/fileVersions.ts";
import { readHistory } from "../log/history.ts";
import { readLog } from "../log/log.ts";
import { checkDatabase } from "../maintenance/checkDatabase.ts";
import { listDuplicates } from "../maintenance/duplicates.ts";
import { describeOwnIndex } from "../maintenance/optimize.ts";
import { countRunsAfter, readNewest } from "../db/newest.ts";
import type { HeldResult } from "../results/heldResult.ts";
import { columnPlot } from "../plots/columnPlot.ts";
import { histogram } from "../plots/histogram.ts";
import { pairPlot } from "../plots/pairPlot.ts";
import { readStatistics } from "../plots/statistics.ts";
import { Results } from "../results/results.ts";
import { summarize } from "../results/summary.ts";
import { readWholeRows } from "../results/wholeRows.ts";
import { readRecentFiles, readRecentValues } from "../runs/recentRuns.ts";
import { readRun } from "../runs/run.ts";
import { findRunBefore } from "../runs/runBefore.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import { readStates } from "../runs/runStates.ts";
import { searchRuns, searchRunsEarly } from "../search/search.ts";
import { readLatestRuns } from "../station/latestRuns.ts";
import { pollStation } from "../station/poll.ts";
import { sqlText } from "../db/sqlText.ts";
import { Turns } from "../db/turns.ts";

/** All calls that a process with an open database answers. */
export const serviceCalls = { ...databaseCalls, ...privateDatabaseCalls };
export type Service = Handlers<typeof serviceCalls>;

/** The handlers for an open database; `name` tells its results from those of other processes. */
export function createService(database: Database, name: string): Service {
  const results = new Results(name);
  /** A held result with all its values: where some are still missing they are waited for. */
  const filled = async (result: string, context: CallContext): Promise<HeldResult> => {
    const held = results.get(result);
    await held.filling.goOn(context);
    return held;
  };
  return explainingErrors(database.dialect, {
    describeDatabase: (): Promise<DatabaseInfo> => describeDatabase(database),
    countRows: () => countRows(database),
    listConditionTypes: () => listConditionTypes(database),
    listRunPeriods: () => listRunPeriods(database),
    listAliases: () => listAliases(database),
    searchRuns: async ({ early, ...search }, context) => {
      const start = performance.now();
      const newest = await readNewest(database);
      const { result, selection } = early
        ? await searchRunsEarly(database, search, context)
        : await searchRuns(database, search, context.signal);
      return {
        result: results.add(result),
        count: result.count,
        columns: [...result.columns],
        order: result.order,
        complete: result.filling.isDone,
        newest,
        sql: sqlText(database.dialect, selection.query),
        plan: selection.plan,
        dates: [...selection.dates],
        milliseconds: performance.now() - start,
      };
    },
    fillRows: async ({ result }, context) => {
      await filled(result, context);
      return {};
    },
    readRows: async ({ result, from, count, texts }, context) => {
      if (texts === "cut") return results.get(result).rows(from, count);
      return readWholeRows(database, await filled(result, context), from, count);
    },
    readRowsOf: async ({ result, runs, texts }, context) => {
      const some = (await filled(result, context)).only(runs);
      return texts === "whole" ? readWholeRows(database, some, 0, runs.length) : some.rows(0, runs.length);
    },
    // The values that people look at come first.
    readStates: async ({ result, from, count }, context) =>
      readStates(database, await filled(result, context), from, count),
    readNewest: async ({ after }) => ({
      newest: await readNewest(database),
      added: await countRunsAfter(database, after),
    }),
    sortRows: async ({ result, order }, context) => {
      const held = order.column === "run" ? results.get(result) : await filled(result, context);
      held.sort(order);
      return order;
    },
    findRow: ({ result, run }) => results.get(result).find(run),
    listRowsAround: ({ result, run, before, after }) => results.get(result).around(run, before, after),
    summarizeColumn: async ({ result, column }, context) => {
      const values = (await filled(result, context)).valuesOf(column);
      return summarize(values, new Turns(context.signal, "The summary was cancelled."));
    },
    plotColumn: async ({ result, ...wanted }, context) => columnPlot(await filled(result, context), wanted),
    plotPair: async ({ result, ...wanted }, context) => pairPlot(await filled(result, context), wanted),
    plotHistogram: async ({ result, ...wanted }, context) => histogram(await filled(result, context), wanted),
    readStatistics: async ({ result }, context) => {
      const turns = new Turns(context.signal, "Summing up was cancelled.");
      return readStatistics(await filled(result, context), await listRunPeriods(database), turns);
    },
    describeCondition: ({ name }, { signal }) => describeCondition(database, name, signal),
    readRun: ({ run }, { signal }) => readRun(database, run, signal),
    readRecentValues: (wanted, { signal }) => readRecentValues(database, wanted, signal),
    readRecentFiles: (wanted) => readRecentFiles(database, wanted),
    checkFiles: ({ run }, { signal }) => checkFiles(database, run, signal),
    listRunsAround: (wanted) => listRunsAround(database, wanted),
    describeRuns: ({ runs }, { signal }) => describeRuns(database, runs, signal),
    findRunBefore: (wanted, { signal }) => findRunBefore(database, wanted, signal),
    pollStation: (poll) => pollStation(database, poll),
    readLatestRuns: (wanted, { signal }) => readLatestRuns(database, wanted, signal),
    readFile: ({ id }) => readFile(database, id),
    compareRuns: (compared, { signal }) => compareRuns(database, compared, signal),
    readHistory: (wanted) => readHistory(database, wanted),
    readLog: (filter) => readLog(database, filter),
    listPaths: () => listPaths(database),
    listFilePaths: ({ search }, { signal }) => listFilePaths(database, search, signal),
    listFileVersions: ({ path }) => listFileVersions(database, path),
    findFile: ({ path, run }) => findFile(database, path, run),
    listRunsOfFile: ({ id }) => listRunsOfFile(database, id),
    readFileUse: ({ path }, { signal }) => readFileUse(database, path, signal),
    readRunsOfFile: ({ id }, { signal }) => readRunsOfFile(database, id, signal),
    searchFiles: (search, context) => searchFiles(database, search, context),
    listDuplicates: (_, context) => listDuplicates(database, context),
    checkDatabase: (_, context) => checkDatabase(database, context),
    describeOwnIndex: () => describeOwnIndex(database),
    writeRows: async ({ result, runs, columns, ...target }, context) => {
      const held = await filled(result, context);
      return writeRows(database, held.only(runs, columns), target, context);
    },
  });
}
