/** Input that is refused: one clear message, an exit code that is not zero, and the database as it was. */
import { spawn } from "node:child_process";
import { chmodSync, readdirSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { backends, mariadb, mariadbPort, sqlite } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";
import { execute, startServer } from "../../support/mariadb.ts";
import { pauseProcess } from "../../support/processTree.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { dump } from "../writing/support.ts";
import { collect, rcdbHere, startRcdb, type Ended } from "./command.ts";
import { program } from "../../support/programs.ts";

const content = {
  types: {
    event_count: "int",
    beam_current: "float",
    ok: "bool",
    comment: "string",
    rtvs: "json",
    at: "time",
  },
  runs: { 9: { conditions: { event_count: 5, comment: "old" } } },
  statements: [
    "INSERT INTO run_periods (name, run_min, run_max) VALUES ('P1', 1, 10), ('RunPeriod-2018-01', 40, 49), ('Fall 2018', 50, 51)",
  ],
} as const;

/** Runs a command that is to be refused, and sees to it that nothing changed. */
async function refused(connection: string, run: () => Promise<Ended>): Promise<Ended> {
  const before = await dump(await openForTest(connection));
  const ended = await run();
  expect(ended.output).toBe("");
  expect(ended.code).not.toBe(0);
  // Opened anew: who had it open hears nothing of what a program that was cut off has left to be put in order.
  expect(await dump(await openForTest(connection))).toEqual(before);
  return ended;
}

describe.each(backends)("on $name", ({ name, create }) => {
  // Made once: what is refused changes nothing, as each of them checks.
  let connection: string;
  let folder: string;
  beforeAll(async () => {
    connection = await create(content);
  });
  beforeEach(() => {
    folder = temporaryFolder();
  });
  const run = (...args: string[]) => rcdbHere("-c", connection, ...args);
  const file = (text: string | Uint8Array, fileName = "given"): string => {
    const path = join(folder, fileName);
    writeFileSync(path, text);
    return path;
  };

  test.each<[string[], number, RegExp]>([
    [
      ["select", "10001-10010"],
      2,
      /“10001-10010” names no condition\. To select these runs give --runs 10001-10010/,
    ],
    [["select", "7,9..12", "event_count"], 2, /give --runs 7,9-12/],
    [
      ["select", "RunPeriod-2018-01"],
      2,
      /names no condition\. To select these runs give --runs RunPeriod-2018-01\n/,
    ],
    [["export", "runperiod-2018-01"], 2, /give --runs RunPeriod-2018-01\n/],
    [
      ["select", "RunPeriod-2018-01 and beam_current > 100"],
      2,
      /“RunPeriod-2018-01” is a run period and names no condition\. Give --runs RunPeriod-2018-01 'beam_current > 100'\n/,
    ],
    [["select", "run 10005"], 2, /“run 10005” names no condition\. To select these runs give --runs 10005\n/],
    [["alias", "test", "Fall 2018"], 2, /give --runs 'Fall 2018'\n/],
    [
      ["select", "12-9"],
      2,
      /range of runs 12-9 ends before it begins\. Did you mean 9-12\? .*give --runs 9-12/,
    ],
    [["select", "--runs", "P1 "], 2, /no run period “P1 ”\. Did you mean “P1”\?/],
    [["export", "9"], 2, /give --runs 9/],
    [["select", "-f > 1"], 2, /“-f > 1” begins with - and was read as an option\. Put -- before it/],
    [["select", "-d > 1"], 2, /“-d > 1” begins with -/],
    [["select", "-5 < event_count", "event_count"], 2, /“-5 < event_count” begins with -/],
    [["select", "-v > 1"], 2, /no condition “>”\. “-v > 1” begins with -/],
    [["add", "condition", "9", "beam_current", "-5 (cold)"], 2, /“-5 \(cold\)” begins with -/],
    [["alias", "add", "five", "5"], 2, /^rcdb: “5” names no condition\.\n/],
    [["rm", "condition", "9", "id:99"], 2, /no condition type with the id 99|no condition “id:99”/],
    [["select", "5 + 3"], 2, /This names no condition: its value is a number/],
    [["select", "'abc'"], 2, /its value is a text/],
    [
      ["add", "condition", "9", "evnt_count", "1"],
      2,
      /no condition “evnt_count”.*Did you mean .?event_count/,
    ],
    [["add", "condition", "8", "event_count", "1"], 2, /Run 8 /],
    [
      ["add", "condition", "9", "event_count", "five"],
      2,
      /“event_count” is of type int: “five” does not fit/,
    ],
    [["add", "condition", "9", "event_count", "1.5"], 2, /type int: “1\.5” does not fit/],
    [
      ["add", "condition", "9", "event_count", "9223372036854775808"],
      2,
      /“9223372036854775808” does not fit\. Give an integer from -/,
    ],
    [
      ["add", "condition", "9", "beam_current", "inf"],
      2,
      /type float: “inf” does not fit\. Give a finite number/,
    ],
    [["add", "condition", "9", "beam_current", "1e999"], 2, /type float: “1e999” does not fit/],
    [["add", "condition", "9", "beam_current", "1e39x"], 2, /type float: “1e39x” does not fit/],
    [["add", "condition", "9", "ok", "yes"], 2, /type bool: “yes” does not fit\. Give true or false/],
    [
      ["add", "condition", "9", "at", "2016-02-30 00:00:00"],
      2,
      /type time: “2016-02-30 00:00:00” does not fit/,
    ],
    [["add", "condition", "9", "rtvs", "{"], 2, /type json: “\{” does not fit/],
    [["add", "condition", "9", "comment", "new"], 2, /“comment” of run 9 has the value “old”, not “new”/],
    [["add", "condition", "9", "ok", "true", "ok", "false"], 2, /“ok”/],
    [["add", "condition", "9", "ok", "true", "event_count"], 2, /The condition “event_count” has no value/],
    [["add", "condition", "9", "comment"], 2, /The condition “comment” has no value/],
    [["add", "condition", "9x", "ok", "true"], 2, /“9x” is not a run number/],
    [["add", "condition", "9", "comment", "@/nowhere/x"], 3, /There is no file “\/nowhere\/x”/],
    [["add", "run", "9007199254740993"], 2, /“9007199254740993” is not a run number/],
    [["add", "run", "12", "--started", "yesterday"], 2, /“yesterday”/],
    [["add", "type", "x", "integer"], 2, /value 'integer' is invalid for argument 'type'/],
    [["add", "type", "", "int"], 2, /name.* is empty/i],
    [["add", "type", "comment", "int"], 2, /“comment”/],
    [["add", "type", "x".repeat(256), "int"], 2, /255/],
    [["add", "runs", "/nowhere/x"], 3, /There is no file “\/nowhere\/x”/],
    [["add", "runs", "/"], 2, /“\/” is a folder\. Name a file/],
    [["add", "file", "9", "/nowhere/x"], 3, /There is no file “\/nowhere\/x”/],
    [["add", "file", "9", "/"], 2, /“\/” is a folder\. Name a file/],
    [["add", "file", "9", "a\0b"], 2, /cannot be the path of a file/],
    [["rm", "condition", "9", "evnt_count"], 2, /evnt_count/],
    [["rm", "condition", "8", "event_count"], 2, /Run 8 /],
    [["rp", "add", "P1", "1-2"], 2, /“P1”/],
    [["rp", "add", "P2", "2-1"], 2, /ends before it begins/],
    [["rp", "add", "P2", "1-2", "--start", "2016-02-30"], 2, /2016-02-30/],
    [["rp", "rm", "P2"], 2, /“P2”/],
    [["alias", "add", "bad name", "event_count > 1"], 2, /“bad name”/],
    [["alias", "add", "x", "event_count >"], 2, /event_count >\n/],
    [["alias", "rm", "is_production"], 2, /is_production/],
    [
      ["repair", "evio-files", "/nowhere"],
      3,
      /The folder “\/nowhere” cannot be looked into: it does not exist\. Nothing was changed/,
    ],
    [["repair", "evio-files", "--load-list", "/nowhere/x"], 3, /\/nowhere\/x/],
  ])("%j", async (args, code, message) => {
    const ended = await refused(connection, () => run(...args));
    expect(ended.code).toBe(code);
    expect(ended.errors).toMatch(/^rcdb: /);
    expect(ended.errors).toMatch(message);
    expect(ended.errors).not.toContain("defect");
  });

  test.each([
    ["RunPeriod-2018-01", "RunPeriod-2018-01"],
    ["7-9", "7-9"],
    ["12-9", "9-12"],
  ])("the message in JSON names the runs of %s", async (text, runs) => {
    const ended = await refused(connection, () => run("select", text, "--json"));
    const { error } = JSON.parse(ended.errors) as { error: { message: string } };
    expect(error.message.endsWith(`To select these runs give --runs ${runs}`)).toBe(true);
  });

  test.each<[string, string, RegExp]>([
    ["a NUL", '{"number": 9, "conditions": {"comment": "a\\u0000b"}}', /NUL at position 2/],
    [
      "a lone surrogate",
      '{"number": 20}\n{"number": 9, "conditions": {"ok": true, "comment": "a\\ud800"}}',
      /lone surrogate\) at position 2/,
    ],
    [
      "an integer that no column holds",
      '{"number": 9, "conditions": {"event_count": 12345678901234567890}}',
      /does not fit/,
    ],
    ["an infinity", '{"number": 9, "conditions": {"beam_current": 1e999}}', /Infinity does not fit/],
    [
      "one value that differs",
      '{"number": 20}\n{"number": 9, "conditions": {"event_count": 6}}',
      /has the value “5”, not “6”/,
    ],
    [
      "a run that is too large",
      '{"number": 20}\n{"number": 9007199254740993}',
      /Line 2 is not a run: number: “9007199254740993” is beyond 2\^53/,
    ],
    ["a run that is a text", '{"number": "20"}', /Line 1 is not a run: number: “"20"” is not an integer\.$/m],
    [
      "a run without number",
      '{"started": null}',
      /Line 1 is not a run: number is missing\. Give the run's number\.$/m,
    ],
    [
      "a start that is a number",
      '{"number": 20, "started": 5}',
      /started: “5” is not a time\. Write "2016-02-17 13:26:01"/,
    ],
    ["no JSON", '{"number": 20}\n{"number": 21', /Line 2 is not JSON/],
  ])("many runs, with %s", async (_name, text, message) => {
    const ended = await refused(connection, () => run("add", "runs", file(text)));
    expect(ended).toMatchObject({ code: 2, errors: expect.stringMatching(message) as string });
  });

  test.each<[string, Uint8Array, RegExp]>([
    ["a NUL", Buffer.from("a\0b"), /NUL at position 2/],
    ["no UTF-8", Buffer.from([0x61, 0xff]), /is not UTF-8/],
  ])("a value from a file with %s", async (_name, bytes, message) => {
    const ended = await refused(connection, () =>
      run("add", "condition", "9", "comment", `@${file(bytes)}`, "--replace"),
    );
    expect(ended).toMatchObject({ code: 2, errors: expect.stringMatching(message) as string });
  });

  test("a configuration file with a NUL", async () => {
    const path = file("a\0b");
    const ended = await refused(connection, () => run("add", "file", "9", path));
    expect(ended).toMatchObject({ code: 2, errors: expect.stringMatching(/NUL at position 2/) as string });
  });

  test.each<[string, number, (path: string) => string[]]>([
    [
      "10 MB of text in a condition",
      10_000_000,
      (path) => ["add", "condition", "9", "comment", `@${path}`, "--replace"],
    ],
    ["a file of 20 MB, its path with blanks and quotes", 20_000_000, (path) => ["add", "file", "9", path]],
  ])("%s", async (_name, size, args) => {
    const path = file("x".repeat(size), "a 'b' \"c\" $d");
    if (name === "sqlite") {
      expect(await rcdbHere("-c", await create(content), ...args(path))).toMatchObject({
        code: 0,
        errors: "",
      });
    } else {
      const ended = await refused(connection, () => run(...args(path)));
      expect(ended).toMatchObject({
        code: 2,
        errors: expect.stringMatching(/has \d+ bytes; at most 65535 can be stored here/) as string,
      });
    }
  });

  test("a device that never ends", async () => {
    const ended = await refused(connection, () => run("add", "file", "9", "/dev/zero"));
    expect(ended).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/has more than 100000000 bytes/) as string,
    });
  });

  test("a run number that its column does not hold", async () => {
    if (name === "sqlite") {
      const taken = await rcdbHere("-c", await create(content), "add", "run", "2147483648");
      expect(taken).toMatchObject({ code: 0 });
    } else {
      const ended = await refused(connection, () => run("add", "run", "2147483648"));
      expect(ended).toMatchObject({ code: 2, errors: expect.stringMatching(/2147483648/) as string });
    }
  });

  test("a file of 300 MB is not even read", async () => {
    const path = file("");
    truncateSync(path, 300_000_000);
    const before = process.memoryUsage().rss;
    const ended = await refused(connection, () => run("add", "file", "9", path));
    expect(ended.code).toBe(2);
    expect(ended.errors).toBe(`rcdb: “${path}” has more than 100000000 bytes, and more cannot be given.\n`);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });
});

