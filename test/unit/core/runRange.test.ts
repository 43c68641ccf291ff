import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unwrap } from "../../../core/api/failure.ts";
import type { RunRange, Search } from "../../../core/api/search.ts";
import {
  boundsOfRuns,
  formatRunBounds,
  mergeRanges,
  parseRunRanges,
  parseTypedRuns,
  runsNamedAlone,
} from "../../../core/api/runRange.ts";
import { clearRunList, groupedNumbers } from "../../../core/api/runNotation.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { backends } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

const periods = [
  { name: "RunPeriod-2016-02", runMin: 10_000, runMax: 19_999 },
  { name: "RunPeriod-2017-01", runMin: 30_000, runMax: 39_999 },
  { name: "spring", runMin: 100, runMax: 200 },
  { name: "Fall", runMin: 300, runMax: 400 },
  { name: "fall", runMin: 500, runMax: 600 },
  { name: "7-9", runMin: 70, runMax: 90 },
  { name: "tests, early", runMin: 1, runMax: 5 },
  { name: "twice", runMin: 20, runMax: 30 },
  { name: "twice", runMin: 50, runMax: 60 },
  { name: "backwards", runMin: 9, runMax: 8 },
  { name: "blank ", runMin: 700, runMax: 710 },
  { name: "bare", runMin: 720, runMax: 730 },
  { name: " ends ", runMin: 740, runMax: 750 },
  { name: "ends", runMin: 760, runMax: 770 },
];

describe("one range", () => {
  test.each<[string, number | null, number | null]>([
    ["1000-2000", 1000, 2000],
    ["1000-1000", 1000, 1000],
    ["1000-", 1000, null],
    ["-2000", null, 2000],
    ["1000", 1000, 1000],
    [" 1000 - 2000 ", 1000, 2000],
    ["0", 0, 0],
    // A sign would be taken for a dash.
    ["-5..-4", -5, -4],
    ["-5 .. 7", -5, 7],
    ["-5..-5", -5, -5],
    ["..-4", null, -4],
    ["-5..", -5, null],
    ["[[-5,-4],[-3,2]]", -5, 2],
    ["RunPeriod-2016-02", 10_000, 19_999],
    ["runperiod-2016-02", 10_000, 19_999],
    ["7-9", 70, 90],
    ["tests, early", 1, 5],
    ["Fall", 300, 400],
    ["fall", 500, 600],
    ["blank ", 700, 710],
    [" ends ", 740, 750],
    ["ends", 760, 770],
    ["\n1000 \n", 1000, 1000],
    // As the window shows ranges, and as others write them.
    ["10000 – 19999", 10_000, 19_999],
    ["10001–10005", 10_001, 10_005],
    ["10001—10005", 10_001, 10_005],
    ["10001..10005", 10_001, 10_005],
    ["10001:10005", 10_001, 10_005],
    ["10001 to 10005", 10_001, 10_005],
    ["{10001..10005}", 10_001, 10_005],
    ["Up to 2000", null, 2000],
    ["From 1000", 1000, null],
    ["Run 1000", 1000, 1000],
    ["10001-10005,", 10_001, 10_005],
    ["10001;", 10_001, 10_001],
    // Those that touch or overlap are one.
    ["5,6", 5, 6],
    ["10-20, 15-30", 10, 30],
    ["-5,3-,9", null, null],
    ["100,spring", 100, 200],
  ])("%j", (text, runMin, runMax) => {
    expect(unwrap(parseRunRanges(text, periods))).toEqual({ runMin, runMax, ranges: [] });
  });
});

