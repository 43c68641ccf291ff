/** The Python client's answers to some 600 queries on its own database: ours, by SQL, are the same. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { searchRuns } from "../../../core/search/search.ts";
import { toFailure } from "../../../core/api/failure.ts";
import type { Database } from "../../../core/db/database.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { createOnMariadb } from "../../support/backends.ts";
import { tablesOfFile } from "../../support/database.ts";
import { startServer, type TestServer } from "../../support/mariadb.ts";

interface Case {
  readonly query: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly runs?: readonly number[];
}

const fixtures = fileURLToPath(new URL("../../fixtures/expressions/", import.meta.url));
const onSqlite = `${fixtures}conditions.sqlite`;

function readCases(file: string): readonly Case[] {
  return (JSON.parse(readFileSync(fixtures + file, "utf8")) as { cases: Case[] }).cases;
}

/** A server whose SQL means something else than usually, as far as its settings can do that. */
const strangeMode = "--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,HIGH_NOT_PRECEDENCE";
let strangeServer: TestServer | undefined;

beforeAll(async () => {
  strangeServer = await startServer(strangeMode);
  return strangeServer.stop;
});

/** A database to ask, with the answers for it: single-precision floats make some of them different. */
interface Place {
  readonly name: string;
  readonly answers: string;
  readonly create: () => Promise<string>;
  /** What stands for a text in data and queries, where the database cannot store all of Unicode. */
  readonly write: (text: string) => string;
}

const asIs = (text: string): string => text;
const places: readonly Place[] = [
  { name: "SQLite", answers: "answers.json", create: () => Promise.resolve(onSqlite), write: asIs },
  mariadbPlace("MariaDB, utf8mb4_general_ci", () => ({ collation: "utf8mb4_general_ci" })),
  mariadbPlace("MariaDB, utf8mb4_bin", () => ({ collation: "utf8mb4_bin" })),
  mariadbPlace(
    "MariaDB, latin1_swedish_ci",
    () => ({ collation: "latin1_swedish_ci" }),
    (text) => text.replaceAll("π", "µ"),
  ),
  mariadbPlace("MariaDB with strange settings", () => (strangeServer ? { port: strangeServer.port } : {})),
];

function mariadbPlace(
  name: string,
  where: () => Parameters<typeof createOnMariadb>[2],
  write: Place["write"] = asIs,
): Place {
  const create = (): Promise<string> => {
    const tables = tablesOfFile(onSqlite).map(({ rows, ...table }) => ({
      ...table,
      rows: rows.map((row) => row.map((value) => (typeof value === "string" ? write(value) : value))),
    }));
    return createOnMariadb(tables, [], where());
  };
  return { name, answers: "answers.mariadb.json", create, write };
}

/** Refused by Python and legal here, or failing there for single runs, which are just dropped here. */
const legalHere: Readonly<Record<string, number>> = {
  "run_config.startswith('FCAL')": 26,
  True: 120,
  "event_count == None": 9,
  "radiator_id / status > 1": 33,
  "event_count > 5 and run_type[0] == 'h'": 42,
};
/** Answered "never equal" by Python, an error of types here. */
const refusedHere = ["event_count == 'abc'", "run_type == 5"];

describe.each(places)("answers of the Python client on $name", ({ answers, create, write }) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(await create());
  });
  afterAll(() => database.close());

  test.each(readCases(answers))("$query", async ({ query, ok, runs }) => {
    const answer = await selectedRuns(database, write(query));
    if (query in legalHere) expect(answer).toHaveLength(legalHere[query] ?? NaN);
    else if (!ok || refusedHere.includes(query)) expect(answer).toBe("expression");
    else expect(answer).toEqual(runs);
  });
});

async function selectedRuns(database: Database, expression: string): Promise<readonly number[] | string> {
  const order = { column: "run", descending: false };
  try {
    const search = { expression, runMin: null, runMax: null, ranges: [], columns: [], order };
    const { result } = await searchRuns(database, search);
    return result.rows(0, result.count).runs;
  } catch (thrown) {
    return toFailure(thrown).code;
  }
}