describe("a user without rights", () => {
  const asOrdinaryUser = (...args: string[]): Promise<Ended> =>
    collect(spawn(process.execPath, [program("test/unit/cli/asOrdinaryUser"), ...args]));

  /** An SQLite file in a folder, neither of which may be written. */
  async function readOnlyDatabase(): Promise<string> {
    const connection = await sqlite.create(content);
    chmodSync(connection, 0o444);
    chmodSync(dirname(connection), 0o555);
    onTestFinished(() => chmodSync(dirname(connection), 0o755));
    return connection;
  }

  test("can read, and not change, a database that is read-only", async () => {
    const connection = await readOnlyDatabase();
    const before = readFileSync(connection);
    expect(await asOrdinaryUser("-c", connection, "select", "event_count == 5")).toEqual({
      code: 0,
      output: "run\n  9\n",
      errors: "",
    });
    const ended = await asOrdinaryUser("-c", connection, "add", "run", "12");
    expect(ended).toEqual({
      code: 3,
      output: "",
      errors: `rcdb: “${connection}” may not be changed. Ask its owner for the permission.\n`,
    });
    expect(readFileSync(connection)).toEqual(before);
  });

  test("cannot empty it", async () => {
    const connection = await readOnlyDatabase();
    const args = ["db", "init", "--drop-all", "--yes-drop", "rcdb.sqlite"];
    const before = readFileSync(connection);
    expect(await asOrdinaryUser("-c", connection, ...args)).toMatchObject({ code: 3, output: "" });
    expect(readFileSync(connection)).toEqual(before);
  });

  test("is told what cannot be read", async () => {
    const folder = temporaryFolder();
    const connection = await sqlite.create(content);
    chmodSync(folder, 0o755);
    const secret = join(folder, "secret");
    mkdirSync(secret);
    writeFileSync(join(folder, "file"), "x");
    chmodSync(dirname(connection), 0o777);
    chmodSync(connection, 0o666);
    chmodSync(secret, 0o000);
    chmodSync(join(folder, "file"), 0o000);
    const [scan, file] = await Promise.all([
      asOrdinaryUser("-c", connection, "repair", "evio-files", secret),
      asOrdinaryUser("-c", connection, "add", "file", "9", join(folder, "file")),
    ]);
    expect(scan).toMatchObject({
      code: 3,
      output: "",
      errors: expect.stringMatching(/secret” cannot be looked into: it may not be read/) as string,
    });
    expect(file).toMatchObject({
      code: 3,
      output: "",
      errors: expect.stringMatching(/file” may not be read/) as string,
    });
  });
});

