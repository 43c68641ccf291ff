/** What came to the table of conditions since it was looked at, by the ids of its rows. */
import type { ConditionType } from "../api/catalogue.ts";
import type { Database } from "../db/database.ts";
import { columnsOf } from "../db/tables.ts";
import { batches } from "../text/batches.ts";
import { toCondition, type StoredCondition } from "./runConditions.ts";

/** Rows that are read at once, and runs that are asked about at once. */
const rowsAtOnce = 10_000;
const runsAtOnce = 2000;

/** The conditions of these types and runs whose rows came after the one with that id, the oldest first. */
export async function readAddedConditions(
  { read }: Database,
  after: number,
  types: readonly ConditionType[],
  runs: ReadonlySet<number>,
): Promise<StoredCondition[]> {
  const typeOf = new Map(types.map((type) => [type.id, type]));
  const found: StoredCondition[] = [];
  if (types.length === 0) return found;
  for (let from = after; ;) {
    const rows = await read
      .selectFrom("conditions")
      .select(columnsOf.conditions)
      .where("id", ">", from)
      .where("condition_type_id", "in", [...typeOf.keys()])
      .orderBy("id")
      .limit(rowsAtOnce)
      .execute();
    const ofRuns = rows.filter(({ run_number }) => run_number !== null && runs.has(run_number));
    found.push(...ofRuns.flatMap((row) => toCondition(typeOf, row) ?? []));
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return found;
    from = last.id;
  }
}

/** Which of these runs are in the database, and which of them had a condition when the newest row was that with `id`. */
export async function readOldRuns(
  { read }: Database,
  runs: ReadonlySet<number>,
  id: number | null,
): Promise<{ readonly existing: ReadonlySet<number>; readonly old: ReadonlySet<number> }> {
  const existing = new Set<number>();
  const old = new Set<number>();
  for (const batch of batches([...runs], runsAtOnce)) {
    const found = await read.selectFrom("runs").select("number").where("number", "in", batch).execute();
    for (const { number } of found) existing.add(number);
    if (id === null) continue;
    const having = await read
      .selectFrom("conditions")
      .select("run_number")
      .distinct()
      .where("run_number", "in", batch)
      .where("id", "<=", id)
      .execute();
    for (const { run_number } of having) if (run_number !== null) old.add(run_number);
  }
  return { existing, old };
}

/** The runs that have a row that came after the one with that id. */
export async function readRunsSince({ read }: Database, id: number): Promise<ReadonlySet<number>> {
  const rows = await read
    .selectFrom("conditions")
    .select("run_number")
    .distinct()
    .where("id", ">", id)
    .execute();
  return new Set(rows.flatMap(({ run_number }) => (run_number === null ? [] : [run_number])));
}
