/** `rcdb` as a program: what a shell sees of it. */
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import SqliteFile from "better-sqlite3";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import packageFile from "../../../package.json" with { type: "json" };
import { mariadb } from "../../support/backends.ts";
import { writeDatabase } from "../../support/database.ts";
import { busyProcesses, openFilesOf, processTree, untilGone } from "../../support/processTree.ts";
import { searchAll } from "../server/testServer.ts";
import { rcdb, smallDatabase, startRcdb } from "./command.ts";

const databaseOfManyRuns = () => {
  const runs = Object.fromEntries(Array.from({ length: 30_000 }, (_, run) => [run + 1, {}]));
  return writeDatabase({ types: { event_count: "int" }, runs });
};

test("the version, and the database named by RCDB_CONNECTION", async () => {
  const [version, ls] = await Promise.all([
    rcdb(["--version"]),
    rcdb(["ls", "count"], { RCDB_CONNECTION: smallDatabase() }),
  ]);
  expect(version).toEqual({ code: 0, output: `${packageFile.version}\n`, errors: "" });
  expect(ls).toEqual({ code: 0, output: "event_count\n", errors: "" });
});

test("help teaches by examples", async () => {
  const [program, select] = await Promise.all([rcdb(["--help"]), rcdb(["select", "--help"])]);
  expect(program.code).toBe(0);
  for (const command of ["info", "ls", "select", "run", "serve"]) {
    expect(program.output).toMatch(new RegExp(`^ {2}${command} `, "m"));
  }
  expect(select.output).toContain('rcdb select "event_count > 1000000"');
});

test("exit codes and messages of bad input", async () => {
  const [nothing, expression] = await Promise.all([
    rcdb(["info"]),
    rcdb(["-c", smallDatabase(), "select", "event_count >"]),
  ]);
  expect(nothing).toEqual({
    code: 2,
    output: "",
    errors: "rcdb: No database is named. Put -c and its path before the command, or set RCDB_CONNECTION.\n",
  });
  expect(expression.code).toBe(2);
  expect(expression.output).toBe("");
  expect(expression.errors).toMatch(/^rcdb: .+\n {4}event_count >\n {17}\^\n$/);
});

test("every row comes, over many parts", async () => {
  const { code, output } = await rcdb(["-c", databaseOfManyRuns(), "select", "--format", "csv"]);
  expect(code).toBe(0);
  const expected = Array.from({ length: 30_000 }, (_, run) => String(run + 1));
  expect(output).toBe(`run\n${expected.join("\n")}\n`);
});

test("a reader that goes away ends it quietly", async () => {
  const child = startRcdb(["-c", databaseOfManyRuns(), "select", "--format", "json"]);
  let errors = "";
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code] = (await once(child, "exit")) as [number | null];
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});

describe("serve", () => {
  test("prints its address once it listens, and ends on a signal at once", async () => {
    const child = startRcdb(["-c", smallDatabase(), "serve", "--port", "0"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const [url] = (await once(createInterface(child.stdout), "line")) as [string];
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const answer = await fetch(`${url}api/describeDatabase`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(await answer.json()).toMatchObject({ ok: true, value: { runs: 4 } });
    child.kill("SIGTERM");
    const [code] = (await once(child, "exit")) as [number | null];
    expect(code).toBe(0);
  });

  test("killed in the middle of a query it leaves no process behind", async () => {
    const note = `${"a".repeat(60)}b`;
    const path = writeDatabase({ types: { note: "string" }, runs: { 1: { conditions: { note } } } });
    const child = startRcdb(["-c", path, "serve", "--port", "0"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const [url] = (await once(createInterface(child.stdout), "line")) as [string];
    // Equal ones would share one search.
    const answers = [100, 200].map((runMax) =>
      fetch(`${url}api/searchRuns`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...searchAll, runMax, expression: "note.matches('^(?=a)(a+)+$')" }),
      }),
    );
    const server = child.pid ?? NaN;
    // Until they are in the middle of the statement: those that hear of the end by themselves prove nothing.
    const pids = await vi.waitFor(
      () => {
        const children = processTree(server).slice(1);
        // A spare one starts beside them.
        expect(busyProcesses(children, 0.7).length).toBeGreaterThanOrEqual(answers.length);
        return children;
      },
      { timeout: 180_000, interval: 50 },
    );
    child.kill("SIGKILL");
    expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual(
      answers.map(() => "rejected"),
    );
    await untilGone(pids);
  });

  test("a port that is taken, and a warning where others can reach it", async () => {
    const other = createServer().listen(0, "0.0.0.0");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const open = startRcdb([
      "-c",
      smallDatabase(),
      "serve",
      "--port",
      "0",
      "--host",
      "0.0.0.0",
      "--allow-host",
      "rcdb.example",
    ]);
    const [taken, [warning]] = await Promise.all([
      rcdb(["-c", smallDatabase(), "serve", "--host", "0.0.0.0", "--port", String(port)]),
      once(createInterface(open.stderr), "line") as Promise<[string]>,
    ]);
    expect(taken).toEqual({
      code: 2,
      output: "",
      errors: `rcdb: Port ${port} of 0.0.0.0 is in use by another program. Name another with --port, or leave it out.\n`,
    });
    expect(warning).toBe(
      "rcdb: Warning: everybody who can reach 0.0.0.0 can read this database. Nothing asks for a password; --token does.",
    );
    await once(open.stdout, "data");
    open.kill("SIGINT");
    expect(await once(open, "exit")).toEqual([0, null]);
  });
});

describe("Ctrl-C while another program keeps the database locked", () => {
  test("ends it at once on a file", async () => {
    const path = smallDatabase();
    const other = new SqliteFile(path);
    onTestFinished(() => void other.close());
    other.exec("BEGIN IMMEDIATE");
    const child = startRcdb(["-c", path, "add", "run", "12"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    // From here on it waits for the lock; stopped a little earlier it stores nothing, either.
    while (!openFilesOf(child.pid ?? 0).includes(path)) await wait(20);
    expect(child.exitCode).toBeNull();
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([null, "SIGINT"]);
    other.exec("ROLLBACK");
    expect((await rcdb(["-c", path, "select", "run == 12"])).output).toBe("run\n");
  });

  test("ends it soon on a server", async () => {
    const connection = await mariadb.create({ types: { event_count: "int" }, runs: { 9: {} } });
    const other = await createConnection({ uri: connection });
    onTestFinished(() => other.end());
    await other.query("START TRANSACTION");
    await other.query("SELECT * FROM runs FOR UPDATE");
    const child = startRcdb(["-c", connection, "add", "condition", "9", "event_count", "1"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const { pathname } = new URL(connection);
    const waiting = "SELECT id FROM information_schema.processlist WHERE db = ? AND info LIKE '%for update%'";
    const isWaiting = async (): Promise<boolean> => {
      const [rows] = await other.query<RowDataPacket[]>(waiting, [pathname.slice(1)]);
      // This statement itself is one of them.
      return rows.length > 1;
    };
    while (!(await isWaiting())) await wait(50);
    const start = performance.now();
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([130, null]);
    // The server itself gives up after 50 s.
    expect(performance.now() - start).toBeLessThan(45_000);
  });
});
