/** Runs, their times, one's own log records, and under whose name it all goes. */
import { userInfo } from "node:os";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Outcome, FailureCode } from "../../../core/api/failure.ts";
import { readRun } from "../../../core/runs/run.ts";
import { currentUser } from "../../../core/writing/user.ts";
import { backends } from "../../support/backends.ts";
import type { WriteClient } from "./client.ts";
import { dump, expectRefused, logOf, open, openForAll } from "./support.ts";

const content = { runs: { 7: { started: "2016-02-17 13:26:01.000000" } } };

describe.each(backends)("on $name", (backend) => {
  const unchanged = openForAll(backend, content);

  test("a run is created once", async () => {
    const { database, client } = await open(backend, content);
    expect(await client.createRun({ number: 8 })).toEqual({ ok: true, value: { created: true } });
    const before = await dump(database);
    expect(await client.createRun({ number: 8 })).toEqual({ ok: true, value: { created: false } });
    expect(await client.createRun({ number: 7 })).toEqual({ ok: true, value: { created: false } });
    expect(await dump(database)).toEqual(before);
    expect(await logOf(database)).toEqual([]);
  });

  test("times are set, left, and removed", async () => {
    const { database, client } = await open(backend, content);
    const timesAfter = async (times: object) => {
      expect(await client.setRunTimes({ run: 7, ...times })).toEqual({ ok: true, value: {} });
      const { started, finished } = await readRun(database, 7);
      return [started, finished];
    };
    expect(await timesAfter({})).toEqual(["2016-02-17 13:26:01", null]);
    expect(await timesAfter({ finished: "2016-02-17 14:00" })).toEqual([
      "2016-02-17 13:26:01",
      "2016-02-17 14:00:00",
    ]);
    expect(await timesAfter({ started: null, finished: "2016-02-17T14:00:01" })).toEqual([
      null,
      "2016-02-17 14:00:01",
    ]);
    const rows = await database.read.selectFrom("runs").selectAll().execute();
    const fraction = backend.name === "sqlite" ? ".000000" : "";
    expect(rows).toEqual([{ number: 7, started: null, finished: `2016-02-17 14:00:01${fraction}` }]);
  });

  test.each<[string, (client: WriteClient) => Promise<Outcome<unknown>>, FailureCode, RegExp]>([
    ["a run of times that is not there", (c) => c.setRunTimes({ run: 9 }), "no_such_run", /create the run/],
    [
      "a time that is none",
      (c) => c.setRunTimes({ run: 7, started: "2016-02-30" }),
      "bad_value",
      /“2016-02-30” is not a time/,
    ],
    ["an empty log record", (c) => c.addLogRecord({ description: " " }), "bad_value", /is empty/],
    [
      "a log record with NUL",
      (c) => c.addLogRecord({ description: "a\0" }),
      "bad_value",
      /NUL at position 2/,
    ],
    [
      "names of rows that are none",
      (c) => c.addLogRecord({ description: "a", tables: "run 7" }),
      "bad_input",
      /“run 7” names no rows/,
    ],
    [
      "more names of rows than fit",
      (c) => c.addLogRecord({ description: "a", tables: Array(30).fill("conditions_1").join(" ") }),
      "bad_input",
      /up to 255/,
    ],
  ])("refuses %s", async (_, call, code, message) => {
    const { database, client } = unchanged();
    await expectRefused(database, () => call(client), code, message);
  });

  test("what is wider than the columns is refused", async () => {
    const { database, client } = await open(backend, content);
    const { greatestInteger, logBytes } = database.limits;
    if (backend.name === "sqlite") {
      expect(await client.createRun({ number: Number.MAX_SAFE_INTEGER })).toMatchObject({ ok: true });
      expect(await client.addLogRecord({ description: "x".repeat(100_000) })).toMatchObject({ ok: true });
    } else {
      const number = Number(greatestInteger) + 1;
      await expectRefused(database, () => client.createRun({ number }), "bad_value", /to 2147483647/);
      const description = "x".repeat(logBytes + 1);
      await expectRefused(database, () => client.addLogRecord({ description }), "too_large", /at most 65535/);
    }
  });

  test("a log record of one's own", async () => {
    const { database, client } = await open(backend, content);
    const record = { description: "Beam was off: ü\nsecond line", tables: "runs_7 files_3", run: 7 };
    expect(await client.addLogRecord(record)).toEqual({ ok: true, value: { id: 1 } });
    expect(await client.addLogRecord({ description: "b" })).toEqual({ ok: true, value: { id: 2 } });
    expect(await logOf(database)).toEqual([
      "tester runs_7 files_3 7 Beam was off: ü\nsecond line",
      "tester - - b",
    ]);
  });
});

describe("the user", () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each([
    ["hdops", "hdops"],
    ["", userInfo().username],
    ["x".repeat(300), "x".repeat(255)],
  ])("RCDB_USER=%s", (given, expected) => {
    vi.stubEnv("RCDB_USER", given);
    expect(currentUser()).toBe(expected);
  });
});
