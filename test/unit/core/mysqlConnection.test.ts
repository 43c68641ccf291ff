/** What happens on a connection to a server while it is used: reading only, streaming, cancelling, losing it. */
import { setTimeout as wait } from "node:timers/promises";
import { sql, type CompiledQuery } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { parseMysqlUrl } from "../../../core/db/mysql/url.ts";
import type { Database } from "../../../core/db/database.ts";
import { openMysql } from "../../../core/db/mysql/open.ts";
import { driverOptions } from "../../../core/db/mysql/options.ts";
import { Pulse, type Timeouts } from "../../../core/db/mysql/pulse.ts";
import { openSocket, type ServerSocket } from "../../../core/db/mysql/socket.ts";
import { createOnMariadb, mariadb } from "../../support/backends.ts";
import { openForTest, openWritableForTest } from "../../support/database.ts";
import { startServer } from "../../support/mariadb.ts";

const query = (database: Database, text: string): CompiledQuery => sql.raw(text).compile(database.read);

/** All rows of a statement, or the failure it ends with. */
async function rowsOf(database: Database, text: string, signal?: AbortSignal): Promise<unknown> {
  const rows: unknown[] = [];
  try {
    for await (const batch of database.stream(query(database, text), ["raw"], signal)) rows.push(...batch);
    return rows;
  } catch (thrown) {
    return database.dialect.explain(thrown) ?? toFailure(thrown);
  }
}

async function runningStatements(database: Database): Promise<string[]> {
  const { rows } = await sql<{ info: string }>`SELECT info FROM information_schema.processlist
    WHERE db = DATABASE() AND command = 'Query' AND id <> CONNECTION_ID()`.execute(database.read);
  return rows.map(({ info }) => info);
}

async function untilRunning(database: Database, count: number): Promise<void> {
  await expect.poll(() => runningStatements(database)).toHaveLength(count);
}

describe("a database opened for reading cannot be written", () => {
  test.each([
    "INSERT INTO runs (number) VALUES (5)",
    "DELETE FROM runs",
    "DROP TABLE aliases",
    "CREATE TABLE mine (a INT)",
  ])("%s", async (statement) => {
    const connection = await mariadb.create({ runs: { 1: {} } });
    const database = await openForTest(connection);
    expect(await rowsOf(database, statement)).toMatchObject({ code: "no_permission" });
    await expect(sql.raw(statement).execute(database.read as never)).rejects.toThrow(/READ ONLY/i);
    const { rows } = await sql`SELECT number FROM runs`.execute(database.read);
    expect(rows).toEqual([{ number: 1 }]);
  });
});

describe("values arrive as they are", () => {
  test.each([
    ["CAST('2016-02-17 13:26:01' AS DATETIME)", "2016-02-17 13:26:01"],
    ["CAST('2016-02-17 13:26:01.5' AS DATETIME(6))", "2016-02-17 13:26:01.500000"],
    ["CAST('2016-02-17' AS DATE)", "2016-02-17"],
    ["SUM(2)", 2],
    ["COUNT(*)", 1],
    ["3 / 2", 1.5],
    ["0.1e0", 0.1],
    ["9007199254740993", "9007199254740993"],
    ["'𝔸 ü'", "𝔸 ü"],
    ["NULL", null],
    ["1 = 1", 1],
  ])("%s", async (expression, value) => {
    const database = await openForTest(await mariadb.create());
    expect(await rowsOf(database, `SELECT ${expression}`)).toEqual([[value]]);
  });
});

describe("streaming", () => {
  test("rows come in batches, all of them", async () => {
    const database = await openForTest(await mariadb.create());
    const sizes: number[] = [];
    let sum = 0;
    for await (const batch of database.stream(query(database, "SELECT seq FROM seq_1_to_50001"), ["key"])) {
      sizes.push(batch.length);
      for (const [value] of batch) sum += value;
      // A slow reader.
      await wait(1);
    }
    expect(sizes.length).toBeGreaterThan(20);
    expect(sum).toBe((50_001 * 50_002) / 2);
  });

  test("who stops reading costs the server nothing more", async () => {
    const database = await openForTest(await mariadb.create());
    for await (const batch of database.stream(query(database, "SELECT seq FROM seq_1_to_1000000000"), [
      "key",
    ])) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    await untilRunning(database, 0);
    expect(await rowsOf(database, "SELECT 1")).toEqual([[1]]);
  });

  test("a cancelled statement ends at once, on the server too", async () => {
    const database = await openForTest(await mariadb.create());
    const controller = new AbortController();
    const running = rowsOf(database, "SELECT SLEEP(60)", controller.signal);
    await untilRunning(database, 1);
    const start = performance.now();
    controller.abort();
    expect(await running).toMatchObject({ code: "cancelled" });
    // The statement itself would take a minute.
    expect(performance.now() - start).toBeLessThan(45_000);
    await untilRunning(database, 0);
    expect(await rowsOf(database, "SELECT 1", AbortSignal.abort())).toMatchObject({ code: "cancelled" });
  });

  test("an error of the statement leaves the connection usable", async () => {
    const database = await openForTest(await mariadb.create());
    expect(await rowsOf(database, "SELECT 1e308 * 10")).toMatchObject({
      code: "expression",
      message: expect.stringMatching(/too large for the database server/) as string,
    });
    expect(await rowsOf(database, "SELECT 1")).toEqual([[1]]);
  });
});

