import type { ValueSummary } from "../api/summary.ts";
import type { Database } from "../db/database.ts";
import { summarize } from "../results/summary.ts";
import { searchRuns } from "./search.ts";
import { greatestId } from "../conditions/greatestId.ts";
import { Yielding } from "../db/yielding.ts";

/** What was found of an open database's conditions, each as long as no condition is added. */
const kept = new WeakMap<Database, Map<string, Answer>>();

interface Answer {
  /** The highest id that a condition had. */
  readonly newest: number;
  readonly summary: ValueSummary;
}

/**
 * Which values a condition, or one of the run's own columns, has in the whole database; the newest of a run counts. That
 * reads what a table of all runs with this column would: one scan of `conditions` where there is no index of our own.
 * Throws `no_such_condition` and `cancelled`.
 */
export async function describeCondition(
  database: Database,
  name: string,
  signal: AbortSignal,
): Promise<ValueSummary> {
  const known = kept.get(database) ?? new Map<string, Answer>();
  kept.set(database, known);
  const newest = await greatestId(database);
  const answer = known.get(name);
  if (answer?.newest === newest) return answer.summary;
  const all = { expression: "", runMin: null, runMax: null, ranges: [] };
  const order = { column: "run", descending: false };
  const { result } = await searchRuns(database, { ...all, columns: [name], order }, signal);
  const summary = await summarize(result.valuesOf(name), new Yielding(signal, "The summary was cancelled."));
  known.set(name, { newest, summary });
  return summary;
}
