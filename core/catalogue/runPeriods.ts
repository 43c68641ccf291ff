import type { RunPeriod } from "../api/catalogue.ts";
import { compareTexts } from "../text/compareTexts.ts";
import type { Database } from "../db/database.ts";
import { columnsOf } from "../db/tables.ts";

/** Run periods in the order in which that of a run is looked for: where they overlap it belongs to the one that begins last. */
export function latestFirst(periods: readonly RunPeriod[]): RunPeriod[] {
  return periods.toSorted((a, b) => b.runMin - a.runMin);
}

/** All run periods, by their first run. */
export async function listRunPeriods(database: Pick<Database, "read">): Promise<RunPeriod[]> {
  const found = await database.read.selectFrom("run_periods").select(columnsOf.run_periods).execute();
  const periods = found.flatMap(({ id, name, description, run_min, run_max, start_date, end_date }) => {
    // One without bounds has no runs: “rcdb db check” names it.
    if (typeof run_min !== "number" || typeof run_max !== "number") return [];
    const days = { startDate: start_date, endDate: end_date };
    return { id, name, description, runMin: run_min, runMax: run_max, ...days };
  });
  // Here, for a database may ignore case and accents where it sorts.
  return periods.sort((a, b) => a.runMin - b.runMin || compareTexts(a.name, b.name) || a.id - b.id);
}
