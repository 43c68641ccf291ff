/** The contract's calls that need no open database: they make one, or bring it to our version. */
import type { maintenanceCalls } from "../api/contract.ts";
import type { Handlers } from "../api/dispatch.ts";
import { initializeDatabase } from "../maintenance/initialize.ts";
import { inspectDatabase } from "../maintenance/inspect.ts";
import { updateDatabase } from "../maintenance/migrate.ts";

/** The handlers; each opens and closes the database it is given. */
export function createMaintenanceService(): Handlers<typeof maintenanceCalls> {
  return { initializeDatabase, inspectDatabase, updateDatabase };
}
