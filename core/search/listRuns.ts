import { sql, type CompiledQuery } from "kysely";
import type { RunBounds } from "../api/runRange.ts";
import { withinBounds } from "../conditions/runBounds.ts";
import { bindAgain } from "../db/bindAgain.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { allOf, numberLiteral } from "../db/sqlParts.ts";
import { tableSource } from "../db/tableSource.ts";
import { Yielding } from "../db/yielding.ts";

type RunWithTimes = readonly [run: number, started: string | null, finished: string | null];

/** All runs within bounds with their times, in the order of their numbers; for many of them quicker than a stream. Throws `cancelled`. */
export function listRuns(
  database: Database,
  bounds: RunBounds,
  signal: AbortSignal,
): AsyncGenerator<readonly RunWithTimes[]> {
  const read = (query: CompiledQuery) => database.rows(query, ["key", "time", "time"]);
  return inOrder(database, bounds, sql`number, started, finished`, read, ([run]) => run, signal);
}

/** The numbers alone. */
export function listNumbers(
  database: Database,
  bounds: RunBounds,
  signal: AbortSignal,
): AsyncGenerator<readonly number[]> {
  return inOrder(
    database,
    bounds,
    sql`number`,
    (query) => database.keys(query),
    (run) => run,
    signal,
  );
}

async function* inOrder<Row>(
  database: Database,
  bounds: RunBounds,
  shown: Sql,
  read: (query: CompiledQuery) => Promise<readonly Row[]>,
  numberOf: (row: Row) => number,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  const atOnce = database.hints.idsAtOnce;
  const wanted = allOf([sql`number > ${0}`, ...withinBounds("number", bounds)]);
  const query =
    sql`SELECT ${shown} FROM ${tableSource(database, "runs")} WHERE ${wanted} ORDER BY number LIMIT ${numberLiteral(atOnce)}`.compile(
      database.read,
    );
  const yielding = new Yielding(signal, "The query was cancelled.");
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const batch = await read(bindAgain(query, [after]));
    yield batch;
    const last = batch.at(-1);
    if (last === undefined || batch.length < atOnce || Number.isNaN(numberOf(last))) return;
    after = numberOf(last);
    await yielding.pause();
  }
}
