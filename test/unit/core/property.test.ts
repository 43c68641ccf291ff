/** The SQL of random expressions on random data selects the runs that the plain evaluator selects. */
import SqliteFile from "better-sqlite3";
import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import type { Database } from "../../../core/db/database.ts";
import { ownIndexStatement } from "../../../core/db/ownIndexStatement.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { testedConditions } from "../../../core/selection/conditions.ts";
import { lookUpQuery } from "../../../core/selection/lookUpQuery.ts";
import { conjunctsOf, type Conjuncts } from "../../../core/selection/conjuncts.ts";
import { pivotQuery } from "../../../core/selection/pivotQuery.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestRun } from "../../support/database.ts";
import {
  arbitraryQuery,
  definedOnly,
  keptOf,
  now,
  plainAnswer,
  runs,
  types,
} from "../../support/randomRuns.ts";
import { roundLimit, rounds, seed as whole } from "../../torture/effort.ts";

/** Other data and expressions with another seed of the torture. */
const seedOf = (dataSet: number): number => dataSet + 1000 * (whole - 1);

describe.each(backends)("random expressions on random data on $name", (backend) => {
  test.each(Array.from({ length: 8 }, (_, at) => at + 1))(
    "data set %i",
    { timeout: roundLimit },
    async (seed) => {
      const [random = []] = fc.sample(runs, { seed: seedOf(seed), numRuns: 1 });
      const values = random.map((run) => keptOf(run, backend));
      const stored = values.map((run, at): [number, TestRun] => [at + 1, { conditions: definedOnly(run) }]);
      const database = await openForTest(await backend.create({ types, runs: Object.fromEntries(stored) }));

      const property = fc.asyncProperty(arbitraryQuery, async (tree) => {
        const { text, expected } = plainAnswer(tree, values);
        const order = { column: "run", descending: false };
        const search = { expression: text, runMin: null, runMax: null, ranges: [], columns: [], order };
        const { result } = await searchRuns(database, search, undefined, now);
        expect(result.rows(0, 100).runs, text).toEqual(expected);
      });
      // In `npm test` 100 for each of eight data sets and both databases.
      await fc.assert(property, { numRuns: rounds(62_500, 100 / 62_500), seed: seedOf(seed) });
    },
  );
});

const indexes = [
  "CREATE INDEX by_run ON conditions (run_number)",
  "CREATE INDEX by_type ON conditions (condition_type_id)",
];

/** The other ways to the conditions than the one that suits so few runs. Every value is stored twice, first another one. */
describe.each(backends)("random expressions by every access on $name", (backend) => {
  test.each([11, 12, 13, 14])("data set %i", { timeout: roundLimit }, async (dataSet) => {
    const seed = seedOf(dataSet);
    const [random = [], older = []] = fc.sample(runs, { seed, numRuns: 2 });
    const values = random.map((run) => keptOf(run, backend));
    const stored = values.map((run, at): [number, TestRun] => {
      const before = keptOf(older[at] ?? {}, backend);
      const conditions = Object.entries(definedOnly(run)).map(([name, value]) => {
        const first = before[name];
        return [name, first === undefined ? value : [first, value]];
      });
      return [at + 1, { conditions: Object.fromEntries(conditions) as NonNullable<TestRun["conditions"]> }];
    });
    const place = await backend.create({ types, runs: Object.fromEntries(stored), statements: indexes });
    const database = await openForTest(place);
    const isFile = backend.name === "sqlite";
    if (isFile) {
      const file = new SqliteFile(place);
      file.exec(ownIndexStatement(database));
      file.close();
    }
    const knownTypes = await listConditionTypes(database);

    const property = fc.asyncProperty(arbitraryQuery, async (tree) => {
      const { text, checked, expected } = plainAnswer(tree, values);
      const ways = [
        conjunctsOf(checked, knownTypes),
        conjunctsOf(checked, knownTypes, (parts) => new Set(parts)),
        // Those of long expressions: some parts in layers, others not.
        conjunctsOf(checked, knownTypes, (parts) => new Set(parts.filter((_, at) => at % 2 === 0))),
      ];
      for (const parts of ways) {
        for (const answer of await answersByEveryAccess(database, parts, isFile)) {
          expect(answer, text).toEqual(expected);
        }
      }
    });
    // In `npm test` 38 for each of four data sets and both databases, each by some ten statements.
    await fc.assert(property, { numRuns: rounds(7_500, 0.005), seed });
  });
});

async function answersByEveryAccess(
  database: Database,
  parts: Conjuncts,
  hasOwnIndex: boolean,
): Promise<unknown[][]> {
  const bounds = { expression: "", runMin: 1, runMax: 25, ranges: [] };
  const tested = testedConditions(database, parts);
  const [typeIndex, runIndex] = ["by_type", "by_run"].map((name) => ({ name, isUnique: false, columns: [] }));
  if (!typeIndex || !runIndex) throw new Error("unreachable");
  const byPivot = [
    { kind: "scan" } as const,
    { kind: "runs", index: runIndex } as const,
    ...tested
      .filter(({ passesIfMissing }) => !passesIfMissing)
      .map((by) => ({ kind: "driven", by, typeIndex, runIndex }) as const),
  ].map((access) => pivotQuery(database, access, tested, parts, bounds, sql`runs.number`));
  const byLookUp = hasOwnIndex
    ? [tested, tested.toReversed()].map((order) =>
        lookUpQuery(
          database,
          { kind: "own", tested: order, isUnique: false },
          parts,
          bounds,
          sql`runs.number`,
        ),
      )
    : [];
  const answers = [...byPivot, ...byLookUp].map(async (query) => {
    const rows = await database.rows(query.compile(database.read), ["key"]);
    return rows.map(([run]) => run);
  });
  return Promise.all(answers);
}
