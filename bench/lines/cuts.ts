/** What each part of the query leaves and removes, against the query itself. */
import { countCuts } from "../../core/cuts/cuts.ts";
import type { Database } from "../../core/db/database.ts";
import { openDatabase } from "../../core/db/open.ts";
import { searchRuns } from "../../core/search/search.ts";
import type { Databases } from "../databases.ts";
import { timeBoth, type Line, type Measured } from "../line.ts";
import { twentyConditions } from "../plainDatabase.ts";
import { expression, searchFor } from "./queries.ts";

const selection = { expression, runMin: null, runMax: null, ranges: [], unfold: true };
const sums = ["event_count", "hours"];

export const cutLines: readonly Line[] = [
  line("cuts/sqlite", 1.5, (databases) => databases.sample("plain")),
  // With indexes the query looks at the runs that pass its most selective test, the cuts at all.
  line("cuts/sqlite-optimized", 1.5, (databases) => databases.sample("optimized")),
  line("cuts/mariadb", 1.5, async (databases) => (await databases.server()).url("sample")),
  line("cuts/million", 1.5, (databases) => databases.plain("growth", 1_000_000, twentyConditions), 2),
  {
    name: "cuts/typing",
    against: "50 ms",
    target: 1,
    unit: "ms",
    measure: async (databases) => on(await databases.copied(), measureTyping),
  },
];

function line(
  name: string,
  target: number,
  find: (databases: Databases) => Promise<string>,
  rounds?: number,
): Line {
  return {
    name,
    against: "the query",
    target,
    unit: "ms",
    measure: async (databases) => on(await find(databases), (database) => measureCuts(database, rounds)),
  };
}

async function on(connection: string, measure: (database: Database) => Promise<Measured>): Promise<Measured> {
  const database = await openDatabase(connection);
  try {
    return await measure(database);
  } finally {
    await database.close();
  }
}

function measureCuts(database: Database, rounds?: number): Promise<Measured> {
  return timeBoth(
    () => countCuts(database, { ...selection, recent: false }, sums),
    () => searchRuns(database, searchFor({ expression })),
    rounds,
  );
}

/** A number is changed by a key, as somebody types it into the query. */
async function measureTyping(database: Database): Promise<Measured> {
  let typed = 80;
  const { value } = await timeBoth(
    () => {
      typed += 1;
      const changed = expression.replace("80 <", `${typed} <`);
      return countCuts(database, { ...selection, expression: changed, recent: true }, []);
    },
    () => undefined,
  );
  return { value, reference: 50 };
}
