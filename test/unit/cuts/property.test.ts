/** The counts of random expressions on random data, and the reasons of each run, are those of the plain evaluator. */
import SqliteFile from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Tally } from "../../../core/api/cuts.ts";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import { countCuts, listCutRuns } from "../../../core/cuts/cuts.ts";
import { explainRun } from "../../../core/cuts/explainRun.ts";
import { ownIndexStatement } from "../../../core/db/ownIndexStatement.ts";
import { format } from "../../../core/query/format.ts";
import { partsOf } from "../../../core/query/parts.ts";
import type { Expression } from "../../../core/query/tree.ts";
import { children } from "../../../core/query/walk.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestRun } from "../../support/database.ts";
import { evaluate, type Outcome } from "../../support/evaluate.ts";
import {
  arbitraryQuery,
  conditions,
  definedOnly,
  keptOf,
  now,
  plainAnswer,
  runs,
  types,
  valueFor,
  type RunValues,
} from "../../support/randomRuns.ts";

const all = { runMin: null, runMax: null, ranges: [] };
const names: Readonly<Record<Outcome, string>> = {
  selected: "true",
  "not selected": "false",
  failed: "fails",
};

function judge(node: Expression, run: RunValues): Outcome {
  return evaluate(node, (name) => valueFor(name, run), now);
}

/** Chains of several expressions as people write them: each is a part, in brackets where it needs them. */
const chains = fc.array(arbitraryQuery, { minLength: 1, maxLength: 4 }).map((parts): Expression => {
  const [first] = parts;
  if (first === undefined) throw new Error("unreachable");
  return parts.length === 1 ? first : { kind: "logical", operator: "and", operands: parts, from: 0, to: 0 };
});

const ways = backends.flatMap((backend) => [
  { ...backend, index: false },
  ...(backend.name === "sqlite" ? [{ ...backend, index: true }] : []),
]);

describe.each(ways)("on $name, with our index: $index", (backend) => {
  test.each([1, 2])("data set %i", async (seed) => {
    const [random = []] = fc.sample(runs, { seed, numRuns: 1 });
    const values = random.map((run) => keptOf(run, backend));
    const stored = values.map((run, at): [number, TestRun] => [at + 1, { conditions: definedOnly(run) }]);
    const place = await backend.create({ types, runs: Object.fromEntries(stored) });
    const database = await openForTest(place);
    if (backend.index) {
      const file = new SqliteFile(place);
      file.exec(ownIndexStatement(database));
      file.close();
    }
    expect(await listConditionTypes(database)).toHaveLength(conditions.length);

    const property = fc.asyncProperty(chains, async (tree) => {
      const { text, checked, expected } = plainAnswer(tree, values);
      const parts = partsOf(checked.tree ?? tree, true);
      const outcomes = values.map((run) => parts.map((part) => judge(part, run)));
      const runsWhere = (belongs: (of: readonly Outcome[]) => boolean): number[] =>
        outcomes.flatMap((of, at) => (belongs(of) ? [at + 1] : []));
      const tally = (found: readonly number[]): Tally => ({
        runs: found.length,
        sums: [found.reduce((sum, run) => sum + Number(values[run - 1]?.["count"] ?? 0), 0)],
      });
      const selection = { expression: text, ...all, unfold: true, recent: false };
      const counted = await countCuts(database, selection, ["count"], undefined, now);
      expect(counted.selected, text).toEqual(tally(expected));
      for (const [at] of parts.entries()) {
        const isTrue = (outcome: Outcome): boolean => outcome === "selected";
        const left = runsWhere((of) => of.slice(0, at + 1).every(isTrue));
        const removed = runsWhere((of) => of.slice(0, at).every(isTrue) && of[at] !== "selected");
        const only = runsWhere((of) => of.every((outcome, other) => isTrue(outcome) !== (other === at)));
        expect(counted.parts[at], text).toMatchObject({
          left: tally(left),
          removed: tally(removed),
          alone: tally(runsWhere((of) => of[at] === "selected")),
          only: tally(only),
          missing: tally(runsWhere((of) => of[at] === "failed")),
        });
        const listed = await listCutRuns(
          database,
          { ...selection, recent: true },
          at,
          "removed",
          undefined,
          now,
        );
        expect(listed.runs, text).toEqual(removed);
      }
      const run = 1 + (text.length % values.length);
      const reasons = await explainRun(database, { expression: text, ...all }, run, undefined, now);
      const ofRun = values[run - 1] ?? {};
      expect(reasons.selected, text).toBe(expected.includes(run));
      expect(
        reasons.nodes.map(({ text: of, outcome }) => [of, outcome]),
        text,
      ).toEqual(nodesOf(checked.tree ?? tree).map((node) => [format(node), names[judge(node, ofRun)]]));
    });
    await fc.assert(property, { numRuns: 25, seed });
  });
});

function nodesOf(node: Expression): Expression[] {
  const isCombined = node.kind === "logical" || node.kind === "not";
  return [node, ...(isCombined ? children(node).flatMap(nodesOf) : [])];
}
