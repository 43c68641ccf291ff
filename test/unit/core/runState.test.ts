import { describe, expect, test } from "vitest";
import type { Search } from "../../../core/api/search.ts";
import { countRunsAfter, readNewest } from "../../../core/db/newest.ts";
import { endCondition } from "../../../core/runs/runEndings.ts";
import { runState } from "../../../core/runs/runState.ts";
import { readStates } from "../../../core/runs/runStates.ts";
import { searchRuns, searchRunsEarly } from "../../../core/search/search.ts";
import { stateInWords } from "../../../core/api/stateInWords.ts";
import { secondsBetween } from "../../../core/time/wallClock.ts";
import { wallClockTime } from "../../../core/time/times.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, openWritableForTest, type TestDatabase, type TestRun } from "../../support/database.ts";

const now = "2016-02-17 14:00:00";
const at = (time: string) => ({ started: "2016-02-17 13:00:00.000000", finished: `2016-02-17 ${time}` });
const started = (time: string) => ({ started: `2016-02-17 ${time}`, finished: null });

test.each([
  ["a valid end", { isValidEnd: true, isFinished: false, newest: null }, "finished"],
  ["a valid end of the newest", { isValidEnd: true, isFinished: true, newest: at("13:59:00") }, "finished"],
  ["a finish time, and nothing said", { isValidEnd: null, isFinished: true, newest: null }, "finished"],
  ["a finish time, but no valid end", { isValidEnd: false, isFinished: true, newest: null }, "crashed"],
  ["nothing at all", { isValidEnd: null, isFinished: false, newest: null }, "crashed"],
  ["the newest, moved on just now", { isValidEnd: false, isFinished: true, newest: at("13:58") }, "running"],
  ["the newest, silent", { isValidEnd: false, isFinished: true, newest: at("13:54:59") }, "stale"],
  ["the newest, just begun", { isValidEnd: null, isFinished: false, newest: started("13:56") }, "running"],
  ["the newest, begun long ago", { isValidEnd: null, isFinished: false, newest: started("11:00") }, "stale"],
  [
    "the newest, without times",
    { isValidEnd: null, isFinished: false, newest: { started: null, finished: null } },
    "stale",
  ],
])("%s", (_, signs, expected) => expect(runState(signs, now)).toBe(expected));

test.each([
  ["finished", "2016-02-01 10:00:00", "finished"],
  ["crashed", "2016-02-01 10:00:00", "crashed"],
  ["running", "2016-02-17 13:58:00", "running"],
  ["stale", "2016-02-17 13:50:00", "no update"],
  ["stale", "2016-02-15 14:00:01", "no update"],
  ["stale", "2016-02-15 14:00:00", "left open"],
  ["stale", null, "no update"],
] as const)("%s, heard of at %s: %s in words", (state, heard, words) => {
  const first = "2016-02-01 10:00:00";
  expect(stateInWords({ state, started: heard, finished: null }, now)).toBe(words);
  expect(stateInWords({ state, started: heard && first, finished: heard }, now)).toBe(words);
});

test("the clock on the wall is the local one", () => {
  expect(wallClockTime(new Date(2016, 1, 17, 3, 4, 5))).toBe("2016-02-17 03:04:05");
});

const all: Search = {
  expression: "",
  runMin: null,
  runMax: null,
  ranges: [],
  columns: [],
  order: { column: "run", descending: true },
};

describe.each(backends)("on $name", ({ create }) => {
  const finished = "2016-02-17 13:00:00";
  const ended = (value: boolean | readonly boolean[]): TestRun => ({
    finished,
    conditions: { is_valid_run_end: value },
  });
  const justNow = wallClockTime(new Date());
  const content: TestDatabase = {
    types: { other: "int", is_valid_run_end: "bool" },
    runs: {
      1: ended(true),
      2: ended(false),
      3: ended([false, true]),
      4: { finished },
      5: { conditions: { other: 1 } },
      8: { started: justNow, conditions: { is_valid_run_end: false } },
    },
  };

  async function states(search: Partial<Search>, from = 0, count = 10) {
    const database = await openForTest(await create(content));
    const { result } = await searchRuns(database, { ...all, ...search });
    const { states: answered } = await readStates(database, result, from, count);
    // The same where it was read beside the columns of a window.
    const context = { signal: new AbortController().signal, report: () => undefined };
    const shown = { ...all, columns: ["other"], ...search };
    const { result: early } = await searchRunsEarly(database, shown, context, [endCondition]);
    await early.filling.goOn(context);
    expect(early.view().valueBeside(endCondition)).toBeDefined();
    expect((await readStates(database, early, from, count)).states).toEqual(answered);
    return answered;
  }

  test("of all runs, as they are shown", async () => {
    expect(await states({})).toEqual(["running", "crashed", "finished", "finished", "crashed", "finished"]);
  });

  test("of some rows, of some runs: the newest of these is not that of the database", async () => {
    expect(await states({ runMax: 5 }, 0, 2)).toEqual(["crashed", "finished"]);
    expect(await states({ expression: "run == 1" }, 0, 5)).toEqual(["finished"]);
    expect(await states({ expression: "run == 7" })).toEqual([]);
  });

  test("without the condition by the times alone", async () => {
    const runs = { 1: { finished }, 2: {}, 3: { started: "2016-02-17 13:00:00" } };
    const database = await openForTest(await create({ types: { is_valid_run_end: "int" }, runs }));
    const { result } = await searchRuns(database, all);
    expect(await readStates(database, result, 0, 3)).toEqual({
      runs: [3, 2, 1],
      states: ["stale", "crashed", "finished"],
    });
  });

  test("the newest run's end is told as it is now", async () => {
    const connection = await create({ runs: { 1: { finished }, 2: { started: finished } } });
    const database = await openForTest(connection);
    const { result } = await searchRuns(database, all);
    expect((await readStates(database, result, 0, 1)).states).toEqual(["stale"]);
    const writer = await openWritableForTest(connection);
    await writer.transaction(({ write }) =>
      write.updateTable("runs").set({ finished }).where("number", "=", 2).execute(),
    );
    expect((await readStates(database, result, 0, 1)).states).toEqual(["finished"]);
  });

  test("what is newest", async () => {
    const connection = await create(content);
    const database = await openForTest(connection);
    const before = await readNewest(database);
    expect(before).toEqual({ run: 8, finished: null, condition: 6, log: null });
    expect(await countRunsAfter(database, 3)).toBe(3);
    expect(await countRunsAfter(database, 8)).toBe(0);
    expect(await countRunsAfter(database, null)).toBe(6);
    const writer = await openWritableForTest(connection);
    await writer.transaction(async ({ write }) => {
      await write.updateTable("runs").set({ finished: justNow }).where("number", "=", 8).execute();
      await write
        .insertInto("logs")
        .values({ table_ids: "", description: "", related_run: 8, created: justNow, user_name: "" })
        .execute();
    });
    const after = await readNewest(database);
    expect(after).toMatchObject({ run: 8, condition: 6, log: 1 });
    expect(secondsBetween(after.finished, justNow)).toBe(0);
  });

  test("of a database without runs", async () => {
    const database = await openForTest(await create());
    expect(await readNewest(database)).toEqual({ run: null, finished: null, condition: null, log: null });
    expect(await countRunsAfter(database, null)).toBe(0);
  });
});
