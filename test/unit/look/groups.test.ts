import { expect, test } from "vitest";
import type { Statistics, StatisticsGroup } from "../../../core/api/plots.ts";
import { delimitedRows, groupRows, measureOf, sortRows } from "../../../renderer/statistics/groups.ts";

const group: StatisticsGroup = {
  runs: 2,
  seconds: 3600,
  unmeasured: 1,
  events: 100,
  uncounted: 0,
  ratedEvents: 50,
  ratedSeconds: 100,
  firstRun: 10,
  lastRun: 19,
};
const statistics: Statistics = {
  total: group,
  hasEventCount: true,
  periods: [{ ...group, name: 'a "quoted", one', runMin: 1, runMax: 99 }],
  outside: { ...group, firstRun: 200, lastRun: 300 },
  days: {
    day: ["2016-01-31", "2016-02-01", "2016-02-29"],
    runs: [1, 2, 3],
    seconds: [3600, 7200, 0],
    unmeasured: [0, 0, 3],
    events: [10, 20, 0],
    uncounted: [0, 0, 3],
    ratedEvents: [10, 20, 0],
    ratedSeconds: [3600, 7200, 0],
    firstRun: [1, 2, 4],
    lastRun: [1, 3, 6],
  },
  undated: { ...group, firstRun: 7, lastRun: 9 },
  later: null,
};

test("days make months and years; what has no day comes last", () => {
  expect(groupRows(statistics, "month").map(({ name, runs, seconds }) => [name, runs, seconds])).toEqual([
    ["2016-01", 1, 3600],
    ["2016-02", 5, 7200],
    ["start not known", 2, 3600],
  ]);
  expect(groupRows(statistics, "year")[0]).toMatchObject({
    name: "2016",
    runs: 6,
    events: 30,
    firstRun: 1,
    lastRun: 6,
  });
  const [, february] = groupRows(statistics, "month");
  expect([february?.from, february?.to]).toEqual([Date.UTC(2016, 1) / 1000, Date.UTC(2016, 2) / 1000]);
});

test("a period is about all of its runs, the rest about its own", () => {
  expect(groupRows(statistics, "period").map(({ runMin, runMax }) => [runMin, runMax])).toEqual([
    [1, 99],
    [200, 300],
  ]);
});

test("what is not known is no zero, and comes last either way", () => {
  const rows = groupRows(statistics, "day");
  expect(rows.map((row) => measureOf(row, "hours"))).toEqual([1, 2, null, 1]);
  expect(measureOf(rows[2] ?? group, "rate")).toBeNull();
  const names = (descending: boolean): string[] =>
    sortRows(rows.slice(0, 3), { by: "hours", descending }).map(({ name }) => name);
  expect(names(false)).toEqual(["2016-01-31", "2016-02-01", "2016-02-29"]);
  expect(names(true)).toEqual(["2016-02-01", "2016-01-31", "2016-02-29"]);
});

test("as lines of a file", () => {
  expect(delimitedRows("Run period", groupRows(statistics, "period").slice(0, 1), ",")).toBe(
    "run period,runs,hours,events,events per second,without length,without event count,first run,last run\n" +
      '"a ""quoted"", one",2,1,100,0.5,1,0,10,19\n',
  );
  const odd = groupRows(statistics, "period").map((row) => ({ ...row, name: "@a" }));
  expect(delimitedRows("=x", odd, "\t", true)).toMatch(/^'=x\t.*\n'@a\t2\t/);
});
