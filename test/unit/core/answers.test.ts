/** The Python client's answers to some 600 queries on its own database: ours, by SQL, are the same. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { searchRuns } from "../../../core/search.ts";
import { toFailure } from "../../../core/api/failure.ts";
import { openForTest } from "../../support/database.ts";

interface Case {
  readonly query: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly runs?: readonly number[];
}

const fixtures = fileURLToPath(new URL("../../fixtures/expressions/", import.meta.url));
const { cases } = JSON.parse(readFileSync(`${fixtures}answers.json`, "utf8")) as { cases: Case[] };

/** Refused by Python and legal here, or failing there for single runs, which are just dropped here. */
const legalHere: Readonly<Record<string, number>> = {
  "run_config.startswith('FCAL')": 26,
  True: 120,
  "event_count == None": 9,
  "radiator_id / status > 1": 33,
};
/** Answered "never equal" by Python, an error of types here. */
const refusedHere = ["event_count == 'abc'", "run_type == 5"];

describe("answers of the Python client", () => {
  test.each(cases)("$query", async ({ query, ok, runs }) => {
    const database = await openForTest(`${fixtures}conditions.sqlite`);
    const answer = await selectedRuns(database, query);
    if (query in legalHere) expect(answer).toHaveLength(legalHere[query] ?? NaN);
    else if (!ok || refusedHere.includes(query)) expect(answer).toBe("expression");
    else expect(answer).toEqual(runs);
  });
});

async function selectedRuns(
  database: Awaited<ReturnType<typeof openForTest>>,
  expression: string,
): Promise<readonly number[] | string> {
  const order = { column: "run", descending: false };
  try {
    const search = { expression, runMin: null, runMax: null, columns: [], order };
    const { result } = await searchRuns(database, search);
    return result.rows(0, result.count).runs;
  } catch (thrown) {
    return toFailure(thrown).code;
  }
}
