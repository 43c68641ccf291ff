/** Sorting a held result against sorting as many numbers. */
import { openDatabase } from "../../core/db/open.ts";
import type { HeldResult } from "../../core/results/heldResult.ts";
import { searchRuns } from "../../core/search/search.ts";
import type { Databases } from "../databases.ts";
import { timeBoth, type Line, type Measured } from "../line.ts";
import { searchFor, tenColumns } from "./queries.ts";

export const sortLines: readonly Line[] = [
  { name: "sort/sqlite", against: "sorting random numbers", target: 2, unit: "ms", measure: measureSort },
];

async function measureSort(databases: Databases): Promise<Measured> {
  return measureSlowestSort(await databases.sample("plain"), 5);
}

/** Sorts all runs by each of the ten columns; answers the slowest. */
export async function measureSlowestSort(path: string, rounds: number): Promise<Measured> {
  const database = await openDatabase(path);
  try {
    const { result } = await searchRuns(database, searchFor({ columns: [...tenColumns] }));
    const measured: Measured[] = [];
    for (const column of tenColumns) measured.push(await timeSort(result, column, rounds));
    return measured.reduce((slowest, other) => (other.value > slowest.value ? other : slowest));
  } finally {
    await database.close();
  }
}

function timeSort(result: HeldResult, column: string, rounds: number): Promise<Measured> {
  const numbers = Float64Array.from({ length: result.count }, () => Math.random());
  return timeBoth(
    () => {
      result.sort({ column, descending: true });
    },
    () => numbers.slice().sort(),
    rounds,
  );
}
