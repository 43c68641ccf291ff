/** How conditions are read, by what indexes and counts there are. */
import { describe, expect, test } from "vitest";
import { sql } from "kysely";
import {
  planInWords,
  planRows,
  planSelection,
  planValues,
  type Facts,
} from "../../../core/conditions/plan.ts";
import type { TestedCondition } from "../../../core/conditions/testedCondition.ts";
import { ownIndexName } from "../../../core/db/ownIndex.ts";

const byRun = { name: "by_run", isUnique: false, columns: ["run_number"] };
const byType = { name: "by_type", isUnique: false, columns: ["condition_type_id"] };
const own = { name: ownIndexName, isUnique: false, columns: ["condition_type_id", "run_number", "id"] };
const pairs = ["condition_type_id", "run_number"];

function tested(id: number, name: string, passesIfMissing = false): TestedCondition {
  return {
    type: { id, name, type: "int", description: null, created: null },
    passes: () => sql`1`,
    passesIfMissing,
  };
}
const rare = tested(1, "rare");
const common = tested(2, "common");
const missing = tested(3, "missing", true);

/** A thousand runs with a hundred conditions each, of which a test of `rare` leaves next to nothing. */
const facts: Facts = {
  countRuns: () => Promise.resolve(1000),
  countTypes: () =>
    Promise.resolve(new Map([...Array(100).keys()].map((id) => [id, 1000] as [number, number]))),
  sampleTests: (_index, tests) => Promise.resolve(tests.map((test) => (test === rare ? 0.001 : 0.9))),
};

describe("a selection", () => {
  test.each([
    ["no index", [], 10, [rare], "one scan of conditions"],
    ["types alone", [byType], 10, [rare], "one scan of conditions"],
    ["few runs", [byRun, byType], 100, [rare], "index “by_run” of conditions"],
    ["many runs, a rare value", [byRun, byType], 101, [common, rare], /“by_type” for rare/],
    ["all runs, a rare value", [byRun, byType], null, [rare], /“by_type” for rare/],
    ["all runs, a common value", [byRun, byType], null, [common], "one scan of conditions"],
    ["all runs, a value that may be missing", [byRun, byType], null, [missing], "one scan of conditions"],
    ["our own index", [byRun, byType, own], 10, [rare], `index “${ownIndexName}” of conditions`],
  ])("%s", async (_what, indexes, wanted, tests, words) => {
    const count = wanted === null ? null : () => Promise.resolve(wanted);
    const plan = planInWords(await planSelection(indexes, tests, count, facts));
    if (typeof words === "string") expect(plan).toBe(words);
    else expect(plan).toMatch(words);
  });

  test("by our own index begins with what leaves the fewest rows, and ends with what a run may lack", async () => {
    const plan = await planSelection([own], [missing, common, rare], null, facts);
    expect(plan).toEqual({ kind: "own", tested: [rare, common, missing], isUnique: false });
  });

  test.each([
    ["pairs of type and run", { name: "a", isUnique: true, columns: pairs }, true],
    ["pairs of run and type", { name: "a", isUnique: true, columns: pairs.toReversed() }, true],
    ["pairs that may repeat", { name: "a", isUnique: false, columns: pairs }, false],
    ["pairs with the id", { name: "a", isUnique: true, columns: [...pairs, "id"] }, false],
    ["runs", { name: "a", isUnique: true, columns: ["run_number"] }, false],
    ["expressions", { name: "a", isUnique: true, columns: ["condition_type_id", null] }, false],
  ])("no row is newer than another where an index is of %s: %j", async (_what, index, isUnique) => {
    expect(await planSelection([own, index], [rare], null, facts)).toMatchObject({ kind: "own", isUnique });
  });

  test("counts nothing where the indexes decide", async () => {
    const unasked = (): never => {
      throw new Error("counted");
    };
    const nothing: Facts = { countRuns: unasked, countTypes: unasked, sampleTests: unasked };
    expect(await planSelection([], [rare], unasked, nothing)).toEqual({ kind: "scan" });
    expect(await planValues([], 10, nothing)).toEqual({ kind: "scan" });
  });
});

test.each([
  ["no index", [], 10, { kind: "scan" }],
  ["few runs", [byRun], 100, { kind: "runs", index: byRun }],
  ["many runs", [byRun], 101, { kind: "scan" }],
  ["our own index, few", [byRun, own], 100, { kind: "own", isFew: true }],
  ["our own index, many", [own], 101, { kind: "own", isFew: false }],
])("values, %s", async (_what, indexes, runs, plan) => {
  expect(await planValues(indexes, runs, facts)).toEqual(plan);
});

test.each([
  ["no index", [byType], { kind: "scan" }],
  ["by run", [own, byRun], { kind: "runs", index: byRun }],
  ["our own", [own], { kind: "runs", index: own }],
])("whole rows, %s", (_what, indexes, plan) => {
  expect(planRows(indexes)).toEqual(plan);
});