describe("a full disk", () => {
  test("while a database is changed", async () => {
    const connection = await sqlite.create(content);
    const path = join(temporaryFolder(), "value");
    writeFileSync(path, "x".repeat(10_000_000));
    // The system lets this program write no file beyond 2 MB.
    const script = 'ulimit -f 2000; exec "$0" "$@"';
    const args = ["-c", connection, "add", "condition", "9", "comment", `@${path}`, "--replace"];
    const ended = await refused(connection, () =>
      collect(spawn("bash", ["-c", script, process.execPath, program("cli/rcdb"), ...args])),
    );
    expect(ended.code).toBe(3);
    expect(ended.errors).toMatch(/^rcdb: .+\n$/);
  });

  test("while rows are exported", async () => {
    const out = join(temporaryFolder(), "runs.csv");
    // The system lets this program write no file beyond 1 kB.
    const script = 'ulimit -f 1; exec "$0" "$@"';
    const runs = Object.fromEntries(Array.from({ length: 2000 }, (_, run) => [run + 1, {}]));
    const args = ["-c", await sqlite.create({ ...content, runs }), "export", "", "event_count", "--out", out];
    const ended = await collect(
      spawn("bash", ["-c", script, process.execPath, program("cli/rcdb"), ...args]),
    );
    expect(ended).toEqual({
      code: 3,
      output: "",
      errors: `rcdb: “${out}” was not written: it is larger than this user or its disk may have files. Choose another disk.\n`,
    });
    expect(readdirSync(dirname(out))).toEqual([]);
  });

  test.each([
    ["/dev/full", "ENOSPC"],
    // The first kB is taken, and the rest of that one piece is not.
    ["runs.sh", "EFBIG"],
  ])("while runs are written to %s as standard output", async (out, code) => {
    const script = 'ulimit -f 1; exec "$@" > "$0"';
    const runs = Object.fromEntries(Array.from({ length: 2000 }, (_, run) => [run + 1, {}]));
    const args = ["-c", await sqlite.create({ ...content, runs }), "select", "", "--format", "run-array"];
    const path = resolve(temporaryFolder(), out);
    const ended = await collect(
      spawn("bash", ["-c", script, path, process.execPath, program("cli/rcdb"), ...args]),
    );
    expect(ended.code).toBe(3);
    expect(ended.errors).toMatch(/^rcdb: The output could not be written: /);
    expect(ended.errors).toContain(code);
  });
});

