/** The SQL of random expressions on random data selects the runs that the plain evaluator selects. */
import SqliteFile from "better-sqlite3";
import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { format } from "../../../core/query/format.ts";
import type { ConditionName, Expression, ValueType } from "../../../core/query/tree.ts";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import type { Database } from "../../../core/db/database.ts";
import { ownIndexStatement } from "../../../core/db/ownIndex.ts";
import { analyze, analyzeQuery } from "../../../core/query/analyze.ts";
import type { CheckedExpression } from "../../../core/query/check.ts";
import { normalizeTime } from "../../../core/query/time.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { testedConditions } from "../../../core/selection/conditions.ts";
import { lookUpQuery } from "../../../core/selection/lookUpQuery.ts";
import { partsOf, type Parts } from "../../../core/selection/parts.ts";
import { pivotQuery } from "../../../core/selection/pivotQuery.ts";
import {
  arbitraryExpression,
  awkwardFloats,
  awkwardIntegers,
  awkwardTexts,
  awkwardTimes,
} from "../../support/arbitraryExpression.ts";
import { backends, type Backend } from "../../support/backends.ts";
import { openForTest, type TestRun } from "../../support/database.ts";
import { evaluate, type Value } from "../../support/evaluate.ts";

const types = {
  count: "int",
  id: "int",
  current: "float",
  angle: "float",
  kind: "string",
  config: "string",
  stats: "json",
  good: "bool",
  beam: "bool",
  at: "time",
  until: "time",
} as const satisfies Record<string, ValueType>;

const conditions: ConditionName[] = Object.entries(types).map(([name, type]) => ({
  name,
  type,
  description: null,
}));

/** What is a number or a text and names nothing is no query. */
const arbitraryQuery = arbitraryExpression(conditions).filter(
  (tree) => analyzeQuery(format(tree), { conditions, aliases: [] }).ok,
);

/** The moment of each query, amid the times. */
const now = "2016-02-18 13:26:01.000000";

const valueOfType: Record<ValueType, fc.Arbitrary<string | number | boolean>> = {
  int: fc.constantFrom(...awkwardIntegers.map(Number), -1, -7),
  float: fc.constantFrom(...awkwardFloats, -2.5, -0.1),
  string: fc.constantFrom(...awkwardTexts),
  json: fc.constantFrom(...awkwardTexts),
  blob: fc.constantFrom(...awkwardTexts),
  bool: fc.boolean(),
  // As SQLAlchemy stores them, and as others do, without the fraction.
  time: fc.constantFrom(...awkwardTimes.map((text) => normalizeTime(text) ?? ""), "2016-02-17 13:26:01"),
};

type RunValues = Partial<Record<string, string | number | boolean>>;
/** Runs with gaps in their conditions. */
const runs: fc.Arbitrary<RunValues[]> = fc.array(
  fc.record(Object.fromEntries(conditions.map(({ name, type }) => [name, valueOfType[type]])), {
    requiredKeys: [],
  }),
  { minLength: 25, maxLength: 25, size: "max" },
);

describe.each(backends)("random expressions on random data on $name", (backend) => {
  test.each(Array.from({ length: 8 }, (_, at) => at + 1))("data set %i", async (seed) => {
    const [random = []] = fc.sample(runs, { seed, numRuns: 1 });
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
    await fc.assert(property, { numRuns: 400, seed });
  });
});

const indexes = [
  "CREATE INDEX by_run ON conditions (run_number)",
  "CREATE INDEX by_type ON conditions (condition_type_id)",
];

/** The other ways to the conditions than the one that suits so few runs. Every value is stored twice, first another one. */
describe.each(backends)("random expressions by every access on $name", (backend) => {
  test.each([11, 12, 13, 14])("data set %i", async (seed) => {
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
        partsOf(checked, knownTypes),
        partsOf(checked, knownTypes, (parts) => new Set(parts)),
        // Those of long expressions: some parts in layers, others not.
        partsOf(checked, knownTypes, (parts) => new Set(parts.filter((_, at) => at % 2 === 0))),
      ];
      for (const parts of ways) {
        for (const answer of await answersByEveryAccess(database, parts, isFile)) {
          expect(answer, text).toEqual(expected);
        }
      }
    });
    await fc.assert(property, { numRuns: 150, seed });
  });
});

async function answersByEveryAccess(
  database: Database,
  parts: Parts,
  hasOwnIndex: boolean,
): Promise<unknown[][]> {
  const bounds = { expression: "", runMin: 1, runMax: 25, ranges: [] };
  const tested = await testedConditions(database, parts);
  const [typeIndex, runIndex] = ["by_type", "by_run"].map((name) => ({ name, columns: [] }));
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
        lookUpQuery(database, order, parts, bounds, sql`runs.number`),
      )
    : [];
  const answers = [...byPivot, ...byLookUp].map(async (query) => {
    const rows = await database.rows(query.compile(database.read), ["key"]);
    return rows.map(([run]) => run);
  });
  return Promise.all(answers);
}

/** The expression as text and checked, and the runs it selects by the plain evaluator. */
function plainAnswer(
  tree: Expression,
  values: readonly RunValues[],
): { text: string; checked: CheckedExpression; expected: number[] } {
  const text = format(tree);
  const analyzed = analyze(text, { conditions, aliases: [] }, now);
  if (!analyzed.ok) throw new Error(`${text}: ${analyzed.problems[0]?.message}`);
  const checked = analyzed.value;
  const expected = values.flatMap((run, at) => {
    const outcome = evaluate(checked.tree ?? tree, (condition) => valueFor(condition, run), now);
    return outcome === "selected" ? [at + 1] : [];
  });
  return { text, checked, expected };
}

/** What a database keeps of the values. */
function keptOf(run: RunValues, { keptFloat, keptTime }: Backend): RunValues {
  const kept = Object.entries(definedOnly(run)).map(([name, value]) => {
    const type = types[name as keyof typeof types];
    if (type === "float") return [name, keptFloat(Number(value))];
    return [name, type === "time" ? keptTime(String(value)) : value];
  });
  return Object.fromEntries(kept) as RunValues;
}

function definedOnly(run: RunValues): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(run).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The value as the plain evaluator takes it. */
function valueFor(name: string, run: RunValues): Value {
  const value = run[name];
  if (value === undefined) return null;
  const type = types[name as keyof typeof types];
  if (type === "int") return BigInt(value);
  return type === "time" ? normalizeTime(String(value)) : value;
}
