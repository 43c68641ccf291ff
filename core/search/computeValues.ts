import { boundsOfRuns } from "../api/runRange.ts";
import type { ComputedColumn, ComputedValues } from "../api/search.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { findColumns, shownColumn } from "./columns.ts";
import { searchRuns } from "./search.ts";

/** The values of computed columns of some runs, in the order of these. Throws `expression` and `cancelled`. */
export async function computeValues(
  database: Database,
  runs: readonly number[],
  columns: readonly ComputedColumn[],
  signal: AbortSignal,
): Promise<ComputedValues> {
  if (columns.length === 0) return [];
  if (runs.length === 0) {
    // The bounds of no runs would be those of all.
    const found = await findColumns(database, columns, await listConditionTypes(database));
    return found.map((column) => ({ ...shownColumn(column), values: [] }));
  }
  const order = { column: "run", descending: false };
  const search = { expression: "", ...boundsOfRuns(runs), columns: [...columns], order };
  const { result } = await searchRuns(database, search, signal);
  const found = result.rows(0, result.count);
  const rowOf = new Map(found.runs.map((run, row) => [run, row]));
  return result.columns.map((column, at) => ({
    ...column,
    values: runs.map((run) => found.values[at]?.[rowOf.get(run) ?? -1] ?? null),
  }));
}
