import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { compileSelection } from "../search/search.ts";
import { numberLiteral } from "../db/sqlParts.ts";
import { describeRuns } from "./briefRuns.ts";

/** What is asked: of the runs before `run` the last one that fits the expression. */
export interface RunBefore {
  readonly run: number;
  readonly expression: string;
  /** Whether a run that has crashed does not count. */
  readonly ended?: boolean;
}

/**
 * How many runs are looked at, the nearest first, before all others are: what is sought is mostly near. Without an
 * index each step reads the whole table.
 */
const stepsByIndex = [200, 2000, 20_000];
const stepsByScan = [2000];
/** Runs that are kept of those that fit, and runs that are described by one statement. */
const mostKept = 20_000;
const describedAtOnce = 20;

/** The last run before a run that fits an expression; null where none does. Throws `expression` and `cancelled`. */
export async function findRunBefore(
  database: Database,
  { run, expression, ended = false }: RunBefore,
  signal?: AbortSignal,
): Promise<number | null> {
  const types = await listConditionTypes(database);
  const indexes = await database.conditionIndexes();
  let runMax = run - 1;
  for (const step of [...(indexes.length > 0 ? stepsByIndex : stepsByScan), null]) {
    const runMin = step === null ? null : await runBack(database, runMax, step);
    const bounds = { expression, runMin, runMax, ranges: [] };
    const { query } = await compileSelection(database, bounds, types);
    const fitting: number[] = [];
    for await (const batch of database.stream(query, ["key"], signal)) {
      for (const [number] of batch) fitting.push(number);
      // Of all runs of a database only the last ones are wanted.
      if (fitting.length > 2 * mostKept) fitting.splice(0, fitting.length - mostKept);
    }
    const last = ended ? await lastFinished(database, fitting, signal) : fitting.at(-1);
    if (last !== undefined || runMin === null) return last ?? null;
    runMax = runMin - 1;
  }
  return null;
}

/** The last of these runs that has not crashed; `runs` ascend. */
async function lastFinished(
  database: Database,
  runs: readonly number[],
  signal?: AbortSignal,
): Promise<number | undefined> {
  for (let to = runs.length; to > 0; to -= describedAtOnce) {
    const part = runs.slice(Math.max(0, to - describedAtOnce), to);
    const found = (await describeRuns(database, part, signal)).findLast(({ state }) => state === "finished");
    if (found) return found.run;
  }
  return undefined;
}

/** The first of the `count` runs that end with `runMax`; null where there are no more than that. */
async function runBack({ read }: Database, runMax: number, count: number): Promise<number | null> {
  const found = await read
    .selectFrom("runs")
    .select("number")
    .where("number", "<=", runMax)
    .orderBy("number", "desc")
    .limit(1)
    .offset(numberLiteral(count - 1))
    .executeTakeFirst();
  return found?.number ?? null;
}
