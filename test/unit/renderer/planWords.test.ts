/** The dry run of many changes in words: what becomes of runs that the database does not have. */
import { expect, test } from "vitest";
import type { ChangePlan } from "../../../core/api/changes.ts";
import { countsInWords, leftOut } from "../../../renderer/changes/planWords.ts";

const counts = {
  added: 2,
  replaced: 0,
  removed: 0,
  unchanged: 0,
  kept: 0,
  unknownRuns: 2,
  unfit: 0,
  unread: 1,
};
const plan: ChangePlan = {
  changes: [],
  counts,
  replaced: [],
  unknownRuns: [
    { run: 7, line: 2 },
    { run: 8, line: null },
  ],
  unfit: [],
  unread: [{ line: 4, message: "“x” is not a run number." }],
  columns: [],
};

test.each([
  ["are left out", false, "2 unknown runs", ["line 2: no run 7", "no run 8"]],
  ["are created", true, "2 runs to create", []],
])("unknown runs that %s", (_what, isCreating, words, examples) => {
  expect(countsInWords(plan, isCreating)).toEqual([
    [2, "2 values added", false],
    [2, words, !isCreating],
    [1, "1 line not read", true],
  ]);
  expect(leftOut(plan, isCreating)).toEqual([...examples, "line 4: “x” is not a run number."]);
});