describe("a lost connection", () => {
  test.each([
    ["while rows are streamed", (database: Database) => rowsOf(database, "SELECT SLEEP(60)")],
    [
      "while a statement runs",
      (database: Database) =>
        sql`SELECT SLEEP(60)`
          .execute(database.read)
          .catch((thrown: unknown) => database.dialect.explain(thrown)),
    ],
  ])("%s is told, and replaced", async (_, run) => {
    const database = await openForTest(await mariadb.create());
    const other = await openWritableForTest(database.connection.text);
    const running = run(database);
    await untilRunning(other, 1);
    await sql`KILL ${sql.raw(String(await idOfSleeper(other)))}`.execute(other.read);
    expect(await running).toMatchObject({ code: "connection_lost" });
    expect(await rowsOf(database, "SELECT 1")).toEqual([[1]]);
  });

  test("in a pause is replaced without anybody seeing it", async () => {
    const database = await openForTest(await mariadb.create());
    const [[id]] = (await rowsOf(database, "SELECT CONNECTION_ID()")) as [[number]];
    const other = await openForTest(database.connection.text);
    await sql`KILL ${sql.raw(String(id))}`.execute(other.read);
    await wait(100);
    expect(await rowsOf(database, "SELECT 1")).toEqual([[1]]);
  });
});

async function idOfSleeper(database: Database): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`SELECT id FROM information_schema.processlist
    WHERE db = DATABASE() AND info = 'SELECT SLEEP(60)'`.execute(database.read);
  return rows[0]?.id;
}

describe("a server's pulse", () => {
  /** A database on a server of its own, which may be stopped. */
  async function openWithLimits(timeouts: Timeouts) {
    const server = await startServer();
    onTestFinished(server.stop);
    const connection = parseMysqlUrl(await createOnMariadb([], [], { port: server.port }));
    const database = await openMysql(connection, timeouts);
    onTestFinished(() => database.close());
    return { server, database };
  }

  test.each(["SELECT SLEEP(60)", "SELECT seq, REPEAT(seq, 100), SLEEP(0.001) FROM seq_1_to_1000000"])(
    "a server that stops answering in the middle of %s is noticed",
    async (statement) => {
      const { server, database } = await openWithLimits({ pause: 100, answer: 2000 });
      const running = rowsOf(database, statement);
      const other = sql`SELECT SLEEP(50)`.execute(database.read).catch(toFailure);
      await untilRunning(database, 2);
      server.process.kill("SIGSTOP");
      const start = performance.now();
      const lost = { code: "connection_lost", message: expect.stringMatching(/no longer answers/) as string };
      expect(await running).toMatchObject(lost);
      expect(await other).toMatchObject(lost);
      // The statements themselves would take a minute.
      expect(performance.now() - start).toBeLessThan(45_000);
    },
  );

  test("who is busy himself for longer than an answer may take has not lost it", async () => {
    const connection = parseMysqlUrl(await mariadb.create());
    let questions = 0;
    let isDead = false;
    const opened = (): ServerSocket => {
      questions += 1;
      // Before anything of the connection is heard; a timer of the driver is over by then.
      if (questions < 3) process.nextTick(() => keepBusy(900));
      // The two before are judged. What comes may take long on a busy machine.
      else answered();
      return openSocket(connection);
    };
    const pulse = new Pulse(
      driverOptions(connection),
      opened,
      new Set(),
      { pause: 20, answer: 500 },
      () => (isDead = true),
    );
    const answered = pulse.watch();
    await expect.poll(() => isDead || questions === 3).toBe(true);
    expect(isDead).toBe(false);
  });

  test("a slow statement is not cut", async () => {
    const { database } = await openWithLimits({ pause: 20, answer: 5000 });
    await sql`SELECT 1`.execute(database.read);
    expect(await rowsOf(database, "SELECT SLEEP(5.5)")).toEqual([[0]]);
    // Nobody asks where nothing runs; what was asked at the statement's end may still be on its way.
    let made: number;
    do {
      made = await connectionsMade(database);
      await wait(200);
    } while ((await connectionsMade(database)) !== made);
    expect(made).toBeGreaterThan(10);
  });
});

/** Lets this process hear of nothing for a time in milliseconds. */
function keepBusy(time: number): void {
  const start = performance.now();
  while (performance.now() - start < time);
}

async function connectionsMade(database: Database): Promise<number> {
  const { rows } = await sql<{ Value: string }>`SHOW GLOBAL STATUS LIKE 'Connections'`.execute(database.read);
  return Number(rows[0]?.Value);
}
