import fc from "fast-check";
import { expect, test } from "vitest";
import type { Search } from "../../../core/api/search.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { openForTest, writeDatabase, type TestRun } from "../../support/database.ts";

const runs: Record<number, TestRun> = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [
    at * 3 + 1,
    at % 5 === 0 ? {} : { conditions: { count: (at * 7) % 11, note: `${at} ${"x".repeat(at * 20)}` } },
  ]),
);

const search: Search = {
  expression: "",
  runMin: null,
  runMax: null,
  ranges: [],
  columns: ["count", "note"],
  order: { column: "run", descending: false },
};

test("some runs of a result are its rows without the others", async () => {
  const database = await openForTest(writeDatabase({ types: { count: "int", note: "string" }, runs }));
  const { result } = await searchRuns(database, search);
  const column = fc.constantFrom("run", "count", "note");
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1, max: 130 })),
      column,
      fc.boolean(),
      (wanted, by, descending) => {
        result.sort({ column: by, descending });
        const some = result.only(wanted);
        const all = result.rows(0, result.count);
        const kept = all.runs.flatMap((run, row) => (wanted.includes(run) ? [row] : []));
        expect(some.rows(0, 1000)).toEqual({
          from: 0,
          runs: kept.map((row) => all.runs[row]),
          values: all.values.map((values) => kept.map((row) => values[row])),
        });
        expect(some.count).toBe(kept.length);
        expect(some.cutTexts(0, 1000).map(({ row }) => kept[row])).toEqual(
          result.cutTexts(0, result.count).flatMap(({ row }) => (kept.includes(row) ? [row] : [])),
        );
      },
    ),
  );
});

test("some columns, in an order of their own", async () => {
  const database = await openForTest(writeDatabase({ types: { count: "int", note: "string" }, runs }));
  const { result } = await searchRuns(database, { ...search, runMax: 7 });
  const some = result.only(null, ["note", "count", "nothing"]);
  expect(some.columns.map(({ name }) => name)).toEqual(["note", "count"]);
  const all = result.rows(0, 9);
  expect(some.rows(0, 9)).toEqual({ ...all, values: all.values.toReversed() });
});
