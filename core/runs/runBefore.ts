import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { compileSelection } from "../search/search.ts";
import { numberLiteral } from "../db/sqlParts.ts";

/** What is asked: of the runs before `run` the last one that fits the expression. */
export interface RunBefore {
  readonly run: number;
  readonly expression: string;
}

/**
 * How many runs are looked at, the nearest first, before all others are: what is sought is mostly near. Without an
 * index each step reads the whole table.
 */
const stepsByIndex = [200, 2000, 20_000];
const stepsByScan = [2000];

/** The last run before a run that fits an expression; null where none does. Throws `expression` and `cancelled`. */
export async function findRunBefore(
  database: Database,
  { run, expression }: RunBefore,
  signal?: AbortSignal,
): Promise<number | null> {
  const types = await listConditionTypes(database);
  const indexes = await database.conditionIndexes();
  let runMax = run - 1;
  for (const step of [...(indexes.length > 0 ? stepsByIndex : stepsByScan), null]) {
    const runMin = step === null ? null : await runBack(database, runMax, step);
    const bounds = { expression, runMin, runMax, ranges: [] };
    const { query } = await compileSelection(database, bounds, types);
    let last: number | null = null;
    for await (const batch of database.stream(query, ["key"], signal)) {
      last = batch.at(-1)?.[0] ?? last;
    }
    if (last !== null || runMin === null) return last;
    runMax = runMin - 1;
  }
  return null;
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
