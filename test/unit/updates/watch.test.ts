/** Logs that are watched, on each kind of database: nothing is lost while it is away or the program is not running. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { RunDetail } from "../../../core/api/runs.ts";
import { parseConnection } from "../../../core/db/parseConnection.ts";
import { readRun } from "../../../core/runs/run.ts";
import { findPlugins } from "../../../core/updates/registry.ts";
import { updateSpooled } from "../../../core/updates/watch/updateSpooled.ts";
import { watchLogs, type WatchRequest, type WatchSummary } from "../../../core/updates/watch/watchLogs.ts";
import { createOnMariadb } from "../../support/backends.ts";
import { openForTest, writeDatabase } from "../../support/database.ts";
import { execute, startServer } from "../../support/mariadb.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { collect, rcdb, startRcdb } from "../cli/command.ts";
import { runLog, standardEnd, standardStart } from "./logs.ts";

/** A database that can go away and come back. */
interface Movable {
  readonly connection: string;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

function movableFile(): Promise<Movable> {
  const connection = writeDatabase({});
  const { location } = parseConnection(connection);
  return Promise.resolve({
    connection,
    stop: () => rename(location, `${location}.away`),
    start: () => rename(`${location}.away`, location),
  });
}

async function movableServer(): Promise<Movable> {
  const server = await startServer();
  onTestFinished(server.stop);
  let { process: running } = server;
  onTestFinished(() => void running.kill("SIGKILL"));
  const { port } = server;
  return {
    connection: await createOnMariadb([], [], { port }),
    stop: async () => {
      running.kill("SIGTERM");
      await once(running, "exit");
    },
    start: async () => {
      running = spawn(running.spawnfile, running.spawnargs.slice(1), { stdio: "ignore" });
      await vi.waitFor(() => execute({ port }, []), { timeout: 180_000, interval: 100 });
    },
  };
}

let logs: string;
let stateFolder: string;
let told: string[];

beforeEach(() => {
  const folder = temporaryFolder();
  logs = join(folder, "logs");
  stateFolder = join(folder, "state");
  mkdirSync(logs);
  told = [];
});

const write = (name: string, text: string): void => writeFileSync(join(logs, name), text);
const withEvents = (count: number): string => standardStart.replace("2478918", String(count));
const waiting = (): string[] => readdirSync(join(stateFolder, "waiting"));
/** Writes a log and waits until it is in the spool. */
async function writeToSpool(name: string, text: string): Promise<void> {
  const last = waiting().at(-1);
  write(name, text);
  await until(() => expect([undefined, last]).not.toContain(waiting().at(-1)));
}
/** Longer than the minute after which all logs are looked at again, which finds what no event told of. */
const until = (isSo: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(isSo, { timeout: 180_000, interval: 50 });
const untilTold = (text: string): Promise<void> => until(() => expect(told.join("\n")).toContain(text));

interface Running {
  readonly stop: () => Promise<WatchSummary>;
}

async function startWatch(connection: string, given: Partial<WatchRequest> = {}): Promise<Running> {
  const controller = new AbortController();
  const plugins = await findPlugins(["coda"], null);
  const target = { connection, user: "ann", plugins, lockFile: join(stateFolder, "update") };
  const summary = watchLogs({
    path: logs,
    mask: "*.log",
    stateFolder,
    once: false,
    polling: null,
    settle: 100,
    update: (entry) => updateSpooled(target, entry),
    tell: (text) => told.push(text),
    signal: controller.signal,
    ...given,
  });
  const stop = (): Promise<WatchSummary> => {
    controller.abort();
    return summary;
  };
  onTestFinished(async () => {
    await stop();
  });
  return { stop };
}

async function readNow(connection: string, run: number): Promise<RunDetail> {
  return readRun(await openForTest(connection), run);
}

function valueOf({ conditions }: RunDetail, name: string): unknown {
  return conditions.find((condition) => condition.name === name)?.value;
}

describe.each([
  ["sqlite", movableFile],
  ["mariadb", movableServer],
] as const)("on %s", (_name, create) => {
  test("the database goes away, and then the program: all is stored in its order", async () => {
    const { connection, stop, start } = await create();
    const first = await startWatch(connection);
    write("1.log", runLog({ run: 1, start: withEvents(100) }));
    write("1.txt", runLog({ run: 5 }));
    await untilTold("Update of run 1, at its start (new)");
    await stop();
    for (const count of [200, 300, 400]) {
      await writeToSpool("1.log", runLog({ run: 1, start: withEvents(count) }));
    }
    // One may be being tried; of the others only the newest waits.
    await until(() => expect(waiting().length).toBeLessThanOrEqual(2));
    await writeToSpool("1.log", runLog({ run: 1, start: withEvents(400), end: standardEnd }));
    await writeToSpool("2.log", "<coda");
    await writeToSpool("3.log", runLog({ run: 3 }));
    await untilTold("trying again in 1 s");
    const ended = await first.stop();
    expect(ended).toMatchObject({ stored: 1, setAside: 0, waiting: waiting().length });
    expect(waiting().length).toBeGreaterThanOrEqual(4);

    const second = await startWatch(connection);
    await untilTold(`${ended.waiting} waiting from last time.`);
    await writeToSpool("4.log", runLog({ run: 4 }));
    await start();
    await untilTold("Update of run 4, at its start (new)");
    await until(() => expect(waiting()).toEqual([]));
    expect(await second.stop()).toMatchObject({ stored: 4, setAside: 1, missed: 0, waiting: 0 });

    const run = await readNow(connection, 1);
    expect(run).toMatchObject({ started: "2016-02-17 13:26:01", finished: "2016-02-17 14:20:00" });
    expect(valueOf(run, "event_count")).toBe(3_000_000);
    const updates = run.log.flatMap(
      ({ description }) => /^Update of run 1, (.*?)[:(]/.exec(description ?? "")?.[1] ?? [],
    );
    expect(updates.map((text) => text.trim())).toEqual(["at its start", "while it goes on", "at its end"]);
    expect(run.files).toEqual([expect.objectContaining({ path: join(logs, "1.log") })]);
    await expect(readNow(connection, 5)).rejects.toMatchObject({ code: "no_such_run" });
    const database = await openForTest(connection);
    const refused = await database.read
      .selectFrom("logs")
      .select("description")
      .where("description", "like", "%set aside%")
      .execute();
    expect(refused).toEqual([{ description: expect.stringContaining(join(logs, "2.log")) as string }]);
  });
});

test("a log that is written slowly is taken in once, when all of it is there", async () => {
  const connection = writeDatabase({});
  const running = await startWatch(connection, { settle: 6000 });
  await untilTold("Watching");
  const text = runLog();
  for (let part = 1; part <= 8; part++) {
    write("1.log", text.slice(0, Math.ceil((text.length * part) / 8)));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await untilTold("Update of run 10340, at its start (new)");
  expect(await running.stop()).toMatchObject({ stored: 1, setAside: 0 });
});

test("one log that is not there yet, by looking now and then; one name for one run after the other", async () => {
  const connection = writeDatabase({});
  const running = await startWatch(connection, { path: join(logs, "run.log"), polling: 50 });
  await untilTold("Watching");
  write("other.log", runLog({ run: 9 }));
  for (const [run, end, text] of [
    [1, undefined, "Update of run 1, at its start (new)"],
    [1, standardEnd, "Update of run 1, at its end"],
    [2, undefined, "Update of run 2, at its start (new)"],
  ] as const) {
    write("run.log", runLog({ run, end }));
    await untilTold(text);
  }
  expect(await running.stop()).toMatchObject({ stored: 3, waiting: 0 });
});

test("nothing to watch, and no time to look again", async () => {
  const connection = writeDatabase({});
  const args = ["-c", connection, "watch"];
  expect(await rcdb([...args, join(logs, "none", "run.log")])).toMatchObject({ code: 3 });
  expect(await rcdb([...args, logs, "--poll", "x"])).toMatchObject({ code: 2 });
});

test("rcdb watch until it is told to end, and --once", async () => {
  const connection = writeDatabase({});
  const args = [
    "-c",
    connection,
    "watch",
    logs,
    "--state",
    stateFolder,
    "--update",
    "coda",
    "--settle",
    "0.1",
  ];
  write("1.log", runLog({ run: 1 }));
  const child = startRcdb(args);
  const ended = collect(child);
  await until(async () => expect(await readNow(connection, 1)).toMatchObject({ run: 1 }));
  await until(() => expect(waiting()).toEqual([]));
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({
    code: 0,
    output: "1 update stored, 0 waiting.\n",
    errors: expect.stringMatching(
      /^rcdb: Watching .*\nrcdb: Update of run 1, at its start \(new\): coda: /,
    ) as string,
  });
  write("2.log", runLog({ run: 2 }));
  write("3.log", "nothing");
  const once = await rcdb([...args, "--once", "--json"]);
  expect(JSON.parse(once.output)).toEqual({ stored: 1, setAside: 1, missed: 0, waiting: 0 });
  expect(once.code).toBe(4);
  expect(await rcdb([...args, "--once"])).toMatchObject({
    code: 0,
    output: "0 updates stored, 0 waiting.\n",
  });
});

test("--once while the database is away keeps what it took for the next time", async () => {
  const { connection, stop, start } = await movableFile();
  await stop();
  const args = [
    "-c",
    connection,
    "watch",
    logs,
    "--state",
    stateFolder,
    "--update",
    "coda",
    "--settle",
    "0.1",
    "--once",
  ];
  write("1.log", runLog({ run: 1 }));
  expect(await rcdb(args)).toMatchObject({ code: 3, output: "" });
  expect(waiting()).toHaveLength(1);
  await start();
  expect(await rcdb(args)).toMatchObject({ code: 0, output: "1 update stored, 0 waiting.\n" });
});
