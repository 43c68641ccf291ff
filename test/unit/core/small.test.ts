import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secondsBetween, wallClock } from "../../../core/time/wallClock.ts";
import { compareNames, compareTexts } from "../../../core/text/compareTexts.ts";
import { sqliteDialect } from "../../../core/db/sqlite/dialect.ts";
import { NumberColumn } from "../../../core/results/numberColumn.ts";
import { Filling } from "../../../core/results/filling.ts";
import { HeldResult } from "../../../core/results/heldResult.ts";
import { NumberList } from "../../../core/results/numberList.ts";
import { Results } from "../../../core/results/results.ts";
import { sqlText } from "../../../core/db/sqlText.ts";
import { shownTime } from "../../../core/time/times.ts";

test("texts compare as their code points do", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "A", "é", "\uFFFD", "𝔸", "😀", "\uE000") });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const points = (of: string): number[] => [...of].map((char) => char.codePointAt(0) ?? 0);
      expect(Math.sign(compareTexts(left, right))).toBe(compareLists(points(left), points(right)));
    }),
  );
});

test("names are in the order of people, and no two of them share a place", () => {
  const names = ["m10", "PERP", "m2", "PARA", "Perp", "perp", "", "10 mm", "9 mm", "m02"];
  expect(names.toSorted(compareNames)).toEqual(names.toReversed().toSorted(compareNames));
  expect(["m10", "m2", "PERP", "PARA", "10 mm", "9 mm", ""].sort(compareNames)).toEqual([
    "",
    "9 mm",
    "10 mm",
    "m2",
    "m10",
    "PARA",
    "PERP",
  ]);
  const text = fc.string({ unit: fc.constantFrom("a", "A", "é", "0", "1", "\u0000", "😀") });
  fc.assert(
    fc.property(text, text, (left, right) => {
      expect(compareNames(left, right) === 0).toBe(left === right);
    }),
  );
});

function compareLists(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  if (at < 0) return Math.sign(left.length - right.length);
  return at >= right.length ? 1 : Math.sign((left[at] ?? 0) - (right[at] ?? 0));
}

describe("times", () => {
  test.each([
    ["2016-02-17 13:26:01.000000", "2016-02-17 13:26:01"],
    ["2016-02-17 13:26:01", "2016-02-17 13:26:01"],
    ["2016-02-17T13:26:01.5", "2016-02-17 13:26:01.5"],
    ["2016-02-17 13:26:01.250000", "2016-02-17 13:26:01.250000"],
    ["no time", "no time"],
  ])("%s is shown as %s", (stored, shown) => expect(shownTime(stored)).toBe(shown));

  test.each([
    ["2016-02-17 13:26:01.000000", "2016-02-17 14:20:00", 3239],
    // An hour that a change of clocks leaves out in many zones: wall-clock times know of no zone.
    ["2018-03-11 01:30:00", "2018-03-11 03:30:00", 7200],
    ["2016-02-17 13:26:01", null, null],
    ["no time", "2016-02-17 14:20:00", null],
  ])("from %s to %s", (start, end, seconds) => expect(secondsBetween(start, end)).toBe(seconds));
});

test("SQL to copy has its parameters in place, question marks of its own stay", () => {
  const query = {
    sql: `SELECT "a?" FROM t WHERE x = ? AND y = 'why?' AND z = ?`,
    parameters: ["it's ?", null],
  };
  expect(sqlText(sqliteDialect, query as never)).toBe(
    `SELECT "a?" FROM t WHERE x = 'it''s ?' AND y = 'why?' AND z = NULL`,
  );
});

const nothingToFill = new Filling(() => ({ next: () => Promise.resolve({ done: true, value: undefined }) }));

test.each([
  [5, 0],
  [10, 0],
  [14, 0],
  [15, 1],
  [19, 1],
  [29, 2],
  [99, 2],
])("the run nearest to %i is in row %i", (run, row) => {
  const runs = new NumberList();
  for (const number of [10, 20, 30]) runs.push(number);
  const held = new HeldResult(runs, [], [], nothingToFill);
  expect(held.find(run, true)?.row).toBe(row);
  expect(held.find(run) === null).toBe(![10, 20, 30].includes(run));
});

test("of a result without runs none is the nearest", () => {
  expect(new HeldResult(new NumberList(), [], [], nothingToFill).find(5, true)).toBeNull();
});

test("old results make room for new ones, the newest stays whatever its size", () => {
  const results = new Results("p1");
  const runsTo = (last: number): NumberList => {
    const runs = new NumberList();
    runs.set(last - 1, last);
    return runs;
  };
  const resultOf = (runs: number): HeldResult => new HeldResult(runsTo(runs), [], [], nothingToFill);
  const large = (): HeldResult => resultOf(3_000_000);
  const first = results.add(large());
  const second = results.add(large());
  // Another client of the process must not guess it; the pool finds the process by its beginning.
  expect(first).toMatch(/^p1-1-[0-9a-f-]{36}$/);
  expect(() => results.get(first)).toThrow(/Run the query again/);
  expect(results.get(second).count).toBe(3_000_000);
  const small = results.add(resultOf(10));
  expect(results.get(second).count).toBe(3_000_000);
  expect(results.get(small).count).toBe(10);
});

test.each([false, true])(
  "a run is found among sorted rows, with its neighbours; descending: %s",
  (descending) => {
    const runs = new NumberList();
    const column = new NumberColumn("float");
    [10, 20, 30, 40].forEach((run, row) => {
      runs.push(run);
      if (run !== 20) column.set(row, run % 30);
    });
    const count = { name: "count", type: "int", description: null } as const;
    const result = new HeldResult(runs, [count], [column], nothingToFill);
    expect(result.find(20)).toEqual({ row: 1, previous: 10, next: 30 });
    result.sort({ column: "count", descending });
    const shown = descending ? [10, 40, 30, 20] : [30, 10, 40, 20];
    expect(result.rows(0, 10).runs).toEqual(shown);
    shown.forEach((run, row) => {
      expect(result.find(run)).toEqual({
        row,
        previous: shown[row - 1] ?? null,
        next: shown[row + 1] ?? null,
      });
    });
    expect(result.find(25)).toBeNull();
  },
);

test("milliseconds of stored times are those of Date.parse, for what is no time, too", () => {
  const days = [
    "2016-02-17",
    "2016-02-29",
    "2015-02-29",
    "2016-02-31",
    "2016-13-01",
    "0000-00-00",
    "20160-2-17",
    "9999-12-31",
  ];
  const times = [
    "13:26:01",
    "00:00:00",
    "23:59:59",
    "24:00:00",
    "13:60:00",
    "13:26:60",
    "1a:26:01",
    "13.26.01",
    "13:26",
  ];
  const ends = ["", ".000000", ".123456", ".999999", ".5", ".12345x", "x123456", ".1234567", "+00:00"];
  const separators = [" ", "T", "x"];
  for (const day of days) {
    for (const time of times) {
      for (const end of ends) {
        for (const separator of separators) {
          const stored = `${day}${separator}${time}${end}`;
          expect(wallClock(stored), stored).toBe(Date.parse(`${stored.replace(" ", "T")}Z`));
        }
      }
    }
  }
});
