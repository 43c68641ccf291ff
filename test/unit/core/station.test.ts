import { describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { listConditionTypes } from "../../../core/catalogue/conditionTypes.ts";
import { readLatestRuns } from "../../../core/station/latestRuns.ts";
import { lastMomentOf, momentsOf, type ZoneOffset } from "../../../core/station/moments.ts";
import { pollStation } from "../../../core/station/poll.ts";
import { readRecentConditions } from "../../../core/station/recentConditions.ts";
import { wallClockTime } from "../../../core/time/times.ts";
import { addComment } from "../../../core/writing/comments.ts";
import { inTransaction } from "../../../core/writing/writing.ts";
import { backends, sqlite } from "../../support/backends.ts";
import { openForTest, openWritableForTest, type TestDatabase } from "../../support/database.ts";

/** Central Europe in 2016: an hour is left out on 27 March, and comes twice on 30 October. */
const springAt = Date.UTC(2016, 2, 27, 1);
const autumnAt = Date.UTC(2016, 9, 30, 1);
const zone: ZoneOffset = (moment) => (moment >= springAt && moment < autumnAt ? -120 : -60);
const utc = (text: string): number => Date.parse(`${text.replace(" ", "T")}Z`);

describe("moments of a stored time", () => {
  test.each([
    ["2016-01-15 12:00:00", ["2016-01-15 11:00:00"]],
    ["2016-07-15 12:00:00.5", ["2016-07-15 10:00:00.5"]],
    ["2016-03-27 01:59:59", ["2016-03-27 00:59:59"]],
    ["2016-03-27 02:30:00", ["2016-03-27 01:30:00"]],
    ["2016-03-27 03:00:00", ["2016-03-27 01:00:00"]],
    ["2016-10-30 01:59:59", ["2016-10-29 23:59:59"]],
    ["2016-10-30 02:30:00", ["2016-10-30 00:30:00", "2016-10-30 01:30:00"]],
    ["2016-10-30 03:00:00", ["2016-10-30 02:00:00"]],
    ["no time", []],
  ])("%s", (stored, moments) => {
    expect(momentsOf(stored, zone)).toEqual(moments.map(utc));
  });

  test.each([
    ["2016-10-30 02:30:00", "2016-10-30 00:40:00", "2016-10-30 00:30:00"],
    ["2016-10-30 02:30:00", "2016-10-30 01:40:00", "2016-10-30 01:30:00"],
    ["2016-10-30 02:30:00", "2016-10-29 12:00:00", "2016-10-30 00:30:00"],
    // The clock of the data acquisition is a minute ahead.
    ["2016-07-15 12:01:00", "2016-07-15 10:00:00", "2016-07-15 10:01:00"],
  ])("%s, seen at %s, was at %s", (stored, now, moment) => {
    expect(lastMomentOf(stored, utc(now), zone)).toBe(utc(moment));
  });
});

const ago = (minutes: number): string => wallClockTime(new Date(Date.now() - minutes * 60_000));

/** Three runs of the last days, one that crashed, and one that goes on. */
function content(): TestDatabase {
  const ended = { is_valid_run_end: true };
  return {
    types: {
      is_valid_run_end: "bool",
      event_count: "int",
      run_type: "string",
      user_comment: "string",
      beam_current: "float",
    },
    runs: {
      10: { started: ago(5000), finished: ago(4900), conditions: { ...ended, event_count: 7 } },
      20: {
        started: ago(1500),
        finished: ago(1400),
        conditions: { ...ended, beam_current: 150, user_comment: "fine" },
      },
      30: {
        started: ago(300),
        finished: ago(290),
        conditions: { is_valid_run_end: false, run_type: "hd_all.tsg" },
      },
      40: {
        started: ago(60),
        finished: ago(1),
        conditions: { is_valid_run_end: false, event_count: [5, 1000] },
      },
    },
  };
}

describe.each(backends)("on $name", (backend) => {
  const open = async (given: TestDatabase = content()) => {
    const connection = await backend.create(given);
    return { database: await openForTest(connection), connection };
  };
  const noSignal = new AbortController().signal;
  const all = { count: 10, hours: null, production: "" };

  test("a look tells of the newest run, and then only what changed, also where a value was replaced in its place", async () => {
    const { database, connection } = await open();
    const first = await pollStation(database, { known: null });
    expect(first.run).toMatchObject({ run: 40, isEnded: false });
    expect(Math.abs(first.clock.moment - (first.run?.startedAt ?? 0) - 3_600_000)).toBeLessThan(600_000);
    expect(first.values).toContainEqual({ name: "event_count", type: "int", value: 1000 });
    expect((await pollStation(database, { known: first.digest })).values).toBeNull();

    const writable = await openWritableForTest(connection);
    await writable.transaction(async ({ write }) => {
      await write
        .updateTable("conditions")
        .set({ int_value: 2000 })
        .where("run_number", "=", 40)
        .where("int_value", "=", 1000)
        .execute();
    });
    const second = await pollStation(database, { known: first.digest });
    expect(second.values).toContainEqual({ name: "event_count", type: "int", value: 2000 });
    await writable.transaction(async ({ write }) => {
      await write
        .insertInto("runs")
        .values({ number: 41, started: ago(0), finished: null })
        .execute();
    });
    const third = await pollStation(database, { known: second.digest });
    expect(third).toMatchObject({ run: { run: 41, isEnded: false, finishedAt: null }, values: [] });
  });

  test("a database without runs has no news", async () => {
    const { database } = await open({});
    const { run, values, digest } = await pollStation(database, { known: null });
    expect({ run, values }).toEqual({ run: null, values: [] });
    expect((await pollStation(database, { known: digest })).values).toBeNull();
  });

  test("the last runs, all of them and those of some hours", async () => {
    const { database } = await open();
    const latest = await readLatestRuns(database, { ...all, production: "beam_current > 100" }, noSignal);
    expect(latest).toMatchObject({ since: null, more: false });
    expect(latest.runs).toMatchObject([
      { run: 40, state: "running", events: 1000, isProduction: false },
      { run: 30, state: "crashed", type: "hd_all.tsg", length: 600, events: null },
      { run: 20, state: "finished", comment: "fine", beamCurrent: 150, isProduction: true },
      { run: 10, state: "finished", events: 7, beamCurrent: null },
    ]);
    const day = await readLatestRuns(database, { ...all, hours: 24 }, noSignal);
    expect(day.runs.map(({ run, isProduction }) => [run, isProduction])).toEqual([
      [40, null],
      [30, null],
      [20, null],
    ]);
    const cut = await readLatestRuns(database, { ...all, count: 2 }, noSignal);
    expect([cut.runs.length, cut.more]).toEqual([2, true]);
    const unknown = await readLatestRuns(database, { ...all, production: "no_such > 1" }, noSignal);
    expect(unknown.runs[0]?.isProduction).toBeNull();
    const gone = AbortSignal.abort();
    await expect(
      readLatestRuns(database, all, gone).catch((thrown: unknown) => toFailure(thrown).code),
    ).resolves.toBe("cancelled");
  });

  test("a comment is stored once, on a line of its own, and stands in the log", async () => {
    const connection = await backend.create(content());
    const database = await openWritableForTest(connection);
    const comment = (run: number, text: string) =>
      inTransaction(database, "shift", (writing) => addComment(writing, { run, text }));
    expect(await comment(40, "  trip of the beam\n")).toEqual({ comment: "trip of the beam" });
    expect(await comment(40, "trip of the beam")).toEqual({ comment: "trip of the beam" });
    expect(await comment(40, "back again")).toEqual({ comment: "trip of the beam\nback again" });
    expect(await comment(20, "very")).toEqual({ comment: "fine\nvery" });
    await expect(comment(20, " \n")).rejects.toMatchObject({ code: "bad_value" });
    await expect(comment(99, "x")).rejects.toMatchObject({ code: "no_such_run" });
    const log = await database.read
      .selectFrom("logs")
      .select(["description", "user_name"])
      .orderBy("id")
      .execute();
    expect(log.map(({ description, user_name }) => [description?.slice(0, 40), user_name])).toEqual([
      ["Comment on run 40: trip of the beam", "shift"],
      ["Replaced condition user_comment of run 4", "shift"],
      ["Replaced condition user_comment of run 2", "shift"],
    ]);
    const { runs } = await readLatestRuns(database, all, noSignal);
    expect(runs[0]?.comment).toBe("trip of the beam\nback again");
  });

  test("the type of comments is made where there is none; one that holds no text is refused", async () => {
    const database = await openWritableForTest(await backend.create({ runs: { 1: {} } }));
    const comment = { run: 1, text: "first" };
    await inTransaction(database, "shift", (writing) => addComment(writing, comment));
    expect((await listConditionTypes(database)).map(({ name, type }) => [name, type])).toEqual([
      ["user_comment", "string"],
    ]);
    const other = await openWritableForTest(
      await backend.create({ types: { user_comment: "int" }, runs: { 1: {} } }),
    );
    await expect(
      inTransaction(other, "shift", (writing) => addComment(writing, comment)),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("on a file without indexes", () => {
  const rows = (from: number, count: number, run: number, created: string): string =>
    `INSERT INTO conditions (id, run_number, condition_type_id, int_value, float_value, bool_value, created)
WITH RECURSIVE ids(id) AS (SELECT ${from} UNION ALL SELECT id + 1 FROM ids WHERE id < ${from + count - 1})
SELECT id, ${run}, 1, id, 0, 0, '${created}' FROM ids`;
  const [sqlite] = backends;

  /** Run 2 has a value at the end, and one before what was written for run 1 later on. */
  async function database(createdBetween: string) {
    const connection = await sqlite?.create({
      types: { number: "int" },
      runs: { 1: { started: "2016-02-17 10:00:00" }, 2: { started: "2016-02-17 12:00:00" } },
      statements: [
        rows(1, 1, 2, "2016-02-17 12:00:01.000000"),
        rows(2, 30_000, 1, createdBetween),
        rows(30_002, 2, 2, "2016-02-17 13:00:00.000000"),
      ],
    });
    return openForTest(connection ?? "");
  }

  test.each([
    ["rows from before the run's start end the search", "2016-02-17 10:30:00.000000", Infinity, 2],
    ["later rows of other runs do not", "2016-02-17 12:30:00.000000", Infinity, 3],
    ["but for the greatest number of parts", "2016-02-17 12:30:00.000000", 2, 2],
  ])("%s", async (_, created, mostParts, count) => {
    const opened = await database(created);
    const types = await listConditionTypes(opened);
    const wanted = { types, runs: [2], since: "2016-02-17 12:00:00", mostParts };
    expect(await readRecentConditions(opened, wanted, null)).toHaveLength(count);
  });
});

test("a run whose end cannot be read belongs to the hours of its start", async () => {
  const runs = {
    1: { started: "2020-01-11 10:00:00", finished: "2020-01-11 11:00:00" },
    2: { started: "2020-01-12 10:00:00" },
    3: {},
    4: { started: wallClockTime(new Date()) },
  };
  const statements = [
    "UPDATE runs SET finished = 'soon' WHERE number IN (2, 4)",
    "UPDATE runs SET started = 1500000000, finished = x'ff00807a' WHERE number = 3",
  ];
  const database = await openForTest(await sqlite.create({ runs, statements }));
  const day = { count: 10, hours: 24, production: "" };
  const latest = await readLatestRuns(database, day, new AbortController().signal);
  expect(latest.runs.map(({ run }) => run)).toEqual([4]);
});