describe("lists of ranges come out in order", () => {
  test.each<[string, [number | null, number | null][]]>([
    ["1000,1005,1010-1020", ranges([1000, 1000], [1005, 1005], [1010, 1020])],
    ["1010 - 1020 , 1000", ranges([1000, 1000], [1010, 1020])],
    ["-5,100-", ranges([null, 5], [100, null])],
    ["spring,RunPeriod-2017-01,9", ranges([9, 9], [100, 200], [30_000, 39_999])],
    ["twice", ranges([20, 30], [50, 60])],
    ["1;3; 5-6", ranges([1, 1], [3, 3], [5, 6])],
    ["[1, 3, 5]", ranges([1, 1], [3, 3], [5, 5])],
    ["(1 3 5)", ranges([1, 1], [3, 3], [5, 5])],
    ["[[1,3],[5,9]]", ranges([1, 3], [5, 9])],
    ["1 – 3, 50001 – 50010, Run 50020", ranges([1, 3], [50_001, 50_010], [50_020, 50_020])],
    ["100,345", ranges([100, 100], [345, 345])],
    ["9 11\t13-14", ranges([9, 9], [11, 11], [13, 14])],
    ["9\r\n11,\n13 - 14 16\n", ranges([9, 9], [11, 11], [13, 14], [16, 16])],
    ["Fall\n9 spring", ranges([9, 9], [100, 200], [300, 400])],
  ])("%j", (text, expected) => {
    const { runMin, runMax, ranges: read } = unwrap(parseRunRanges(text, periods));
    expect(read.map((range) => [range.runMin, range.runMax])).toEqual(expected);
    expect([runMin, runMax]).toEqual([expected[0]?.[0], expected.at(-1)?.[1]]);
  });
});

function ranges(...given: [number | null, number | null][]): [number | null, number | null][] {
  return given;
}

describe("what is not a range is refused with what to write", () => {
  test.each<[string, string, RegExp]>([
    ["", "bad_input", /“” is not a run range\. Write 1000-2000/],
    ["-", "bad_input", /is not a run range/],
    ["1-2-3", "bad_input", /is not a run range/],
    ["-5--4", "bad_input", /is not a run range/],
    ["..", "bad_input", /is not a run range/],
    ["-4..-5", "bad_input", /Did you mean -5\.\.-4\?/],
    ["1,,2", "bad_input", /“1,,2” has a comma with no run before or after it/],
    [",", "bad_input", /“,” has a comma with no run/],
    [",5", "bad_input", /a comma with no run/],
    ["5,,", "bad_input", /a comma with no run/],
    ["2018-03", "bad_input", /“2018-03” reads as a month\. .* started == '2018-03'/],
    ["2018-03-05", "bad_input", /reads as a day/],
    ["5,2016-02", "bad_input", /“2016-02” reads as a month/],
    ["1.5", "bad_input", /is not a run range/],
    ["bare ", "no_such_period", /no run period “bare ”\. Did you mean “bare”\?/],
    [" blank", "no_such_period", /Did you mean “blank ”\?/],
    [" bare", "no_such_period", /Did you mean “bare”\?/],
    ["0x10", "bad_input", /is not a run range/],
    ["5,2000-1000", "bad_input", /“2000-1000” ends before it begins\. Did you mean 1000-2000/],
    ["99999999999999999999", "bad_input", /no run can have/],
    ["1-99999999999999999999", "bad_input", /no run can have/],
    ["RunPeriod-2016-03", "no_such_period", /Did you mean “RunPeriod-2016-02”/],
    ["1 2000-1000", "bad_input", /“2000-1000” ends before it begins/],
    ["1 sprng", "bad_input", /“1 sprng” is not a run range/],
    ["1,sprng", "no_such_period", /no run period “sprng”\. Did you mean “spring”/],
    ["FALL", "no_such_period", /Did you mean “Fall” or “fall”/],
    ["backwards", "bad_input", /“backwards” ends before it begins/],
    [
      Array.from({ length: 50_001 }, (_, at) => at * 2).join(),
      "bad_input",
      /50001 separate ranges .* most 50000/,
    ],
  ])("%j", (text, code, message) => {
    expect(parseRunRanges(text, periods)).toMatchObject({
      ok: false,
      error: { code, message: expect.stringMatching(message) as string },
    });
  });
});

