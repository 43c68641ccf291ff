import type { conditionCalls } from "../api/conditions.ts";
import { addConditions, addRuns } from "../writing/conditions.ts";
import { deleteConditions } from "../writing/deletedConditions.ts";
import { inOneTransaction, type HandlersOf } from "./handler.ts";

export const conditionHandlers: HandlersOf<typeof conditionCalls> = {
  addConditions: inOneTransaction(addConditions),
  addRuns: inOneTransaction(addRuns),
  deleteConditions: inOneTransaction(deleteConditions),
};
