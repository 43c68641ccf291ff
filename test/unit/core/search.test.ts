import { describe, expect, test } from "vitest";
import type { Search } from "../../../core/api/search.ts";
import { toFailure } from "../../../core/api/failure.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { shownTime } from "../../../core/time/times.ts";
import { backends } from "../../support/backends.ts";
import { openForGroup, openForTest, type TestDatabase } from "../../support/database.ts";

const content: TestDatabase = {
  types: { count: "int", current: "float", kind: "string", good: "bool", at: "time", note: "string" },
  runs: {
    3: {
      started: "2016-02-17 13:26:01.000000",
      finished: "2016-02-17 14:20:00.000000",
      conditions: { count: 10, current: 1.5, kind: "b", good: true, at: "2016-02-17 00:00:00.250000" },
    },
    5: { started: "2016-02-18 01:00:00", conditions: { count: [7, 30], kind: ["first", "𝔸"] } },
    9: { conditions: { current: -2, kind: "\uFFFD", good: false, note: "x".repeat(1000) } },
    12: {},
  },
};

const byRun: Search = {
  expression: "",
  runMin: null,
  runMax: null,
  ranges: [],
  columns: [],
  order: { column: "run", descending: false },
};

describe.each(backends)("searching on $name", ({ create, keptTime }) => {
  const opened = openForGroup(() => create(content));

  async function find(search: Partial<Search>) {
    const { result } = await searchRuns(opened(), { ...byRun, ...search });
    return result;
  }

  test("values of every kind, missing ones null, the newest of doubled ones", async () => {
    const columns = ["count", "current", "kind", "good", "at", "started", "finished", "length"];
    const result = await find({ columns });
    expect(result.rows(0, 10)).toEqual({
      from: 0,
      runs: [3, 5, 9, 12],
      values: [
        [10, 30, null, null],
        [1.5, null, -2, null],
        ["b", "𝔸", "\uFFFD", null],
        [true, null, false, null],
        [shownTime(keptTime("2016-02-17 00:00:00.250000")), null, null, null],
        ["2016-02-17 13:26:01", "2016-02-18 01:00:00", null, null],
        ["2016-02-17 14:20:00", null, null, null],
        [3239, null, null, null],
      ],
    });
    expect(result.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "count int",
      "current float",
      "kind string",
      "good bool",
      "at time",
      "started time",
      "finished time",
      "length int",
    ]);
  });

  test("expressions see the newest of doubled values only", async () => {
    expect((await find({ expression: "count == 7" })).count).toBe(0);
    expect((await find({ expression: "count == 30" })).rows(0, 9).runs).toEqual([5]);
  });

  describe("order: runs without a value last, equal ones in run order, texts by code point", () => {
    test.each<[Search["order"], number[]]>([
      [{ column: "run", descending: true }, [12, 9, 5, 3]],
      [{ column: "count", descending: false }, [3, 5, 9, 12]],
      [{ column: "count", descending: true }, [5, 3, 9, 12]],
      [{ column: "current", descending: false }, [9, 3, 5, 12]],
      [{ column: "kind", descending: false }, [3, 9, 5, 12]],
      [{ column: "kind", descending: true }, [5, 9, 3, 12]],
      [{ column: "good", descending: false }, [9, 3, 5, 12]],
      [{ column: "started", descending: true }, [5, 3, 9, 12]],
    ])("%o", async (order, runs) => {
      const columns = order.column === "run" ? [] : [order.column];
      expect((await find({ columns, order })).rows(0, 10).runs).toEqual(runs);
    });
  });

  describe("bounds", () => {
    test.each<[number | null, number | null, number[]]>([
      [null, null, [3, 5, 9, 12]],
      [5, null, [5, 9, 12]],
      [null, 5, [3, 5]],
      [4, 9, [5, 9]],
      [9, 4, []],
    ])("from %s to %s", async (runMin, runMax, runs) => {
      const result = await find({ runMin, runMax, columns: ["count"] });
      expect(result.rows(0, 10).runs).toEqual(runs);
    });
  });

  test("rows are answered in parts, and found by run", async () => {
    const result = await find({ order: { column: "run", descending: true } });
    expect(result.rows(1, 2).runs).toEqual([9, 5]);
    expect(result.rows(4, 10).runs).toEqual([]);
    expect(result.find(9)).toEqual({ row: 1, previous: 12, next: 5 });
    expect(result.find(12)).toEqual({ row: 0, previous: null, next: 9 });
    expect(result.find(4)).toBeNull();
    // By the number, whatever the order is.
    expect(result.around(9, 1, 1)).toEqual([5, 9, 12]);
    expect(result.around(12, 1, 5)).toEqual([9, 12]);
    expect(result.around(4, 3, 3)).toEqual([]);
  });

  test("long texts are held cut, with the way to the whole", async () => {
    const result = await find({ columns: ["kind", "note"] });
    expect(result.rows(2, 1).values[1]).toEqual(["x".repeat(300)]);
    expect(result.cutTexts(0, 10)).toEqual([{ column: 1, row: 2, id: expect.any(Number) as number }]);
  });

  describe("what cannot be right is refused", () => {
    test.each<[string, Partial<Search>, string, RegExp]>([
      ["an expression", { expression: "count >" }, "expression", /./],
      ["a name in it", { expression: "cuont > 1" }, "expression", /cuont/],
      [
        "a column",
        { columns: ["curent"] },
        "no_such_condition",
        /no condition “curent”\. Did you mean current\?/,
      ],
      ["an order", { order: { column: "kind", descending: false } }, "bad_input", /not among the columns/],
    ])("%s", async (_, search, code, message) => {
      const failure = toFailure(await find(search).catch((thrown: unknown) => thrown));
      expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
    });
  });

  test("a condition of the name of a run column wins", async () => {
    const path = await create({ types: { length: "float" }, runs: { 1: { conditions: { length: 2.5 } } } });
    const { result } = await searchRuns(await openForTest(path), { ...byRun, columns: ["length"] });
    expect(result.rows(0, 1).values).toEqual([[2.5]]);
  });

  test("a column that is asked for twice is filled twice", async () => {
    const result = await find({ columns: ["count", "kind", "count"] });
    expect(result.rows(0, 2).values).toEqual([
      [10, 30],
      ["b", "𝔸"],
      [10, 30],
    ]);
  });
});
