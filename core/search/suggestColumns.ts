import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { greatestId } from "../conditions/greatestId.ts";
import { newestByKey } from "../conditions/newest.ts";
import { planRows } from "../conditions/plan.ts";
import { conditionsOfRuns, type StoredCondition } from "../conditions/runConditions.ts";
import type { Database } from "../db/database.ts";
import { chosenColumns } from "./chosenColumns.ts";

/** The number of places in the range of run numbers in which runs are looked at, and of runs in each. */
const places = 5;
const runsAtPlace = 10;
/** The number of newest rows that are looked at where there is no index of runs. */
const newestRows = 20_000;

/** The conditions that a table shows where none were chosen. Looks at fifty runs at most. Throws `cancelled`. */
export async function suggestColumns(database: Database, signal: AbortSignal): Promise<string[]> {
  const types = await listConditionTypes(database);
  // Texts of megabytes are no columns to begin with.
  const wanted = types.filter(({ type }) => type !== "json" && type !== "blob");
  const hasIndex = planRows(await database.conditionIndexes()).kind === "runs";
  const runs = hasIndex ? await runsInPlaces(database) : await newestRuns(database);
  const from = hasIndex ? 0 : (await greatestId(database)) - newestRows;
  const found: StoredCondition[] = [];
  for await (const part of conditionsOfRuns(database, wanted, runs, signal, from)) found.push(...part);
  const newest = newestByKey(found, ({ run, type }) => `${run} ${type.name}`);
  // Where no index finds runs, those without any row are not known: they were not read.
  const seen = hasIndex ? runs : [...new Set(found.map(({ run }) => run))];
  if (seen.length === 0) return chosenColumns(wanted.map((type) => ({ type, values: [] })));
  return chosenColumns(
    wanted.map((type) => ({
      type,
      values: seen.map((run) => newest.get(`${run} ${type.name}`)?.value ?? null),
    })),
  );
}

async function runsInPlaces({ read }: Database): Promise<number[]> {
  const end = async (which: "asc" | "desc"): Promise<number | null> => {
    const row = await read
      .selectFrom("runs")
      .select("number")
      .orderBy("number", which)
      .limit(1)
      .executeTakeFirst();
    return row?.number ?? null;
  };
  const [first, last] = [await end("asc"), await end("desc")];
  if (first === null || last === null) return [];
  const found = new Set<number>();
  for (let place = 0; place < places; place++) {
    const rows = await read
      .selectFrom("runs")
      .select("number")
      .where("number", ">=", Math.floor(first + ((last - first) * place) / places))
      .orderBy("number")
      .limit(runsAtPlace)
      .execute();
    for (const { number } of rows) found.add(number);
  }
  return [...found];
}

async function newestRuns({ read }: Database): Promise<number[]> {
  const rows = await read
    .selectFrom("runs")
    .select("number")
    .orderBy("number", "desc")
    .limit(places * runsAtPlace)
    .execute();
  return rows.map(({ number }) => number);
}
