/** The methods of the library, on each kind of database. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readerCalls } from "../../../core/api/contract.ts";
import { RcdbError } from "../../../core/api/failure.ts";
import { connect, parseCodaLog, parseRunConfiguration, sql } from "../../../library/index.ts";
import type { SelectOptions } from "../../../library/selectValues.ts";
import type { WritableRcdb } from "../../../library/writableRcdb.ts";
import { backends } from "../../support/backends.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { content, read } from "../core/everyCall.ts";

const types = {
  beam_energy: "float",
  event_count: "int",
  is_valid: "bool",
  rtvs: "json",
  run_type: "string",
  at: "time",
} as const;

async function opened(connection: string): Promise<WritableRcdb> {
  const db = await connect(connection, { write: true, user: "hdops" });
  onTestFinished(() => db.close());
  return db;
}

const tellTheTime: readonly string[] = [
  "pollStation",
  "readLatestRuns",
  "writeReport",
] satisfies (keyof typeof readerCalls)[];

/** How long a call took is never the same. */
const withoutTimes = (name: string, value: unknown): unknown => (name === "milliseconds" ? null : value);

const failure = (code: string): unknown => expect.objectContaining({ name: "RcdbError", code });

describe.each(backends)("on $name", ({ create }) => {
  test("what is written is read, with all digits and whole texts", async () => {
    const db = await opened(await create({ types }));
    expect(await db.createRun(12345)).toEqual({ created: true });
    await db.addRunStartTime(12345, new Date(2016, 1, 17, 13, 26, 1));
    await db.addRunEndTime(12345, "2016-02-17 13:27:01");
    await db.addCondition(12345, "beam_energy", 8.5);
    const kind = "k".repeat(1000);
    await db.addConditions(12345, { event_count: 1500000, is_valid: true, run_type: kind });
    await db.addConditions(12345, { rtvs: { a: [1] }, at: new Date(2016, 1, 17) });
    const run = await db.getRun(12345);
    expect(run).toMatchObject({ number: 12345, started: "2016-02-17 13:26:01", length: 60 });
    expect({ ...run?.conditions }).toEqual({
      beam_energy: 8.5,
      event_count: 1500000,
      is_valid: true,
      run_type: kind,
      rtvs: '{"a":[1]}',
      at: "2016-02-17 00:00:00",
    });
    expect(await db.getConditionValue(12345, "is_valid")).toBe(true);
    expect(await db.getCondition(12345, "other")).toBeNull();
    expect((await db.getLogRecords({ run: 12345 })).every(({ user }) => user === "hdops")).toBe(true);
  });

  test("a value that differs is refused, and replaced where that is asked for", async () => {
    const db = await opened(await create({ types, runs: { 1: { conditions: { event_count: 5 } } } }));
    await expect(db.addCondition(1, "event_count", 6)).rejects.toEqual(failure("conflict"));
    expect(await db.addCondition(1, "event_count", 6, { replace: true })).toMatchObject({ replaced: 1 });
    expect(await db.getHistory(1)).toMatchObject([{ condition: "event_count", old: 5, new: 6 }]);
    expect(await db.deleteConditions(1, ["event_count"])).toEqual({ deleted: 1 });
    expect(await db.getConditionValue(1, "event_count")).toBeNull();
  });

  test("null for what is not there", async () => {
    const db = await opened(await create({ runs: { 1: {} } }));
    const asked = {
      run: db.getRun(2),
      fileOfRun: db.getFile(1, "/conf/x"),
      file: db.getFileById(77),
      type: db.getConditionType("x"),
      period: db.getRunPeriod("x"),
      next: db.getNextRun(1),
      previous: db.getPreviousRun(1),
    };
    for (const [what, answer] of Object.entries(asked)) expect(await answer, what).toBeNull();
  });

  const runs = Object.fromEntries(
    [1, 2, 3, 4, 7].map((run) => [
      run,
      { conditions: { event_count: run * 10, ...(run > 2 ? { run_type: `t${run}` } : {}) } },
    ]),
  );

  test("runs are selected within bounds", async () => {
    const db = await opened(await create({ types, runs }));
    await db.createRunPeriod({ name: "first", runMin: 1, runMax: 3 });
    const selected: readonly (readonly [SelectOptions, number[]])[] = [
      [{}, [1, 2, 3, 4, 7]],
      [{ runMin: 2, runMax: 4 }, [2, 3, 4]],
      [{ runs: [7, 1, 99] }, [1, 7]],
      [{ runs: [] }, []],
      [{ runs: "2-3, 7" }, [2, 3, 7]],
      [{ runs: "first", runMin: 2 }, [2, 3]],
      [{ descending: true, runMin: 3 }, [7, 4, 3]],
    ];
    for (const [options, numbers] of selected) {
      expect(await db.selectRuns("event_count > 0", options), JSON.stringify(options)).toEqual(numbers);
      expect((await db.getRuns(options)).map(({ number }) => number)).toEqual(numbers);
      if (options.descending) continue;
      expect((await db.getTotals("", options)).whole.runs, JSON.stringify(options)).toBe(numbers.length);
    }
  });

  test("every call that reads answers the same within a transaction", async () => {
    const db = await opened(await create(content));
    const names = Object.entries(readerCalls).flatMap(([name, { traits }]) =>
      traits.result === "none" && !traits.changes && name in read && !tellTheTime.includes(name) ? name : [],
    );
    const answersOf = async ({ calls }: Pick<WritableRcdb, "calls">): Promise<unknown> => {
      const all: [name: string, answer: unknown][] = [];
      for (const name of names) {
        const ask = calls[name as "readRun"] as (input: unknown) => Promise<unknown>;
        const answer = await ask(read[name as keyof typeof read]);
        all.push([name, JSON.parse(JSON.stringify(answer, withoutTimes))]);
      }
      return all;
    };
    expect(names.length).toBeGreaterThan(25);
    expect(await db.transaction(answersOf)).toEqual(await answersOf(db));
  });

  test("values are arrays, objects or columns, at once or one after the other", async () => {
    const db = await opened(await create({ types, runs }));
    const wanted = ["run_type", "event_count"];
    const rows = await db.selectValues(wanted, "event_count < 40", { runMin: 2 });
    expect(rows).toEqual([
      [2, null, 20],
      [3, "t3", 30],
    ]);
    const objects = await db.selectValues(wanted, "event_count < 40", { runMin: 3, as: "objects" });
    expect({ ...objects[0] }).toEqual({ run: 3, run_type: "t3", event_count: 30 });
    const columns = await db.selectValues(wanted, "", { runMax: 2, as: "columns" });
    expect({ ...columns }).toEqual({ run: [1, 2], run_type: [null, null], event_count: [10, 20] });
    expect(await db.selectValues(["event_count", "event_count"], "", { runMax: 1 })).toEqual([[1, 10, 10]]);
    const streamed: unknown[] = [];
    for await (const row of db.selectValues.stream(wanted, "event_count < 40")) streamed.push(row);
    expect(streamed).toEqual([[1, null, 10], ...rows]);
  });

  test("cuts, reasons and computed columns", async () => {
    const db = await opened(await create({ types, runs }));
    const { parts, all } = await db.countCuts("event_count > 10 and run_type == 't4'", { runMax: 4 });
    expect([all.runs, ...parts.map(({ left }) => left.runs)]).toEqual([4, 3, 1]);
    expect(await db.explainRun(1, "event_count > 10")).toMatchObject({ selected: false });
    const half = { name: "half", expression: "event_count / 2" };
    expect(await db.selectValues([half, "event_count"], "", { runMax: 1 })).toEqual([[1, 5, 10]]);
  });

  test("a transaction is all or nothing, sees what it has changed, and a call that fails in it leaves nothing", async () => {
    const db = await opened(await create({ types, runs: { 1: {} } }));
    const failed = db.transaction(async (tx) => {
      await tx.createRun(2);
      await tx.addCondition(2, "event_count", 5);
      expect(await tx.selectValues(["event_count"], "event_count == 5")).toEqual([[2, 5]]);
      expect(await tx.getRun(2)).toMatchObject({ number: 2 });
      throw new RangeError("enough");
    });
    await expect(failed).rejects.toThrow("enough");
    expect(await db.getRun(2)).toBeNull();
    const done = await db.transaction(async (tx) => {
      const mixed = tx.addRuns([
        { number: 5, conditions: { event_count: 1 } },
        { number: 6, conditions: { is_valid: 7 } },
      ]);
      await expect(mixed).rejects.toEqual(failure("bad_value"));
      await tx.addCondition(1, "run_type", "production");
      await tx.addLogRecord({ description: "by hand", run: 1 });
      return "done";
    });
    expect(done).toBe("done");
    expect(await db.selectRuns("")).toEqual([1]);
    expect(await db.getConditionValue(1, "run_type")).toBe("production");
  });

  test("within a transaction the database itself is not asked", async () => {
    const db = await opened(await create({ runs: { 1: {} } }));
    const mixed = db.transaction(() => db.getRun(1));
    await expect(mixed).rejects.toEqual(failure("bad_input"));
    await expect(db.transaction(() => Promise.resolve(db.kysely))).rejects.toEqual(failure("bad_input"));
  });

  test("a transaction ends with its function: calls that run are done, and later ones are refused", async () => {
    const db = await opened(await create({ runs: { 1: {} } }));
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const calls: Promise<unknown>[] = [];
    await db.transaction((tx) => {
      const later = async (): Promise<unknown> => {
        await ended;
        return tx.createRun(4);
      };
      calls.push(tx.createRun(2), tx.createRun(3), later());
      return Promise.resolve();
    });
    end();
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    await expect(calls[2]).rejects.toEqual(failure("bad_input"));
    await db.createRun(5);
    expect(await db.selectRuns("")).toEqual([1, 2, 3, 5]);
  });

  test("calls that are made at once in a transaction undo nothing of each other", async () => {
    const db = await opened(await create({ types, runs: { 1: {} } }));
    const outcomes = await db.transaction((tx) => {
      const mixed = [
        { number: 50, conditions: { event_count: 1 } },
        { number: 60, conditions: { is_valid: 7 } },
      ];
      return Promise.allSettled([2, 3, 4].flatMap((run) => [tx.createRun(run), tx.addRuns(mixed)]));
    });
    const half = ["fulfilled", "rejected"];
    expect(outcomes.map(({ status }) => status)).toEqual([...half, ...half, ...half]);
    expect(await db.selectRuns("")).toEqual([1, 2, 3, 4]);
  });

  test("a database is closed after the calls that were made before, and not within a transaction", async () => {
    const connection = await create({ runs: { 1: {} } });
    const db = await connect(connection, { write: true, user: "hdops" });
    await expect(db.transaction(() => db.close())).rejects.toEqual(failure("bad_input"));
    expect(db.isConnected).toBe(true);
    const answered: unknown[] = [];
    void db.createRun(2).then((answer) => answered.push(answer));
    await Promise.all([db.close(), db.close()]);
    expect([answered, db.isConnected]).toEqual([[{ created: true }], false]);
    await expect(db.createRun(3)).rejects.toEqual(failure("bad_input"));
    expect(await (await opened(connection)).selectRuns("")).toEqual([1, 2]);
  });

  test("calls and transactions that are made at once do not disturb each other", async () => {
    const db = await opened(await create({ types, runs: { 1: {} } }));
    const writes = Array.from({ length: 10 }, (_, at) =>
      db.transaction(async (tx) => {
        await tx.createRun(10 + at);
        await tx.addCondition(10 + at, "event_count", at);
      }),
    );
    const reads = Array.from({ length: 10 }, () => db.selectValues(["event_count"], ""));
    await Promise.all(writes);
    for (const rows of await Promise.all(reads)) {
      expect(rows.filter(([run, count]) => run > 1 && count === null)).toEqual([]);
    }
    expect(await db.selectRuns("")).toHaveLength(11);
  });

  test("SQL is typed, and cannot write where the database is open for reading", async () => {
    const connection = await create({ types, runs });
    const db = await connect(connection);
    onTestFinished(() => db.close());
    const read = await db.kysely.selectFrom("runs").select("number").where("number", ">", 3).execute();
    expect(read).toEqual([{ number: 4 }, { number: 7 }]);
    const write = sql`DELETE FROM runs`.execute(db.kysely);
    await expect(write).rejects.toThrow();
    const writable = await opened(connection);
    await writable.kysely
      .updateTable("runs")
      .set({ started: "2016-02-17 00:00:00" })
      .where("number", "=", 7)
      .execute();
    expect(await writable.getRun(7)).toMatchObject({ started: "2016-02-17 00:00:00" });
    expect(await writable.selectRuns("")).toHaveLength(5);
  });

  test("files, their versions and their runs", async () => {
    const db = await opened(await create({ runs: { 1: {}, 2: {} } }));
    const path = join(temporaryFolder(), "trigger.conf");
    writeFileSync(path, "ÿ level 1");
    const stored = await db.addConfigurationFile(1, path);
    await db.addConfigurationFile(2, path, { content: "level 2", importance: "low" });
    expect(await db.getFile(1, path)).toMatchObject({ content: "ÿ level 1", hashMatches: true });
    expect(await db.getFiles(2)).toMatchObject([{ path, importance: "low" }]);
    expect(await db.getFileVersions(path)).toMatchObject([{ runs: 1 }, { runs: 1 }]);
    expect(await db.getRunsOfFile(stored.id)).toEqual([1]);
    await db.attachFile(2, stored.id);
    expect(await db.getRunsOfFile(stored.id)).toEqual([1, 2]);
    await db.detachFile(1, stored.id);
    expect(await db.getRunsOfFile(stored.id)).toEqual([2]);
    await expect(db.addConfigurationFile(1, `${path}.missing`)).rejects.toEqual(failure("no_such_file"));
  });

  test("condition types, run periods and aliases", async () => {
    const db = await opened(await create({ types, runs }));
    expect(await db.createConditionType("new", "int", "new one")).toMatchObject({ created: true });
    expect(await db.getConditionType("new")).toMatchObject({ type: "int", description: "new one" });
    await db.updateConditionType({ name: "new", newName: "newer", description: null });
    expect(await db.getConditionType("newer")).toMatchObject({ type: "int", description: null });
    await db.deleteConditionType("newer");
    expect(await db.getConditionType("newer")).toBeNull();
    await expect(db.deleteConditionType("event_count")).rejects.toEqual(failure("conflict"));
    await db.createRunPeriod({ name: "p", runMin: 1, runMax: 3, startDate: "2016-02-01" });
    await db.updateRunPeriod({ name: "p", runMax: 4 });
    expect(await db.getRunPeriod("p")).toMatchObject({ runMax: 4, startDate: "2016-02-01" });
    expect((await db.getRun(4))?.period).toMatchObject({ name: "p" });
    await db.deleteRunPeriod("p");
    expect(await db.getRunPeriods()).toEqual([]);
    await db.addAlias("many", "event_count > 30");
    expect(await db.selectRuns("@many")).toEqual([4, 7]);
    await db.deleteAlias("many");
    await expect(db.selectRuns("@many")).rejects.toEqual(failure("expression"));
  });

  test("neighbours and comparisons", async () => {
    const db = await opened(await create({ types, runs }));
    expect(await db.getNextRun(4)).toMatchObject({ number: 7, previous: 4, next: null });
    expect(await db.getPreviousRun(6)).toMatchObject({ number: 4 });
    const compared = await db.compareRuns([3, 4], { differencesOnly: true });
    expect(compared.conditions.map(({ name }) => name)).toEqual(["event_count", "run_type"]);
  });

  test("an update from a run log, and from a source of one's own", async () => {
    const db = await opened(await create({ types: { run_type: "string", weather: "string" } }));
    const log = join(temporaryFolder(), "run.log");
    writeFileSync(log, codaLog);
    const summary = await db.updateFromCoda(log, { reason: "start" });
    expect(summary).toMatchObject({ run: 12345, created: true });
    expect(await db.getConditionValue(12345, "run_type")).toBe("hd_all.tsg");
    const weather = { name: "weather", update: () => ({ conditions: [{ name: "weather", value: "rain" }] }) };
    await db.updateRun({ run: 12345 }, { reason: "update", plugins: [weather] });
    expect(await db.getConditionValue(12345, "weather")).toBe("rain");
  });

  test("a signal cancels what reads", async () => {
    const db = await opened(await create({ types, runs }));
    const signal = AbortSignal.abort();
    await expect(db.selectValues([], "", { signal })).rejects.toEqual(failure("cancelled"));
    await expect(db.getRun(1, { signal })).rejects.toEqual(failure("cancelled"));
    expect(await db.getRun(1)).toMatchObject({ number: 1 });
  });
});

