/** What the window says of copies, and when they update themselves. */
import { describe, expect, test } from "vitest";
import type { CopyCheck, CopyState } from "../../../core/api/copies.ts";
import {
  ageText,
  changeTexts,
  choiceText,
  differenceTexts,
  shareOf,
  workText,
} from "../../../renderer/copies/copyTexts.ts";
import { paceOf } from "../../../renderer/lib/pace.ts";
import { reported, type CopyWork } from "../../../renderer/model/copyWork.ts";
import { isUpdateDue, updatePlansOf, type UpdatePlan } from "../../../renderer/model/updatePlan.ts";

const taken = Date.parse("2026-02-03T04:05:06Z");
const minute = 60_000;
const hour = 60 * minute;
const copy: CopyState = {
  source: "mysql://rcdb@station/rcdb",
  name: "station",
  location: "rcdb@station/rcdb",
  choice: { runs: null, conditions: null, files: "all" },
  sourceChoices: [],
  taken: new Date(taken).toISOString(),
  whole: true,
};

test.each([
  [copy, 0, "copy of station, just taken"],
  [copy, -hour, "copy of station, just taken"],
  [copy, 7 * minute, "copy of station, 7 minutes old"],
  [copy, 3 * hour, "copy of station, 3 hours old"],
  [copy, 100 * hour, "copy of station, 4 days old"],
  [{ ...copy, taken: null, whole: false }, hour, "unfinished copy of station"],
  [{ ...copy, whole: false }, hour, "unfinished copy of station"],
  [{ ...copy, name: "a\u202eb" }, 0, "copy of a\\u202eb, just taken"],
])("the age of a copy (%#)", (state, age, text) => {
  expect(ageText(state, taken + age)).toBe(text);
});

test.each([
  [{ runs: null, conditions: null, files: "all" }, "everything"],
  [{ runs: null, conditions: null, files: "names" }, "all runs, all conditions, files without contents"],
  [{ runs: "10-20", conditions: ["a"], files: "none" }, "runs 10-20, 1 condition, no files"],
] as const)("what is in a copy (%#)", ({ conditions, ...choice }, text) => {
  expect(choiceText({ ...choice, conditions: conditions && [...conditions] })).toBe(text);
});

test.each([
  [{ done: 500, total: 1000 }, 999, null],
  [{ done: 100, total: 1000 }, 2000, null],
  [{ done: 500, total: 1000 }, 2000, { perSecond: 200, secondsLeft: 2.5 }],
  [{ done: 500, total: null }, 2000, { perSecond: 200, secondsLeft: null }],
  [{ done: 1200, total: 1000 }, 2000, { perSecond: 550, secondsLeft: 0 }],
])("pace (%#)", (amount, time, pace) => {
  expect(paceOf({ at: 5000, done: 100 }, amount, 5000 + time)).toEqual(pace);
});

const begun: CopyWork = {
  task: "take",
  isQuiet: false,
  progress: null,
  pace: null,
  began: { at: 0, done: 0 },
};

test("each table has a pace of its own", () => {
  const runs = reported(begun, { label: "Copying runs", done: 100, total: 100 }, 1000);
  const first = reported(runs, { label: "Copying conditions", done: 0, total: 300_000 }, 9000);
  const later = reported(first, { label: "Copying conditions", done: 20_000, total: 300_000 }, 11_000);
  expect([begun, runs, first, later].map(workText)).toEqual([
    "Taking a copy",
    "Copying runs: 100 of 100 rows",
    "Copying conditions",
    "Copying conditions: 20\u202f000 of 300\u202f000 rows, 10\u202f000/s, 28 s left",
  ]);
  expect([begun, runs, later].map(shareOf)).toEqual([null, 1, 20_000 / 300_000]);
});

test("what an update brought", () => {
  expect(
    changeTexts([
      {
        table: "condition_types",
        brought: 1024,
        removed: 1023,
        counts: { added: 1, changed: 2, removed: 0 },
      },
      { table: "conditions", brought: 400_000, removed: 399_999, counts: null },
      { table: "logs", brought: 0, removed: 2, counts: { added: 0, changed: 0, removed: 2 } },
      { table: "files", brought: 64, removed: 64, counts: { added: 0, changed: 0, removed: 0 } },
    ]),
  ).toEqual([
    "condition types: 1 row added, 2 rows changed",
    "conditions: 400\u202f000 rows fetched in place of 399\u202f999",
    "logs: 2 rows removed",
    "files: as before",
  ]);
});

describe("what differs from the source", () => {
  const nothing = { table: "runs", missing: 0, surplus: 0, changed: 0, examples: [] };
  test.each([
    [{ ...nothing, missing: 2 }, "runs: 2 missing"],
    [
      { ...nothing, table: "condition_types", surplus: 1, changed: 2, examples: ["id 3", "id 4"] },
      "condition types: 1 no longer in the source, 2 changed (id 3, id 4)",
    ],
    [{ ...nothing, examples: ["other columns"] }, "runs: other columns"],
  ])("%#", (difference, text) => {
    const check: CopyCheck = { copy, differences: [difference] };
    expect(differenceTexts(check)).toEqual([text]);
  });
});

test.each([
  ["never", null, 100 * hour, false],
  ["opening", null, 0, true],
  ["opening", 0, 100 * hour, false],
  [1, null, hour - 1, false],
  [1, null, hour, true],
  // One that could not be updated is not tried all the time.
  [1, 2 * hour, 2 * hour + minute, false],
  [1, 2 * hour, 3 * hour, true],
  [24, null, 23 * hour, false],
  [24, null, 24 * hour, true],
] as const)("%s, tried at %s: due after %s ms: %s", (plan, tried, age, isDue) => {
  expect(isUpdateDue(plan, copy, tried === null ? null : taken + tried, taken + age)).toBe(isDue);
});

test.each<[unknown, ReturnType<typeof updatePlansOf>]>([
  ...(["never", "opening", 1, 8760] as const).map((plan): [unknown, Record<string, UpdatePlan>] => [
    { a: plan },
    { a: plan },
  ]),
  [{}, {}],
  // As an earlier version named them.
  [
    { a: "hourly", b: "daily", c: 6 },
    { a: 1, b: 24, c: 6 },
  ],
  // One that cannot be read takes none of the others with it.
  ...["weekly", "toString", 0, 1.5, -1, 8761, NaN, null, {}].map(
    (plan): [unknown, Record<string, UpdatePlan>] => [{ a: plan, b: "opening" }, { b: "opening" }],
  ),
  [null, {}],
  ["never", {}],
  [["never"], {}],
])("stored plans %j are %j", (stored, plans) => {
  expect(updatePlansOf(stored)).toEqual(plans);
});
