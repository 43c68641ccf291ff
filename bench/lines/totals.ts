/** Totals and computed columns, against the query alone. */
import { openDatabase } from "../../core/db/open.ts";
import type { Database } from "../../core/db/database.ts";
import type { WantedSearch } from "../../core/api/search.ts";
import { searchRuns } from "../../core/search/search.ts";
import { readTotals } from "../../core/totals/totals.ts";
import type { Databases } from "../databases.ts";
import { timeBoth, type Line } from "../line.ts";
import { expression, searchFor } from "./queries.ts";

const rate = { name: "rate", expression: "event_count / beam_current", unit: null, description: null };
const computed: WantedSearch = { ...searchFor({ expression }), columns: [rate] };
const totals = {
  ...searchFor({ expression }),
  by: ["target_type", { calendar: "month" as const }],
  measures: ["event_count", rate],
  weight: "beam_current",
};

const asked: Readonly<Record<string, (database: Database) => Promise<unknown>>> = {
  computed: (database) => searchRuns(database, computed),
  totals: (database) => readTotals(database, totals, new AbortController().signal),
};

const places: readonly (readonly [string, number, (databases: Databases) => Promise<string>])[] = [
  ["sqlite", 3, (databases) => databases.sample("plain")],
  ["sqlite-optimized", 8, (databases) => databases.sample("optimized")],
  ["mariadb", 4, async (databases) => (await databases.server()).url("sample")],
];

export const totalLines: readonly Line[] = Object.entries(asked).flatMap(([name, ask]) =>
  places.map(([place, target, find]): Line => ({
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
        );
      } finally {
        await database.close();
      }
    },
  })),
);