describe("what people type, where it could mean other runs", () => {
  test.each<[string, RegExp | [number | null, number | null]]>([
    ["10,001-10,005", /“10,001” looks like one number with commas in it\. Did you mean 10001-10005\?$/],
    ["2,018,031,205", /Did you mean 2018031205\?$/],
    ["12,345", [12, 345]],
    ["100,200", [100, 200]],
    ["12,345 – 12,350", /Did you mean 12345 – 12350\?/],
    ["10, 001", /“10, 001” looks like one number with commas in it\. Did you mean 10001\?$/],
    ["010340-010350", [10_340, 10_350]],
    ["001, 002", [1, 2]],
    ["2016-02", /reads as a month/],
    ["12, 345", [12, 345]],
    ["1000,1005", [1000, 1005]],
    ["0", [0, 0]],
    ["RunPeriod-2016-02", [10_000, 19_999]],
    ["RunPeriod-2016-02,100", [100, 19_999]],
    ["100,200,300", [100, 300]],
    ["5,100-300", [5, 300]],
    ["Spring 05", [10, 19]],
    ["spring 05,05-2018", [10, 29]],
    ["Sprng 05", /no run period “Sprng 05”\. Did you mean “Spring 05”/],
  ])("%j", (text, expected) => {
    const read = parseTypedRuns(text, [
      ...periods,
      { name: "Spring 05", runMin: 10, runMax: 19 },
      { name: "05-2018", runMin: 20, runMax: 29 },
    ]);
    if (expected instanceof RegExp) {
      expect(read.ok ? "" : read.error.message).toMatch(expected);
      return;
    }
    expect(unwrap(read)).toMatchObject({ runMin: expected[0], runMax: expected[1] });
  });
});

test.each<[string, boolean]>([
  ["10,001-10,005", false],
  ["12,345 to 12,350", false],
  ["100,200-300,400", false],
  ["10,001", false],
  ["5-10,005", false],
  ["2,018,031,205", false],
  ["100,200,300", true],
  ["100,200", true],
  ["5,100-300", true],
  ["100-200,300-400,500", true],
  ["100,200-300,400-500", true],
  ["030274-031057", true],
  ["001,002,003", true],
  ["Spring 05", true],
  ["05-2018,Spring 05", true],
  ["1,001-1,005", true],
])("a command takes %j: %j", (text, isTaken) => {
  expect(groupedNumbers(text, ["Spring 05", "05-2018", "1,001-1,005"]) === null).toBe(isTaken);
});

test.each([
  ["100,200-300,400", "100, 200-300, 400"],
  ["10,100", "10,100"],
  ["10001-10005,10010", "10001-10005,10010"],
])("%j is copied as %j, which a command and a field take as the same runs", (written, copied) => {
  expect(clearRunList(written)).toBe(copied);
  expect(groupedNumbers(copied, [])).toBeNull();
  expect(unwrap(parseTypedRuns(copied, []))).toEqual(unwrap(parseRunRanges(written, [])));
});

test.each<[string, number[]]>([
  ["10001;99999", [10_001, 99_999]],
  ["10001 to 10010", []],
  ["10001 – 10010, 7", [7]],
  ["{10001..10005}", []],
  ["[1, 2, 5-9]", [1, 2]],
  ["[[1,5],[9,9]]", [9]],
  ["Run 10001", [10_001]],
  ["from 5, up to 3", []],
  ["7-9,spring 8 9\n0010", [10]],
  ["7-9,SPRING,8 9\n0010", [8, 9, 10]],
])("of %j the runs named alone are %j", (text, runs) => {
  expect(runsNamedAlone(text, [...periods, { name: "spring 8 9", runMin: 1, runMax: 2 }])).toEqual(runs);
});

const highest = 60;
const bound = fc.option(fc.nat(highest));
const anyRange = fc
  .tuple(bound, bound)
  .filter(([min, max]) => min !== null || max !== null)
  .map(([a, b]): RunRange => {
    if (a === null || b === null) return { runMin: a, runMax: b };
    return { runMin: Math.min(a, b), runMax: Math.max(a, b) };
  });
const allRuns = Array.from({ length: highest + 1 }, (_, run) => run);

function runsIn(given: readonly RunRange[]): number[] {
  return allRuns.filter((run) =>
    given.some(({ runMin, runMax }) => (runMin ?? run) <= run && run <= (runMax ?? run)),
  );
}

test("a list selects the runs that one of its ranges has, and merged ranges neither overlap nor touch", () => {
  fc.assert(
    fc.property(fc.array(anyRange, { minLength: 1, maxLength: 12 }), (given) => {
      const text = given
        .map(({ runMin, runMax }) => (runMin === runMax ? String(runMin) : `${runMin ?? ""}-${runMax ?? ""}`))
        .join(", ");
      const { runMin, runMax, ranges: read } = unwrap(parseRunRanges(text, []));
      const outer = { runMin, runMax };
      expect(runsIn(read.length === 0 ? [outer] : read)).toEqual(runsIn(given));
      expect(runsIn([outer])).toEqual(expect.arrayContaining(runsIn(given)));
      read.slice(1).forEach(({ runMin: begin }, at) => {
        expect(begin).toBeGreaterThan((read[at]?.runMax ?? NaN) + 1);
      });
    }),
  );
});

