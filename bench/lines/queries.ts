/** Queries against a plain scan of the table they read. */
import SqliteFile from "better-sqlite3";
import type { Search } from "../../core/api/search.ts";
import { openDatabase } from "../../core/db/open.ts";
import { searchRuns } from "../../core/search/search.ts";
import type { Databases, Shape } from "../databases.ts";
import { timeBoth, type Line, type Measured } from "../line.ts";
import { hundredConditions } from "../plainDatabase.ts";

export const expression = "@is_production and 80 < beam_current < 120 and 'BCAL' in run_config";
export const tenColumns = [
  "event_count",
  "event_rate",
  "run_type",
  "run_config",
  "beam_current",
  "solenoid_current",
  "target_type",
  "polarization_angle",
  "is_valid_run_end",
  "run_start_time",
] as const;

/** What a search is without further conditions: all runs, by their numbers. */
export function searchFor(wanted: Partial<Search>): Search {
  const order = { column: "run", descending: false };
  return { expression: "", runMin: null, runMax: null, ranges: [], columns: [], order, ...wanted };
}

/** The least that reads every condition, by the table and not by an index that happens to hold the column. */
const scanOfFile = "SELECT sum(int_value) FROM conditions NOT INDEXED";
const scanOfServer = "SELECT sum(int_value) FROM conditions";

const shapes: readonly { name: string; shape: Shape; query: number; columns: number }[] = [
  { name: "sqlite", shape: "plain", query: 2, columns: 3 },
  { name: "sqlite-indexed", shape: "indexed", query: 2, columns: 3 },
  { name: "sqlite-analyzed", shape: "analyzed", query: 2, columns: 3 },
  { name: "sqlite-optimized", shape: "optimized", query: 0.1, columns: 1.5 },
];

const theQuery = searchFor({ expression });
const theColumns = searchFor({ columns: [...tenColumns] });

export const queryLines: readonly Line[] = [
  ...shapes.map(({ name, shape, query }) => fileLine(`query/${name}`, query, shape, theQuery)),
  {
    name: "query/sqlite-copy",
    against: "scan of conditions",
    target: 0.1,
    unit: "ms",
    measure: async (databases) => measureFile(await databases.copied(), theQuery),
  },
  serverLine("query/mariadb", 1, theQuery),
  ...shapes.map(({ name, shape, columns }) => fileLine(`columns/${name}`, columns, shape, theColumns)),
  serverLine("columns/mariadb", 4, theColumns),
];

function fileLine(name: string, target: number, shape: Shape, search: Search): Line {
  return {
    name,
    against: "scan of conditions",
    target,
    unit: "ms",
    measure: async (databases) => measureFile(await databases.sample(shape), search),
  };
}

/** A search in a file against the scan of it. */
export async function measureFile(path: string, search: Search, rounds?: number): Promise<Measured> {
  const database = await openDatabase(path);
  const file = new SqliteFile(path, { readonly: true });
  const scan = file.prepare(scanOfFile);
  try {
    return await timeBoth(
      () => searchRuns(database, search),
      () => scan.get(),
      rounds,
    );
  } finally {
    file.close();
    await database.close();
  }
}

function serverLine(name: string, target: number, search: Search): Line {
  const measure = async (databases: Databases): Promise<Measured> => {
    const server = await databases.server();
    const database = await openDatabase(server.url("sample"));
    const connection = await server.connect("sample");
    try {
      return await timeBoth(
        () => searchRuns(database, search),
        () => connection.query(scanOfServer),
      );
    } finally {
      await connection.end();
      await database.close();
    }
  };
  return { name, against: "scan of conditions", target, unit: "ms", measure };
}

const seventyColumns = hundredConditions.slice(0, 70).map(({ name }) => name);

/** More columns than a statement can join tables for. */
export const wideLines: readonly Line[] = [
  wideLine("wide/sqlite", (databases) => databases.wide()),
  wideLine("wide/sqlite-optimized", (databases) => databases.wideOptimized()),
  wideLine("wide/mariadb", async (databases) => (await databases.server()).url("wide")),
];

function wideLine(name: string, find: (databases: Databases) => Promise<string>): Line {
  const measure = async (databases: Databases): Promise<Measured> => {
    const database = await openDatabase(await find(databases));
    try {
      return await timeBoth(
        () => searchRuns(database, searchFor({ columns: seventyColumns })),
        () => searchRuns(database, searchFor({ columns: seventyColumns.slice(0, 10) })),
      );
    } finally {
      await database.close();
    }
  };
  return { name, against: "10 of the 70 columns", target: 7, unit: "ms", measure };
}
