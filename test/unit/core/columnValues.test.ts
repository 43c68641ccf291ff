/** What a column's menu counts is what its tests select. */
import { describe, expect, test } from "vitest";
import type { Search } from "../../../core/api/search.ts";
import { summarize } from "../../../core/results/summary.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { Yielding } from "../../../core/db/yielding.ts";
import { withTest, type ColumnTest, type TestedColumn } from "../../../renderer/model/columnTest.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestRun } from "../../support/database.ts";

const types = { count: "int", current: "float", kind: "string", good: "bool", at: "time" } as const;
const texts = ["a", "A", "it's", "", "π", "two\nlines", "100%", "\\"];
const runs: Record<number, TestRun> = Object.fromEntries(
  Array.from({ length: 60 }, (_, at) => {
    const conditions = {
      count: (at % 7) - 2,
      current: [0, 0.5, 0.1, -2.25, 99.999][at % 5] ?? 0,
      kind: texts[at % texts.length] ?? "",
      good: at % 3 === 0,
      at: `2016-02-${10 + (at % 9)} 13:26:01`,
    };
    return [at + 1, at % 11 === 5 ? {} : { conditions }];
  }),
);

describe.each(backends)("on $name", ({ create }) => {
  test.each(Object.entries(types))("of %s, a condition of type %s", async (name, type) => {
    const database = await openForTest(await create({ types, runs }));
    const column: TestedColumn = { name, type };
    const find = async (wanted: ColumnTest | null) => {
      const expression = wanted === null ? "" : (withTest("", column, wanted) ?? "");
      const order = { column: "run", descending: false };
      const search: Search = { expression, runMin: null, runMax: null, ranges: [], columns: [name], order };
      return (await searchRuns(database, search)).result;
    };
    const all = await find(null);
    const yielding = new Yielding(new AbortController().signal, "");
    const summary = await summarize(all.valuesOf(name), yielding);
    for (const { value, runs: counted } of summary.values) {
      if (value === null) throw new Error("a value was to be told");
      const one = { kind: "values", values: [value] } as const;
      expect((await find({ ...one, isExcluded: false })).count, String(value)).toBe(counted);
      expect((await find({ ...one, isExcluded: true })).count, String(value)).toBe(all.count - counted);
    }
    const bins = summary.bins ?? [];
    for (const [index, { from, to, runs: counted }] of bins.entries()) {
      const isClosed = index === bins.length - 1;
      expect((await find({ kind: "range", from, to, isClosed })).count, `${from} – ${to}`).toBe(counted);
    }
    expect((await find({ kind: "presence", isPresent: false })).count).toBe(summary.missing);
    expect((await find({ kind: "presence", isPresent: true })).count).toBe(summary.runs);
  });
});
