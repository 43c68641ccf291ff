import type { totalsCalls } from "../api/totals.ts";
import { readTotals } from "../totals/totals.ts";
import type { HandlersOf } from "./handler.ts";

export const totalsHandlers: HandlersOf<typeof totalsCalls> = {
  readTotals: (database, wanted, context) => readTotals(database, wanted, context.signal, context.report),
};