const codaLog = `<?xml version="1.0"?>
<coda runtype = "hd_all.tsg" session = "hdops">
  <run-start>
    <run-number>12345</run-number>
    <start-time>02/17/16 13:26:01</start-time>
  </run-start>
</coda>`;

describe("what a program gives is checked, and nothing is stored or answered of what is not right", () => {
  /** What the types forbid, and programs without types give. */
  const wrong = (value: unknown): never => value as never;

  const given: readonly (readonly [what: string, ask: (db: WritableRcdb) => unknown, words: RegExp])[] = [
    [
      "a misspelt option of a selection",
      (db) => db.selectValues(["a"], "", wrong({ run_min: 5 })),
      /run_min.*runMin/,
    ],
    ["rows in another form", (db) => db.selectValues(["a"], "", wrong({ as: "rows" })), /“rows”.*columns/],
    [
      "a stream of columns",
      (db) => db.selectValues.stream(["a"], "", wrong({ as: "columns" })).next(),
      /columns/,
    ],
    ["a name in place of names", (db) => db.selectValues(wrong("a")), /list/],
    ["an empty text as runs", (db) => db.selectRuns("", { runs: "" }), /“” is not a run range/],
    ["the same of a cut", (db) => db.countCuts("", { runs: "" }), /“” is not a run range/],
    ["a number as runs", (db) => db.selectRuns("", { runs: wrong(5) }), /list.*text/],
    ["a misspelt option of a cut", (db) => db.countCuts("", wrong({ sum: ["a"] })), /“sum”.*sums/],
    [
      "a misspelt option of a value",
      (db) => db.addCondition(1, "a", 2, wrong({ replce: true })),
      /“replce”.*replace/,
    ],
    ["a map of values", (db) => db.addConditions(1, wrong(new Map([["a", 2]]))), /object/],
    ["no values", (db) => db.addConditions(1, wrong(null)), /object/],
    [
      "a misspelt member of a run",
      (db) => db.addRuns([wrong({ number: 2, condtions: { a: 1 } })]),
      /“condtions”/,
    ],
    ["a run in place of runs", (db) => db.addRuns(wrong({ number: 2 })), /list/],
    ["a name in place of names to delete", (db) => db.deleteConditions(1, wrong("a")), /list/],
    ["a number as a time", (db) => db.addRunEndTime(1, wrong(5)), /Date/],
    [
      "a misspelt option of a file",
      (db) => db.addConfigurationFile(1, "/c", wrong({ contents: "" })),
      /“contents”/,
    ],
    ["an unknown reason", (db) => db.updateFromCoda("/none", { reason: wrong("foo") }), /“foo”.*start/],
    ["no function", (db) => db.transaction(wrong(5)), /function/],
    [
      "a member that a call has not",
      (db) => db.calls.createRun(wrong({ number: 2, nmber: 3 })),
      /“nmber”.*number/,
    ],
    [
      "a member deep in a call",
      (db) => db.calls.addRuns(wrong({ runs: [{ number: 2, x: 1 }] })),
      /“x” at runs.0/,
    ],
    ["an option of a call", (db) => db.getRun(1, wrong({ sgnal: null })), /“sgnal”.*signal/],
    ["no connection", () => connect(wrong(undefined)), /connection/],
    ["a text for yes", () => connect("sqlite://", { write: wrong("no") }), /write/],
    ["a misspelt option of an opening", () => connect("sqlite://", wrong({ writ: true })), /“writ”.*write/],
    ["no source", () => parseCodaLog(wrong(undefined)), /path/],
    ["a number as content", () => parseRunConfiguration({ content: wrong(5) }), /content/],
  ];
  test("by one of our errors, which says what to give", async () => {
    const db = await opened("sqlite://");
    await db.createConditionType("a", "int");
    await db.createRun(1);
    for (const [what, ask, words] of given) {
      const answer = Promise.resolve().then(() => ask(db));
      await expect(answer, what).rejects.toEqual(failure("bad_input"));
      await expect(answer, what).rejects.toThrow(words);
    }
    expect(await db.selectValues(["a"])).toEqual([[1, null]]);
  });
});

