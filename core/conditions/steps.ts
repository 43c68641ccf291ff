/** A plan as statements, made one by one, that together read the rows of conditions. */
import { sql, type CompiledQuery } from "kysely";
import { bindAgain } from "../db/bindAgain.ts";
import type { Database, TableIndex } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { isOneOf } from "./runBounds.ts";

export interface Steps<Row = unknown> {
  readonly count: number;
  /** The statement of a step, from 0. */
  statement(step: number): CompiledQuery<Row>;
}

/** Runs as a list, or held compactly. */
export interface SomeRuns {
  readonly length: number;
  slice(from: number, to: number): readonly number[];
}

/** Makes a statement: `hint`, behind the table's name, says how it is read, and all of `wanted` has to be true. */
export type Select<Row> = (hint: Sql, ...wanted: readonly Sql[]) => CompiledQuery<Row>;

/** The number of runs whose rows one step looks up. */
export function stepsByRun<Row>(
  { hints }: Database,
  index: TableIndex,
  runs: SomeRuns,
  runsAtOnce: number,
  select: Select<Row>,
): Steps<Row> {
  const hint = hints.byIndex(index.name);
  return {
    count: Math.ceil(runs.length / runsAtOnce),
    statement: (step) => select(hint, isOneOf(runs.slice(step * runsAtOnce, (step + 1) * runsAtOnce))),
  };
}

/** Goes through the table in the order of its rows, from one id to another, in the parts that its database is best read in. */
export function stepsInOrder<Row>(
  { hints }: Database,
  ids: { readonly from: number; readonly to: number },
  select: Select<Row>,
  wanted: readonly Sql[],
): Steps<Row> {
  const { inOrder, idsAtOnce } = hints;
  const query = select(inOrder, sql`id BETWEEN ${0} AND ${0}`, ...wanted);
  return {
    count: Math.max(0, Math.floor((ids.to - ids.from) / idsAtOnce) + 1),
    statement: (step) => {
      const from = ids.from + step * idsAtOnce;
      return bindAgain(query, [from, from + idsAtOnce - 1]);
    },
  };
}
