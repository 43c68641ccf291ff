import type { runListCalls } from "../api/runLists.ts";
import { makeRunList } from "../lists/makeList.ts";
import { readRunList } from "../lists/readList.ts";
import { checkRunList } from "../search/checkList.ts";
import type { HandlersOf } from "./handler.ts";

export const runListHandlers: HandlersOf<typeof runListCalls> = {
  makeRunList: async (database, { result, runs }, context) =>
    makeRunList(database, await context.results.filled(result, context), runs),
  readRunList: (_, { text }) => readRunList(text),
  checkRunList: (database, { text }, { signal }) => checkRunList(database, readRunList(text), signal),
};
