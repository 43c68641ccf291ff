/** The contract's database calls over an open database. */
import type { Handlers } from "./api/dispatch.ts";
import { databaseCalls, privateDatabaseCalls } from "./api/contract.ts";
import type { DatabaseInfo } from "./api/schemas.ts";
import { listAliases } from "./aliases.ts";
import { compareRuns } from "./compareRuns.ts";
import { listConditionTypes } from "./conditionTypes.ts";
import type { Database } from "./db/database.ts";
import { countRows, describeDatabase } from "./describe.ts";
import { writeRows } from "./export.ts";
import { explainingErrors } from "./explainErrors.ts";
import { readFile } from "./files.ts";
import { searchFiles } from "./fileSearch.ts";
import { findFile, listFilePaths, listFileVersions, listRunsOfFile } from "./fileVersions.ts";
import { readHistory } from "./history.ts";
import { readLog } from "./log.ts";
import { checkDatabase } from "./maintenance/checkDatabase.ts";
import { describeOwnIndex } from "./maintenance/optimize.ts";
import { Results } from "./results/results.ts";
import { readWholeRows } from "./results/wholeRows.ts";
import { readRun } from "./run.ts";
import { listRunPeriods } from "./runPeriods.ts";
import { searchRuns } from "./search.ts";
import { sqlText } from "./sqlText.ts";

/** All calls that a process with an open database answers. */
export const serviceCalls = { ...databaseCalls, ...privateDatabaseCalls };
export type Service = Handlers<typeof serviceCalls>;

/** The handlers for an open database; `name` tells its results from those of other processes. */
export function createService(database: Database, name: string): Service {
  const results = new Results(name);
  return explainingErrors(database.dialect, {
    describeDatabase: (): Promise<DatabaseInfo> => describeDatabase(database),
    countRows: () => countRows(database),
    listConditionTypes: () => listConditionTypes(database),
    listRunPeriods: () => listRunPeriods(database),
    listAliases: () => listAliases(database),
    searchRuns: async (search, { signal }) => {
      const start = performance.now();
      const { result, selection } = await searchRuns(database, search, signal);
      return {
        result: results.add(result),
        count: result.count,
        columns: [...result.columns],
        order: result.order,
        sql: sqlText(database.dialect, selection.query),
        plan: selection.plan,
        milliseconds: performance.now() - start,
      };
    },
    readRows: ({ result, from, count, texts }) => {
      const held = results.get(result);
      return texts === "whole" ? readWholeRows(database, held, from, count) : held.rows(from, count);
    },
    sortRows: ({ result, order }) => {
      results.get(result).sort(order);
      return order;
    },
    findRow: ({ result, run }) => results.get(result).find(run),
    readRun: ({ run }) => readRun(database, run),
    readFile: ({ id }) => readFile(database, id),
    compareRuns: (compared) => compareRuns(database, compared),
    readHistory: (wanted) => readHistory(database, wanted),
    readLog: (filter) => readLog(database, filter),
    listFilePaths: ({ search }) => listFilePaths(database, search),
    listFileVersions: ({ path }) => listFileVersions(database, path),
    findFile: ({ path, run }) => findFile(database, path, run),
    listRunsOfFile: ({ id }) => listRunsOfFile(database, id),
    searchFiles: (search, context) => searchFiles(database, search, context),
    checkDatabase: (_, context) => checkDatabase(database, context),
    describeOwnIndex: () => describeOwnIndex(database),
    writeRows: ({ result, ...target }, context) => writeRows(database, results.get(result), target, context),
  });
}
