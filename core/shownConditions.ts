/** Reads the conditions to show with a result's runs, in one pass, and puts them in their places. */
import { sql, type CompiledQuery } from "kysely";
import type { Column, Selection } from "./api/schemas.ts";
import { valueColumn } from "./conditionTypes.ts";
import type { Database } from "./db/database.ts";
import { cutLength, type HeldColumn } from "./results/columns.ts";
import { withinBounds } from "./runBounds.ts";
import { allOf, isOfTypes } from "./selection.ts";
import { shownTime } from "./times.ts";

/** A column to show; `id` is the condition type's, null for one of the run's own columns. */
export interface ShownColumn extends Column {
  readonly id: number | null;
}

/** Fewer runs than this are named one by one; more are read as a range, which costs a scan without an index. */
const namedRuns = 500;

/** A result that is being made: `held[i]` takes the values of `columns[i]` for `runs`, which ascend. */
export interface FilledRows {
  readonly runs: readonly number[];
  readonly columns: readonly ShownColumn[];
  readonly held: readonly HeldColumn[];
}

/** Fills the conditions among the columns of runs that lie within the bounds. Throws `cancelled` like `stream`. */
export async function fillConditions(
  database: Database,
  bounds: Selection,
  { runs, columns, held }: FilledRows,
  signal?: AbortSignal,
): Promise<void> {
  const heldOfType = new Map<number, { column: HeldColumn; isTime: boolean }>();
  columns.forEach(({ id, type }, index) => {
    const column = held[index];
    if (id !== null && column) heldOfType.set(id, { column, isTime: type === "time" });
  });
  if (heldOfType.size === 0 || runs.length === 0) return;
  const query = valuesQuery(database, bounds, runs, columns);
  const rowOf = rowFinder(runs);
  for await (const batch of database.stream(query, signal)) {
    for (const [id, run, type, value] of batch as [number, number, number, string | number | null][]) {
      const row = rowOf(run);
      const target = heldOfType.get(type);
      if (row < 0 || !target) continue;
      target.column.set(row, target.isTime && value !== null ? shownTime(String(value)) : value, id);
    }
  }
}

function valuesQuery(
  database: Database,
  bounds: Selection,
  runs: readonly number[],
  columns: readonly ShownColumn[],
): CompiledQuery {
  const types = new Map(columns.flatMap(({ id, type }) => (id === null ? [] : [[id, type]])));
  const values = [...types].map(([id, type]) => {
    const stored = database.dialect.shown(type, sql.ref(valueColumn(type)));
    const isLong = type === "string" || type === "json" || type === "blob";
    return sql`WHEN ${sql.lit(id)} THEN ${isLong ? sql`substr(${stored}, 1, ${sql.lit(cutLength)})` : stored}`;
  });
  const ofTheseRuns =
    runs.length <= namedRuns
      ? [sql`run_number IN (${sql.join(runs.map((run) => sql.lit(run)))})`]
      : withinBounds("run_number", bounds);
  return sql`SELECT id, run_number, condition_type_id, CASE condition_type_id ${sql.join(values, sql` `)} END
FROM conditions
WHERE ${allOf([isOfTypes([...types.keys()]), ...ofTheseRuns])}`.compile(database.read);
}

/** The place of a run number among ascending ones, or -1. Rows mostly come in run order: the last place is tried first. */
function rowFinder(runs: readonly number[]): (run: number) => number {
  let last = 0;
  return (run) => {
    if (runs[last] === run) return last;
    if (runs[last + 1] === run) return ++last;
    let low = 0;
    let high = runs.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = runs[middle] ?? NaN;
      if (found === run) return (last = middle);
      if (found < run) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };
}