test("empty ranges are left out", () => {
  expect(mergeRanges([{ runMin: 5, runMax: 4 }])).toEqual([]);
});

const byRun: Search = {
  expression: "",
  runMin: null,
  runMax: null,
  ranges: [],
  columns: ["count"],
  order: { column: "run", descending: false },
};

describe.each(backends)("in the database, on $name", (backend) => {
  const contentOf = (runs: readonly number[]) => ({
    types: { count: "int" } as const,
    runs: Object.fromEntries(runs.map((run) => [run, { conditions: { count: run } }])),
  });

  test("ranges select what they say, with and without an expression", async () => {
    const database = await openForTest(await backend.create(contentOf(allRuns)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRange, { minLength: 1, maxLength: 40 }),
        anyRange,
        fc.constantFrom("", "count >= 0"),
        async (given, outer, expression) => {
          const search = { ...byRun, ...outer, ranges: given, expression };
          const { result } = await searchRuns(database, search);
          const runs = runsIn(given).filter((run) => runsIn([outer]).includes(run));
          expect(result.rows(0, 100)).toEqual({ from: 0, runs, values: [runs] });
        },
      ),
      { numRuns: 60 },
    );
  });

  test("ranges that are all empty select nothing", async () => {
    const database = await openForTest(await backend.create(contentOf([1, 2])));
    const { result } = await searchRuns(database, { ...byRun, ranges: [{ runMin: 2, runMax: 1 }] });
    expect(result.count).toBe(0);
  });

  const everyOther = Array.from({ length: 3000 }, (_, at) => 10 + 2 * at);
  test.each([
    ["3,000 runs", everyOther.join()],
    ["3,000 runs and ranges", everyOther.map((run) => (run % 10 === 0 ? `${run}-${run + 1}` : run)).join()],
  ])("%s", async (_, text) => {
    // More than are named one by one where their values are read.
    const stored = [...Array.from({ length: 1300 }, (_, at) => at + 1), 5999, 6000, 6001, 6008, 6009, 6010];
    const database = await openForTest(await backend.create(contentOf(stored)));
    const bounds = unwrap(parseRunRanges(text, []));
    const { result } = await searchRuns(database, { ...byRun, ...bounds, expression: "count > 0" });
    const isWanted = (run: number) =>
      bounds.ranges.some((range) => (range.runMin ?? NaN) <= run && run <= (range.runMax ?? NaN));
    const wanted = stored.filter(isWanted);
    expect(wanted.length).toBeGreaterThan(500);
    expect(result.rows(0, 2000)).toEqual({ from: 0, runs: wanted, values: [wanted] });
  });
});

describe("runs as bounds, and bounds as a text", () => {
  test.each<[readonly number[], string]>([
    [[], ""],
    [[7], "7"],
    [[9, 7, 8], "7-9"],
    [[-5, -4, -2, 0, 1], "-5..-4,-2..-2,0-1"],
    [[1, 2, 5, 9, 10, 2], "1-2,5,9-10"],
  ])("%j", (runs, text) => expect(formatRunBounds(boundsOfRuns(runs))).toBe(text));

  const range = (runMin: number | null, runMax: number | null): RunRange => ({ runMin, runMax });
  test.each([
    [{ runMin: null, runMax: null, ranges: [] }, ""],
    [{ runMin: 5, runMax: null, ranges: [] }, "5-"],
    [{ runMin: null, runMax: 5, ranges: [] }, "-5"],
    // As calls give them: only what lies within both.
    [{ runMin: 15, runMax: 99, ranges: [range(1, 9), range(10, 20), range(90, null)] }, "15-20,90-99"],
    [{ runMin: null, runMax: 9, ranges: [range(5, null)] }, "5-9"],
    [{ runMin: 50, runMax: null, ranges: [range(1, 9)] }, "0"],
  ])("%j", (bounds, text) => expect(formatRunBounds(bounds)).toBe(text));

  test("is read back as the same runs", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1 }), (runs) => {
        const bounds = boundsOfRuns(runs);
        expect(unwrap(parseRunRanges(formatRunBounds(bounds), []))).toEqual(bounds);
      }),
    );
  });
});
