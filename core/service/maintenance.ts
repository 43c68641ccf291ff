import type { maintenanceCalls } from "../api/maintenance.ts";
import { checkDatabase } from "../maintenance/checkDatabase.ts";
import { listDuplicates, repairDuplicates } from "../maintenance/duplicates.ts";
import { repairEvioFiles } from "../maintenance/evioFiles.ts";
import { initializeDatabase } from "../maintenance/initialize.ts";
import { inspectDatabase } from "../maintenance/inspect.ts";
import { updateDatabase } from "../maintenance/migrate.ts";
import { describeOwnIndex, optimizeDatabase } from "../maintenance/optimize.ts";
import type { HandlersOf } from "./handler.ts";

export const maintenanceHandlers: HandlersOf<typeof maintenanceCalls> = {
  listDuplicates: (database, _, context) => listDuplicates(database, context),
  checkDatabase: (database, _, context) => checkDatabase(database, context),
  describeOwnIndex,
  optimizeDatabase,
  repairDuplicates: (database, input, context) => repairDuplicates(database, context.user, input, context),
  repairEvioFiles: (database, input, context) => repairEvioFiles(database, context.user, input, context),
  initializeDatabase: (_, input) => initializeDatabase(input),
  inspectDatabase: (_, input) => inspectDatabase(input),
  updateDatabase: (_, input, context) => updateDatabase(input, context),
};
