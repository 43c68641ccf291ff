/** Which runs of a held result have ended well: read once for a result, beside what it shows. */
import { sql } from "kysely";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import type { Cell } from "../api/values.ts";
import { tableSource } from "../db/tableSource.ts";
import { fillConditions } from "../results/shownConditions.ts";
import { Yielding } from "../db/yielding.ts";
import { Filling } from "../results/filling.ts";
import type { HeldResult } from "../results/heldResult.ts";
import { NumberColumn } from "../results/numberColumn.ts";
import { NumberList } from "../results/numberList.ts";

/** The condition that says so. */
export const endCondition = "is_valid_run_end";
/** Runs whose times are read by one statement. */
const runsAtOnce = 50_000;

/** What is known of the end of a run, by its number. */
export interface RunEndings {
  isValidEnd(run: number): boolean | null;
  isFinished(run: number): boolean;
}

const known = new WeakMap<HeldResult, Promise<RunEndings>>();

/** How the runs of a result have ended. Yields to other work; what it has read is kept with the result. */
export function readEndings(database: Database, result: HeldResult): Promise<RunEndings> {
  const before = known.get(result);
  if (before) return before;
  const endings = read(database, result);
  known.set(result, endings);
  endings.catch(() => known.delete(result));
  return endings;
}

async function read(database: Database, result: HeldResult): Promise<RunEndings> {
  const { runs } = result;
  // It goes on when nobody waits any more: it is of use for as long as the result is.
  const { signal } = new AbortController();
  const unfinished = await readUnfinished(database, runs, new Yielding(signal, "Cancelled."));
  const isFinished = (run: number): boolean => unfinished.get(runs.find(run)) !== 1;
  const beside = result.valueBeside(endCondition);
  const valueOf = beside ?? (await readValidEnds(database, runs, signal));
  const isValidEnd = (run: number): boolean | null => {
    const cell = valueOf(run);
    return typeof cell === "boolean" ? cell : null;
  };
  return { isValidEnd, isFinished };
}

async function readValidEnds(
  database: Database,
  runs: NumberList,
  signal: AbortSignal,
): Promise<(run: number) => Cell> {
  const valid = new NumberColumn("bool");
  const types = await listConditionTypes(database);
  const columns = types.filter(({ name, type }) => name === endCondition && type === "bool").slice(0, 1);
  const bounds = { expression: "", ...boundsOf(runs), ranges: [] };
  const held = columns.map(() => valid);
  const filling = new Filling(() => fillConditions(database, bounds, { runs, columns, held }, false));
  await filling.goOn({ signal, report: () => undefined });
  return (run) => valid.cell(runs.find(run));
}

/** 1 for each run without a finish time. */
async function readUnfinished(database: Database, runs: NumberList, yielding: Yielding): Promise<NumberList> {
  const unfinished = new NumberList();
  for (let from = 0; from < runs.length; from += runsAtOnce) {
    const first = runs.get(from);
    const last = runs.get(Math.min(from + runsAtOnce, runs.length) - 1);
    const query = sql`SELECT number FROM ${tableSource(database, "runs")} WHERE number BETWEEN ${first} AND ${last} AND finished IS NULL`;
    for (const [run] of await database.rows(query.compile(database.read), ["key"])) {
      const row = runs.find(run);
      if (row >= 0) unfinished.set(row, 1);
    }
    await yielding.pause();
  }
  return unfinished;
}

function boundsOf(runs: NumberList): { runMin: number | null; runMax: number | null } {
  return runs.length === 0
    ? { runMin: null, runMax: null }
    : { runMin: runs.get(0), runMax: runs.get(runs.length - 1) };
}
