import type { SelectionChange } from "../api/search.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { compileSelection } from "./search.ts";

/** The most runs that are listed; all are counted. */
const mostListed = 1000;

/**
 * Which runs one expression selects and another does not, both over the whole database; `before` is null for none. Throws `expression` and
 * `cancelled`.
 */
export async function compareSelections(
  database: Database,
  { before, after }: { readonly before: string | null; readonly after: string },
  signal: AbortSignal,
): Promise<SelectionChange> {
  const now = await selectedRuns(database, after, signal);
  const runs = now.size;
  if (before === null) return { before: null, runs, added: null, removed: null };
  const old = await selectedRuns(database, before, signal);
  return {
    before: old.size,
    runs,
    added: listed([...now].filter((run) => !old.has(run))),
    removed: listed([...old].filter((run) => !now.has(run))),
  };
}

async function selectedRuns(
  database: Database,
  expression: string,
  signal: AbortSignal,
): Promise<Set<number>> {
  const types = await listConditionTypes(database);
  const everywhere = { expression, runMin: null, runMax: null, ranges: [] };
  const { query } = await compileSelection(database, everywhere, types);
  const found = new Set<number>();
  for await (const batch of database.stream(query, ["key"], signal)) {
    for (const [run] of batch) found.add(run);
  }
  return found;
}

function listed(runs: number[]): { count: number; runs: number[] } {
  runs.sort((a, b) => a - b);
  return { count: runs.length, runs: runs.slice(0, mostListed) };
}
