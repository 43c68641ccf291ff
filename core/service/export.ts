import type { exportCalls } from "../api/export.ts";
import { writeRows } from "../search/export.ts";
import type { HandlersOf } from "./handler.ts";

export const exportHandlers: HandlersOf<typeof exportCalls> = {
  writeRows: async (database, { result, runs, columns, ...target }, context) => {
    const held = await context.results.filled(result, context);
    return writeRows(database, held, target, context, { runs, columns });
  },
};
