import { sql } from "kysely";
import type { RunBounds } from "../api/runRange.ts";
import { withinBounds } from "../conditions/runBounds.ts";
import { bindAgain } from "../db/bindAgain.ts";
import type { Database } from "../db/database.ts";
import { allOf, numberLiteral } from "../db/sqlParts.ts";
import { tableSource } from "../db/tableSource.ts";
import { Yielding } from "../db/yielding.ts";

/** Its number, and where they were asked for its times. */
type ListedRun = readonly [run: number, started: string | null, finished: string | null];

/**
 * All runs within bounds, in the order of their numbers, with their times or without; for many of them quicker than a stream.
 * Throws `cancelled`.
 */
export async function* listRuns(
  database: Database,
  bounds: RunBounds,
  withTimes: boolean,
  signal: AbortSignal,
): AsyncGenerator<readonly ListedRun[]> {
  const atOnce = database.hints.idsAtOnce;
  const wanted = allOf([sql`number > ${0}`, ...withinBounds("number", bounds)]);
  const shown = withTimes ? sql`number, started, finished` : sql`number`;
  const query =
    sql`SELECT ${shown} FROM ${tableSource(database, "runs")} WHERE ${wanted} ORDER BY number LIMIT ${numberLiteral(atOnce)}`.compile(
      database.read,
    );
  const yielding = new Yielding(signal, "The query was cancelled.");
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const batch = await database.rows(bindAgain(query, [after]), ["key", "time", "time"]);
    yield withTimes ? batch : batch.map(([run]): ListedRun => [run, null, null]);
    const last = batch.at(-1)?.[0] ?? NaN;
    if (batch.length < atOnce || Number.isNaN(last)) return;
    after = last;
    await yielding.pause();
  }
}
