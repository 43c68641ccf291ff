/** The values of computed columns that are summed up: calculated by the database, for all runs of some bounds. */
import { RcdbError } from "../api/failure.ts";
import type { RunBounds } from "../api/runRange.ts";
import type { ComputedColumn } from "../api/search.ts";
import type { ConditionType } from "../api/catalogue.ts";
import type { Database } from "../db/database.ts";
import type { NumberList } from "../results/numberList.ts";
import { findColumns } from "../search/columns.ts";
import { searchRuns } from "../search/search.ts";

/** Throws `bad_input` for what is no number, and `expression`. */
export async function checkComputedSums(
  database: Database,
  columns: readonly ComputedColumn[],
  types: readonly ConditionType[],
  now: string | undefined,
): Promise<void> {
  for (const { name, type } of await findColumns(database, columns, types, now)) {
    if (type !== "int" && type !== "float") throw noNumber(name, type);
  }
}

/** What is said of what cannot be summed up. */
export function noNumber(name: string, type: string): RcdbError {
  const words =
    "Only numbers can be summed up: conditions and computed columns of type int and float, and hours.";
  return new RcdbError("bad_input", `“${name}” is a ${type}. ${words}`);
}

/** What is infinite adds nothing, as with conditions; on a server the greatest double stands for it. */
const infinite = Number.MAX_VALUE;

/** By the column's name: its values for the runs at their places, NaN where one has none. Throws `cancelled`. */
export async function readComputedSums(
  database: Database,
  columns: readonly ComputedColumn[],
  bounds: RunBounds,
  runs: NumberList,
  signal: AbortSignal,
  now: string | undefined,
): Promise<ReadonlyMap<string, Float64Array>> {
  if (columns.length === 0) return new Map();
  const order = { column: "run", descending: false };
  const search = { ...bounds, expression: "", columns: [...columns], order };
  const { result } = await searchRuns(database, search, signal, now);
  return new Map(
    columns.map(({ name }) => {
      const values = result.numbersOf(name);
      const found = new Float64Array(runs.length);
      for (let place = 0; place < found.length; place++) {
        // Runs may have been added between two statements.
        const row = result.runs.find(runs.get(place));
        const value = values?.[row] ?? NaN;
        found[place] = Math.abs(value) < infinite ? value : NaN;
      }
      return [name, found] as const;
    }),
  );
}
