import type { searchCalls } from "../api/search.ts";
import { readNewest } from "../db/newest.ts";
import { sqlText } from "../db/sqlText.ts";
import { readWholeRows } from "../results/wholeRows.ts";
import { endCondition } from "../runs/runEndings.ts";
import { readStates } from "../runs/runStates.ts";
import { computeValues } from "../search/computeValues.ts";
import { compareSelections } from "../search/compareSelections.ts";
import { searchRuns, searchRunsEarly } from "../search/search.ts";
import type { HandlersOf } from "./handler.ts";

export const searchHandlers: HandlersOf<typeof searchCalls> = {
  compareSelections: (database, given, { signal }) => compareSelections(database, given, signal),
  searchRuns: async (database, { early, ...search }, context) => {
    const start = performance.now();
    const newest = await readNewest(database);
    const { result, selection } = early
      ? await searchRunsEarly(database, search, context, [endCondition])
      : await searchRuns(database, search, context.signal);
    result.origin = { selection: search, tree: selection.tree, newest, asked: new Date().toISOString() };
    return {
      result: context.results.add(result),
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
  fillRows: async (_, { result }, context) => {
    await context.results.filled(result, context);
    return {};
  },
  shareRows: (_, { result }, { results }) => ({ result: results.share(result) }),
  readRows: async (database, { result, from, count, texts }, context) => {
    if (texts === "cut") return context.results.get(result).rows(from, count);
    return readWholeRows(database, await context.results.filled(result, context), from, count);
  },
  readRowsOf: async (database, { result, runs, texts }, context) => {
    const some = (await context.results.filled(result, context)).only(runs);
    return texts === "whole" ? readWholeRows(database, some, 0, runs.length) : some.rows(0, runs.length);
  },
  // The values that people look at come first.
  readStates: async (database, { result, from, count }, context) =>
    readStates(database, await context.results.filled(result, context), from, count),
  computeValues: (database, { runs, columns }, { signal }) => computeValues(database, runs, columns, signal),
  sortRows: async (_, { result, order }, context) => {
    const { results } = context;
    const held = order.column === "run" ? results.get(result) : await results.filled(result, context);
    held.sort(order);
    return order;
  },
  findRow: (_, { result, run, isNearest }, { results }) => results.get(result).find(run, isNearest),
  listRowsAround: (_, { result, run, before, after }, { results }) =>
    results.get(result).around(run, before, after),
};
