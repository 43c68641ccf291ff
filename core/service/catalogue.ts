import type { catalogueCalls } from "../api/catalogue.ts";
import { listAliases } from "../catalogue/aliases.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import { addAlias, deleteAlias } from "../writing/aliases.ts";
import { createConditionType } from "../writing/conditionTypes.ts";
import { deleteConditionType, readTypeUse, updateConditionType } from "../writing/conditionTypeChanges.ts";
import { createRunPeriod, deleteRunPeriod, updateRunPeriod } from "../writing/runPeriods.ts";
import { inOneTransaction, type HandlersOf } from "./handler.ts";

export const catalogueHandlers: HandlersOf<typeof catalogueCalls> = {
  listConditionTypes,
  listRunPeriods,
  listAliases,
  readTypeUse,
  createConditionType: inOneTransaction(createConditionType),
  updateConditionType: inOneTransaction(updateConditionType),
  deleteConditionType: inOneTransaction(deleteConditionType),
  createRunPeriod: inOneTransaction(createRunPeriod),
  updateRunPeriod: inOneTransaction(updateRunPeriod),
  deleteRunPeriod: inOneTransaction(deleteRunPeriod),
  addAlias: inOneTransaction(addAlias),
  deleteAlias: inOneTransaction(deleteAlias),
};
