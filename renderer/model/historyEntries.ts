/** The queries that were run on a database. */
import * as v from "valibot";
import type { AskedSearch } from "./computedColumn.ts";
import { storedSearch } from "./savedQuery.ts";

const historyEntry = v.object({
  search: storedSearch,
  /** How many runs it found. */
  runs: v.number(),
  /** When it was run last (ISO 8601, UTC). */
  time: v.string(),
});
export type HistoryEntry = v.InferOutput<typeof historyEntry>;
export const historyEntries = v.array(historyEntry);

/** Different queries that are kept of a database. */
export const mostEntries = 500;

/** The entries with one in front for a query that was run; where it is known already it moves there. All runs are no query. `now` is in milliseconds. */
export function withQuery(
  entries: readonly HistoryEntry[],
  { expression, runMin, runMax, ranges, columns, order, computed }: AskedSearch,
  runs: number,
  now: number,
): readonly HistoryEntry[] {
  if (expression === "" && runMin === null && runMax === null) return entries;
  const search = {
    expression,
    runMin,
    runMax,
    ranges,
    columns,
    order,
    ...(computed.length === 0 ? {} : { computed: [...computed] }),
  };
  const others = entries.filter((other) => runsAsked(other.search) !== runsAsked(search));
  return [{ search, runs, time: new Date(now).toISOString() }, ...others].slice(0, mostEntries);
}

/** What makes two queries the same: other columns or another order ask for the same runs. */
function runsAsked({ expression, runMin, runMax, ranges }: HistoryEntry["search"]): string {
  return JSON.stringify([expression, runMin, runMax, ranges.map((range) => [range.runMin, range.runMax])]);
}
