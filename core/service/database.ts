import type { databaseCalls } from "../api/database.ts";
import { countRows, describeDatabase } from "../db/describe.ts";
import { countRunsAfter, readNewest } from "../db/newest.ts";
import { tryWriting } from "../writing/tryWriting.ts";
import type { HandlersOf } from "./handler.ts";

export const databaseHandlers: HandlersOf<typeof databaseCalls> = {
  describeDatabase,
  countRows,
  readNewest: async (database, { after }) => ({
    newest: await readNewest(database),
    added: await countRunsAfter(database, after),
  }),
  tryWriting: async (database, _input, { user }) => {
    await tryWriting(database, user);
    return {};
  },
};