describe("a server", () => {
  /** A database there, and the connection string of a user with these rights on it. */
  async function asUser(rights: string): Promise<{ connection: string; asRoot: string }> {
    const asRoot = await mariadb.create(content);
    const url = new URL(asRoot);
    const database = url.pathname.slice(1);
    const port = mariadbPort();
    await execute({ port }, [
      `CREATE USER ${database}_u IDENTIFIED BY 'secret'`,
      `GRANT ${rights} ON ${database}.* TO ${database}_u`,
    ]);
    onTestFinished(() => execute({ port }, [`DROP USER ${database}_u`]));
    url.username = `${database}_u`;
    url.password = "secret";
    return { connection: url.href, asRoot };
  }

  test("that lets the user only read", async () => {
    const { connection, asRoot } = await asUser("SELECT");
    expect(await rcdbHere("-c", connection, "select", "event_count == 5")).toMatchObject({
      code: 0,
      output: "run\n  9\n",
    });
    for (const args of [
      ["run", "12"],
      ["condition", "9", "ok", "true"],
      ["type", "x", "int"],
    ]) {
      const ended = await refused(asRoot, () => rcdbHere("-c", connection, "add", ...args));
      expect(ended).toMatchObject({
        code: 3,
        errors: expect.stringMatching(/Ask the server's administrator/) as string,
      });
      expect(ended.errors).not.toContain("secret");
    }
  });

  test.each<[string, (connection: string) => string, RegExp]>([
    ["refuses the password", (connection) => connection.replace("secret", "wrong"), /Login refused/],
    ["has no such name", () => "mysql://me:secret@no-such-host.invalid/rcdb", /No server of that name/],
    ["does not listen", () => "mysql://me:secret@127.0.0.1:1/rcdb", /No database server listens/],
    ["has no such database", (connection) => `${connection}_x`, /no database of that name|may not/],
  ])("that %s", async (_name, changed, message) => {
    const { connection } = await asUser("SELECT");
    const ended = await rcdbHere("-c", changed(connection), "select", "--json");
    expect(ended).toMatchObject({ code: 3, output: "" });
    const { error } = JSON.parse(ended.errors) as { error: { message: string } };
    expect(error.message).toMatch(message);
    expect(ended.errors).not.toMatch(/secret|wrong/);
  });

  test("that stops answering in the middle", async () => {
    const server = await startServer();
    onTestFinished(() => server.stop());
    const url = new URL(await mariadb.create(content));
    await execute({ port: server.port }, [`CREATE DATABASE ${url.pathname.slice(1)}`]);
    url.port = String(server.port);
    expect(await rcdbHere("-c", url.href, "db", "init")).toMatchObject({ code: 0 });
    const child = startRcdb(["-c", url.href, "select", "--from", "-"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const answer = async (): Promise<unknown> => {
      const { value } = (await lines.next()) as IteratorResult<string, undefined>;
      return JSON.parse(value ?? "null");
    };
    child.stdin.write("run > 1\n");
    expect(await answer()).toMatchObject({ ok: true, runs: [] });
    await pauseProcess(server.pid());
    child.stdin.write("run > 2\n");
    expect(await answer()).toMatchObject({ ok: false, error: { code: "connection_lost" } });
    server.process.kill("SIGCONT");
    child.stdin.end("run > 3\n");
    expect(await answer()).toMatchObject({ ok: true, runs: [] });
  });
});