test("integers beyond 2^53 are bigint", async () => {
  const db = await opened("sqlite://");
  await db.createConditionType("large", "int");
  await db.createRun(1);
  await db.addCondition(1, "large", 2n ** 60n);
  expect((await db.getRun(1))?.conditions["large"]).toBe(2n ** 60n);
  expect(await db.selectValues(["large"])).toEqual([[1, 2n ** 60n]]);
});

test("a database in memory is empty, and another one each time", async () => {
  const db = await opened("sqlite://");
  await db.createRun(1);
  expect(await db.describe()).toMatchObject({ runs: 1, isInMemory: true, connection: "sqlite://" });
  expect(await (await opened("sqlite://")).selectRuns("")).toEqual([]);
});

test("a database is created where there is none, and opened where there is one", async () => {
  const path = join(temporaryFolder(), "new.sqlite");
  await expect(connect(path, { write: true })).rejects.toEqual(failure("no_such_file"));
  await expect(connect(path, { create: true })).rejects.toEqual(failure("bad_input"));
  for (const run of [1, 2]) {
    const db = await connect(`sqlite:///${path}`, { write: true, create: true });
    await db.createRun(run);
    await db.close();
    expect(db.isConnected).toBe(false);
  }
  const db = await connect(path);
  expect(await db.selectRuns("")).toEqual([1, 2]);
  await db.close();
  writeFileSync(path, "no database");
  await expect(connect(path, { write: true, create: true })).rejects.toBeInstanceOf(RcdbError);
  expect(readFileSync(path, "utf8")).toBe("no database");
});

