/** Reads the conditions to show with a result's runs and puts them in their places. */
import { sql, type CompiledQuery } from "kysely";
import type { Column, Selection } from "./api/schemas.ts";
import { batches } from "./batches.ts";
import { valueColumn } from "./conditionTypes.ts";
import type { Database } from "./db/database.ts";
import type { Sql } from "./db/dialect.ts";
import { indexedText, ownIndexIn, ownIndexName } from "./db/ownIndex.ts";
import type { ValueType } from "./query/tree.ts";
import { cutLength, type HeldColumn } from "./results/columns.ts";
import { withinBounds } from "./runBounds.ts";
import { hasFewRuns, runIndexIn } from "./selection/access.ts";
import { allOf, isOfTypes } from "./sqlParts.ts";
import { shownTime } from "./times.ts";
import { Turns } from "./turns.ts";

/** A column to show; `id` is the condition type's, null for one of the run's own columns. */
export interface ShownColumn extends Column {
  readonly id: number | null;
}

/** A result that is being made: `held[i]` takes the values of `columns[i]` for `runs`, which ascend. */
export interface FilledRows {
  readonly runs: readonly number[];
  readonly columns: readonly ShownColumn[];
  readonly held: readonly HeldColumn[];
}

/** Runs looked up by one statement. */
const runsAtOnce = 500;
/** Up to so many runs are named where the table is read as a whole, so that only their rows are answered. */
const mostNamed = 2000;

/**
 * Fills the conditions among the columns of runs that lie within the bounds: by our own index, by another one where
 * few of all runs are asked for, else part by part in the order of the table. Throws `cancelled`.
 */
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
  const turns = signal && new Turns(signal, "The query was cancelled.");
  const rowOf = rowFinder(runs);
  for (const { query, type: typeOfAll } of await valueQueries(database, bounds, runs, columns)) {
    for (const stored of await database.rows(query)) {
      const [id, run, value, type] = stored as [number, number, string | number | null, number?];
      const row = rowOf(run);
      const target = heldOfType.get(typeOfAll ?? type ?? NaN);
      if (row < 0 || !target) continue;
      target.column.set(row, target.isTime && value !== null ? shownTime(String(value)) : value, id);
    }
    // A signal is heard between the statements only.
    await turns?.take();
  }
}

/** A statement that gives id, run and value of conditions of a type, the newest of a run last, or, where that is null, the type of each as well. */
interface ValueQuery {
  readonly query: CompiledQuery;
  readonly type: number | null;
}

/** Statements that together give the values of the columns. */
async function valueQueries(
  database: Database,
  bounds: Selection,
  runs: readonly number[],
  columns: readonly ShownColumn[],
): Promise<Iterable<ValueQuery>> {
  const indexes = await database.conditionIndexes();
  const types = new Map(columns.flatMap(({ id, type }) => (id === null ? [] : [[id, type]])));
  const ownIndex = ownIndexIn(indexes);
  const runIndex = runIndexIn(indexes);
  const isFew = (ownIndex ?? runIndex) !== undefined && (await hasFewRuns(database, runs.length));
  if (ownIndex) return byType(database, types, runs, isFew);
  const select = selectValues(database, types);
  if (runIndex && isFew) {
    const hint = database.dialect.byIndex(runIndex.name);
    return batches(runs, runsAtOnce).map((some) => ({ query: select(hint, isOneOf(some)), type: null }));
  }
  return inParts(
    database,
    select,
    runs.length <= mostNamed ? [isOneOf(runs)] : withinBounds("run_number", bounds),
  );
}

/** By our own index, which has each type's conditions in run order. */
function* byType(
  database: Database,
  types: ReadonlyMap<number, ValueType>,
  runs: readonly number[],
  isFew: boolean,
): Generator<ValueQuery> {
  const hint = database.dialect.byIndex(ownIndexName);
  for (const some of batches(runs, isFew ? runsAtOnce : database.dialect.idsAtOnce)) {
    const wanted = isFew ? isOneOf(some) : sql`run_number BETWEEN ${some[0]} AND ${some.at(-1)}`;
    for (const [type, kind] of types) {
      const value = shownValue(database, kind, (column) => indexedText(column));
      const query = sql`SELECT id, run_number, ${value} FROM conditions${hint}
WHERE condition_type_id = ${sql.lit(type)} AND ${wanted}
ORDER BY run_number, id`;
      yield { query: query.compile(database.read), type };
    }
  }
}

/** Part by part in the order of the table. */
async function inParts(
  database: Database,
  select: ReturnType<typeof selectValues>,
  wanted: readonly Sql[],
): Promise<Iterable<ValueQuery>> {
  const { inOrder, idsAtOnce } = database.dialect;
  const query = select(inOrder, sql`id BETWEEN ${0} AND ${0}`, ...wanted);
  const last = await greatestId(database);
  const starts = Array.from({ length: Math.floor(last / idsAtOnce) + 1 }, (_, part) => part * idsAtOnce);
  return starts.map((from) => ({
    query: { ...query, parameters: [from, from + idsAtOnce - 1] },
    type: null,
  }));
}

/** Makes statements for the values of all of the types. */
function selectValues(
  database: Database,
  types: ReadonlyMap<number, ValueType>,
): (hint: Sql, ...wanted: readonly Sql[]) => CompiledQuery {
  const values = [...types].map(
    ([id, type]) => sql`WHEN ${sql.lit(id)} THEN ${shownValue(database, type, (column) => column)}`,
  );
  return (hint, ...wanted) =>
    sql`SELECT id, run_number, CASE condition_type_id ${sql.join(values, sql` `)} END, condition_type_id
FROM conditions${hint}
WHERE ${allOf([isOfTypes([...types.keys()]), ...wanted])}
ORDER BY id`.compile(database.read);
}

/** A value as it is held: a text is cut. */
function shownValue({ dialect }: Database, type: ValueType, text: (column: Sql) => Sql): Sql {
  const column = sql.ref(valueColumn(type));
  if (valueColumn(type) !== "text_value") return dialect.shown(type, column);
  return sql`substr(${dialect.shown(type, text(column))}, 1, ${sql.lit(cutLength)})`;
}

function isOneOf(runs: readonly number[]): Sql {
  return sql`run_number IN (${sql.join(runs.map((run) => sql.lit(run)))})`;
}

async function greatestId({ read }: Database): Promise<number> {
  const row = await read
    .selectFrom("conditions")
    .select(({ fn }) => fn.max<number | null>("id").as("id"))
    .executeTakeFirst();
  return row?.id ?? 0;
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
