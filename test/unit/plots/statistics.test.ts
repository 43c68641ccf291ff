import { describe, expect, test } from "vitest";
import type { Statistics } from "../../../core/api/plots.ts";
import { readStatistics } from "../../../core/plots/statistics.ts";
import { listRunPeriods } from "../../../core/catalogue/runPeriods.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { Yielding } from "../../../core/db/yielding.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestDatabase, type TestRun } from "../../support/database.ts";

const period = (name: string, first: number, last: number): string =>
  `INSERT INTO run_periods (name, description, run_min, run_max) VALUES ('${name}', '', ${first}, ${last})`;

const content: TestDatabase = {
  types: { event_count: "int", run_type: "string" },
  runs: {
    5: { started: "2016-02-17 23:30:00", finished: "2016-02-18 01:30:00", conditions: { event_count: 7200 } },
    10: { started: "2016-02-18 08:00:00", finished: "2016-02-18 09:00:00", conditions: { event_count: 100 } },
    11: { started: "2016-02-18 10:00:00", finished: "2016-02-18 09:00:00", conditions: { event_count: 50 } },
    12: { started: "2016-02-18 12:00:00", conditions: {} },
    20: { finished: "2016-03-01 00:00:00", conditions: { event_count: 1 } },
    21: { started: "2016-03-01 00:00:00", finished: "2016-03-01 00:30:00", conditions: {} },
    90: { started: "2016-03-01 12:00:00", finished: "2016-03-01 12:00:00", conditions: { event_count: 3 } },
  },
  statements: [period("early", 1, 11), period("overlap", 11, 21), period("empty", 50, 60)],
};

async function read(connection: string, expression = "", columns = ["started", "finished", "event_count"]) {
  const database = await openForTest(connection);
  const order = { column: "run", descending: true };
  const bounds = { runMin: null, runMax: null, ranges: [] };
  const { result } = await searchRuns(database, { expression, ...bounds, columns, order });
  const yielding = new Yielding(new AbortController().signal, "Cancelled.");
  return readStatistics(result, await listRunPeriods(database), yielding);
}

describe.each(backends)("statistics on $name", ({ create }) => {
  test("the sums of all runs, of each period, and of those in none", async () => {
    const found = await read(await create(content));
    expect(found.total).toEqual({
      runs: 7,
      seconds: 7200 + 3600 + 1800 + 0,
      unmeasured: 3,
      events: 7200 + 100 + 50 + 1 + 3,
      uncounted: 2,
      ratedEvents: 7200 + 100 + 3,
      ratedSeconds: 7200 + 3600,
    });
    expect(found.hasEventCount).toBe(true);
    expect(found.periods.map(({ name, runs, seconds, events }) => [name, runs, seconds, events])).toEqual([
      ["early", 3, 10_800, 7350],
      ["overlap", 4, 1800, 51],
    ]);
    expect(found.outside).toMatchObject({ runs: 1, firstRun: 90, lastRun: 90 });
  });

  test("a run belongs to the day on which it started, all of its length", async () => {
    const { days, undated, later } = await read(await create(content));
    expect(days.day).toEqual(["2016-02-17", "2016-02-18", "2016-03-01"]);
    expect(days.runs).toEqual([1, 3, 2]);
    expect(days.seconds).toEqual([7200, 3600, 1800]);
    expect(days.events).toEqual([7200, 150, 3]);
    expect(days.unmeasured).toEqual([0, 2, 0]);
    expect(days.firstRun).toEqual([5, 10, 21]);
    expect(days.lastRun).toEqual([5, 12, 90]);
    expect(undated).toMatchObject({ runs: 1, firstRun: 20 });
    expect(later).toBeNull();
  });

  test("only of the runs of the result", async () => {
    const found = await read(await create(content), "event_count > 60");
    expect(found.total).toMatchObject({ runs: 2, events: 7300 });
    expect(found.periods.map(({ name }) => name)).toEqual(["early"]);
    expect(found.outside).toBeNull();
  });

  test("nothing of nothing, without periods and event counts", async () => {
    const empty = await read(await create({}), "", ["started", "finished"]);
    expect(empty).toMatchObject({ hasEventCount: false, periods: [], outside: null, undated: null });
    expect(empty.total).toMatchObject({ runs: 0, seconds: 0, events: 0 });
  });
});

test("sums are those of a plain loop over many days and overlapping periods", async () => {
  const runs = Array.from({ length: 3000 }, (_, index): [number, TestRun] => {
    const start = Date.UTC(2016, 0, 1) + index * 7_000_000;
    const time = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");
    const finished = index % 7 === 0 ? {} : { finished: time(start + (index % 90) * 60_000) };
    const conditions: Record<string, number> = index % 5 === 0 ? {} : { event_count: index };
    return [index * 3, { started: time(start), ...finished, conditions }];
  });
  const { create } = backends[0] ?? { create: () => Promise.resolve("") };
  const found = await read(
    await create({
      types: { event_count: "int" },
      runs: Object.fromEntries(runs),
      statements: [period("one", 0, 4000), period("two", 2000, 2999), period("three", 7000, 9000)],
    }),
  );
  const seconds = ({ started = "", finished = started }: TestRun): number =>
    (Date.parse(`${finished}Z`) - Date.parse(`${started}Z`)) / 1000;
  const plain = (some: typeof runs): Partial<Statistics["total"]> => ({
    runs: some.length,
    seconds: some.reduce((sum, [, run]) => sum + seconds(run), 0),
    events: some.reduce((sum, [, { conditions }]) => sum + Number(conditions?.["event_count"] ?? 0), 0),
    uncounted: some.filter(([, { conditions }]) => conditions?.["event_count"] === undefined).length,
    unmeasured: some.filter(([, { finished }]) => finished === undefined).length,
  });
  expect(found.total).toMatchObject(plain(runs));
  for (const { runMin, runMax, ...sums } of found.periods) {
    expect(sums).toMatchObject(plain(runs.filter(([run]) => run >= runMin && run <= runMax)));
  }
  expect(found.outside).toMatchObject(plain(runs.filter(([run]) => run > 4000 && run < 7000)));
  const days = new Set(runs.map(([, { started = "" }]) => started.slice(0, 10)));
  expect(found.days.day).toEqual([...days]);
  found.days.day.forEach((day, index) => {
    const ofDay = plain(runs.filter(([, { started = "" }]) => started.startsWith(day)));
    expect({ runs: found.days.runs[index], events: found.days.events[index] }).toEqual({
      runs: ofDay.runs,
      events: ofDay.events,
    });
  });
});
