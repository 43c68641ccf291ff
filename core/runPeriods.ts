import type { RunPeriod } from "./api/schemas.ts";
import type { Database } from "./db/database.ts";
import { columnsOf } from "./db/tables.ts";

/** All run periods, by their first run. */
export async function listRunPeriods(database: Pick<Database, "read">): Promise<RunPeriod[]> {
  const found = await database.read
    .selectFrom("run_periods")
    .select(columnsOf.run_periods)
    .orderBy("run_min")
    .orderBy("name")
    .execute();
  return found.map((period) => ({
    id: period.id,
    name: period.name,
    description: period.description,
    runMin: period.run_min,
    runMax: period.run_max,
    startDate: period.start_date,
    endDate: period.end_date,
  }));
}
