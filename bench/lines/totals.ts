/** Totals, computed columns and running sums, against the query alone. */
import { openDatabase } from "../../core/db/open.ts";
import type { Database } from "../../core/db/database.ts";
import type { WantedSearch } from "../../core/api/search.ts";
import { searchRuns } from "../../core/search/search.ts";
import { readTotals } from "../../core/totals/totals.ts";
import type { Databases } from "../databases.ts";
import { timeBoth, type Line } from "../line.ts";
import { columnPlot } from "../../core/plots/columnPlot.ts";
import { twentyConditions } from "../plainDatabase.ts";
import { expression, searchFor } from "./queries.ts";

const rate = { name: "rate", expression: "event_count / beam_current", unit: null, description: null };
const computed: WantedSearch = { ...searchFor({ expression }), columns: [rate] };
const totals = {
  ...searchFor({ expression }),
  by: ["target_type", { calendar: "month" as const }],
  measures: ["event_count", rate],
  weight: "beam_current",
};

const summed = searchFor({ expression, columns: ["event_count"] });
const running = { x: "run", column: "event_count", sumUnit: 1, from: null, to: null, points: 4800 };

const asked: Readonly<Record<string, (database: Database) => Promise<unknown>>> = {
  computed: (database) => searchRuns(database, computed),
  totals: (database) => readTotals(database, totals, new AbortController().signal),
  running: async (database) => columnPlot((await searchRuns(database, summed)).result, running),
};

type Place = readonly [
  name: string,
  target: number,
  find: (databases: Databases) => Promise<string>,
  rounds?: number,
];

const places: readonly Place[] = [
  ["sqlite", 3, (databases) => databases.sample("plain")],
  ["sqlite-optimized", 3, (databases) => databases.sample("optimized")],
  ["mariadb", 4, async (databases) => (await databases.server()).url("sample")],
  ["million", 3, (databases) => databases.plain("growth", 1_000_000, twentyConditions), 2],
];

export const totalLines: readonly Line[] = Object.entries(asked).flatMap(([name, ask]) =>
  places.map(([place, target, find, rounds]): Line => ({
    name: `${name}/${place}`,
    against: "the query",
    target,
    unit: "ms",
    measure: async (databases) => {
      const database = await openDatabase(await find(databases));
      try {
        return await timeBoth(
          () => ask(database),
          () => searchRuns(database, searchFor({ expression })),
          rounds,
        );
      } finally {
        await database.close();
      }
    },
  })),
);
