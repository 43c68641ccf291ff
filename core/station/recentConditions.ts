/** The conditions of the last runs, without going through the whole table where nothing but its order helps. */
import { sql } from "kysely";
import type { ConditionType } from "../api/catalogue.ts";
import { storedTimeOf, wallClock } from "../time/wallClock.ts";
import type { Database } from "../db/database.ts";
import { conditionsOfRuns, type StoredCondition } from "../conditions/runConditions.ts";
import { planRows } from "../conditions/plan.ts";
import { greatestId } from "../conditions/greatestId.ts";
import type { Yielding } from "../db/yielding.ts";

export interface RecentWanted {
  readonly types: readonly ConditionType[];
  readonly runs: readonly number[];
  /** No condition of these runs was written before that, by the wall clock and within an hour; null where that is not known. */
  readonly since: string | null;
  /** The most parts of the table that are read where there is no index, the newest first. */
  readonly mostParts: number;
}

/** The clocks of those who write runs and conditions may differ, and be changed in the night; in milliseconds. */
const slack = 3_600_000;

/** Of a condition that is stored twice the newest comes last. Throws `cancelled`. */
export async function readRecentConditions(
  database: Database,
  wanted: RecentWanted,
  yielding: Yielding | null,
): Promise<StoredCondition[]> {
  const { types, runs } = wanted;
  if (types.length === 0 || runs.length === 0) return [];
  const plan = planRows(await database.conditionIndexes());
  const from = plan.kind === "scan" ? await firstIdSince(database, wanted, yielding) : 0;
  const found: StoredCondition[] = [];
  for await (const conditions of conditionsOfRuns(database, types, runs, undefined, from)) {
    found.push(...conditions);
    await yielding?.pause();
  }
  return found;
}

/** The first id of the parts of the table that have a row from then on, or one of which that is not known. */
async function firstIdSince(
  database: Database,
  { since, mostParts }: RecentWanted,
  yielding: Yielding | null,
): Promise<number> {
  const { idsAtOnce } = database.hints;
  const begin = since === null ? null : earlier(since);
  let from = (await greatestId(database)) + 1;
  for (let part = 0; part < mostParts && from > 0; part++) {
    const below = from;
    from = Math.max(0, from - idsAtOnce);
    if (begin !== null && !(await hasRowSince(database, from, below, begin))) return below;
    await yielding?.pause();
  }
  return from;
}

/** Null for what is not a time. */
function earlier(time: string): string | null {
  const begin = wallClock(time) - slack;
  return Number.isNaN(begin) ? null : storedTimeOf(begin);
}

async function hasRowSince(
  { read, dialect }: Database,
  from: number,
  below: number,
  since: string,
): Promise<boolean> {
  const created = dialect.stored("time", sql.ref("created"));
  const isTime = dialect.readable("time", sql.ref("created")) ?? sql`1 = 1`;
  const row = await read
    .selectFrom("conditions")
    .select("id")
    .where("id", ">=", from)
    .where("id", "<", below)
    .where(sql<boolean>`(created IS NULL OR ${created} >= ${since} OR NOT (${isTime}))`)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