test("more runs than one search takes, in both directions", async () => {
  const db = await opened("sqlite://");
  await db.createConditionType("n", "int");
  await sql`WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 120001) INSERT INTO runs (number) SELECT n FROM c`.execute(
    db.kysely,
  );
  await sql`INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) SELECT number, 1, number, 0, 0 FROM runs WHERE number % 3 = 0`.execute(
    db.kysely,
  );
  const ascending = (await db.selectValues(["n"], "n > 10", { as: "columns" })).run;
  expect(ascending).toHaveLength(39_997);
  expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
  expect(await db.selectRuns("n > 10", { descending: true })).toEqual(ascending.toReversed());
  let streamed = 0;
  for await (const [run, n] of db.selectValues.stream(["n"])) {
    if (n !== null && n !== run) throw new Error(`run ${run} has ${n}`);
    streamed += 1;
    if (streamed === 60_000) expect(await db.getRun(run)).not.toBeNull();
  }
  expect(streamed).toBe(120_001);
});

test("run logs and run configurations are read without a database", async () => {
  expect(await parseCodaLog({ content: codaLog })).toMatchObject({
    runNumber: 12345,
    started: "2016-02-17 13:26:01",
  });
  await expect(parseCodaLog({ content: "no log" })).rejects.toEqual(failure("bad_input"));
  const { sections, warnings } = await parseRunConfiguration({
    content: "TRIGGER\nTRIG_TYPE  BCAL 1\n",
  });
  expect({ ...sections }).toEqual({ TRIGGER: [["TRIG_TYPE", "BCAL", "1"]] });
  expect(warnings).toEqual([]);
  await expect(parseRunConfiguration("/missing/file")).rejects.toEqual(failure("no_such_file"));
});
