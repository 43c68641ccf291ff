import type { Search, SearchResult } from "../core/api/search.ts";
import type { DatabaseClient } from "./database.ts";
import { unwrap } from "./failures.ts";

export interface FoundRuns {
  readonly runs: readonly number[];
  readonly milliseconds: number;
  /** What relative times were taken for; left out where there are none. */
  readonly dates?: SearchResult["dates"];
}

const runsPerPart = 5000;

/** All runs of a search, in its order. Throws what the search throws. */
export async function findRuns(client: DatabaseClient, search: Search): Promise<FoundRuns> {
  const { result, count, milliseconds, dates } = unwrap(await client.searchRuns(search));
  const runs: number[] = [];
  for (let from = 0; from < count; from += runsPerPart) {
    const rows = unwrap(await client.readRows({ result, from, count: runsPerPart }));
    runs.push(...rows.runs);
  }
  return { runs, milliseconds, ...(dates.length === 0 ? {} : { dates }) };
}
