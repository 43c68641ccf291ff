/** The length of a run is the same on every page and in every zone, also in the nights in which the clocks are changed. */
import { afterEach, describe, expect, test } from "vitest";
import { describeRuns } from "../../../core/runs/briefRuns.ts";
import { compareRuns } from "../../../core/runs/compareRuns.ts";
import { readStatistics } from "../../../core/plots/statistics.ts";
import { readRun } from "../../../core/runs/run.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { readLatestRuns } from "../../../core/station/latestRuns.ts";
import { Yielding } from "../../../core/db/yielding.ts";
import { differenceOf } from "../../../renderer/compare/difference.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestDatabase } from "../../support/database.ts";

/** Summer time begins on 11 March and ends on 4 November in New York. */
const nights: TestDatabase = {
  runs: {
    1: { started: "2018-03-11 01:30:00", finished: "2018-03-11 03:30:00" },
    2: { started: "2018-03-11 02:30:00", finished: "2018-03-11 03:00:00" },
    3: { started: "2018-11-04 00:30:00", finished: "2018-11-04 02:30:00" },
    4: { started: "2018-11-04 01:10:00", finished: "2018-11-04 01:50:00" },
  },
};
const lengths = [7200, 1800, 7200, 2400];
const runs = [1, 2, 3, 4];
const noSignal = new AbortController().signal;

const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

describe.each(backends)("on $name", ({ create }) => {
  test.each([
    ["America/New_York", 240],
    ["Europe/Berlin", -120],
    ["UTC", 0],
    ["Asia/Kathmandu", -345],
  ])("with the program in %s", async (program, summerOffset) => {
    process.env["TZ"] = program;
    expect(new Date("2018-07-01T12:00:00Z").getTimezoneOffset()).toBe(summerOffset);
    const database = await openForTest(await create(nights));

    const details = await Promise.all(runs.map((run) => readRun(database, run)));
    expect(details.map(({ length }) => length)).toEqual(lengths);
    const latest = await readLatestRuns(database, { count: 9, hours: null, production: "" }, noSignal);
    expect(latest.runs.toReversed().map(({ length }) => length)).toEqual(lengths);
    expect((await describeRuns(database, runs)).map(({ length }) => length)).toEqual(lengths);
    const { conditions } = await compareRuns(database, { runs, differencesOnly: false });
    expect(conditions.find(({ name }) => name === "length")?.values).toEqual(lengths);

    const bounds = { runMin: null, runMax: null, ranges: [], order: { column: "run", descending: false } };
    const columns = ["started", "finished", "length"];
    const all = await searchRuns(database, { ...bounds, expression: "", columns });
    const lengthAt = all.result.columns.findIndex(({ name }) => name === "length");
    expect(all.result.rows(0, 4).values[lengthAt]).toEqual(lengths);
    const sums = await readStatistics(all.result, [], new Yielding(noSignal, "ended"));
    expect(sums.days.seconds).toEqual([9000, 9600]);
  });

  test("the last hours begin as many hours earlier by the clock on the wall", async () => {
    process.env["TZ"] = "America/New_York";
    const database = await openForTest(await create(nights));
    const { since, until } = await readLatestRuns(
      database,
      { count: 9, hours: 24 * 31, production: "" },
      noSignal,
    );
    const difference = differenceOf({ type: "time", isLength: false }, until, since);
    expect(difference?.text).toBe("+31 d 0:00:00");
  });
});
