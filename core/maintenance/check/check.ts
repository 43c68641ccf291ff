import type { CallContext } from "../../api/dispatch.ts";
import type { Finding } from "../../api/maintenance.ts";
import type { Database } from "../../db/database.ts";

/** Looks for something that may be wrong. Throws `cancelled`. */
export type Check = (database: Database, context: CallContext) => Promise<Finding[]>;
