/** A server goes on with a statement when who asked has ended: whoever ends it tells the server. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createConnection } from "mysql2/promise";
import { expect, onTestFinished, test, vi } from "vitest";
import { Pool } from "../../../core/process/pool.ts";
import { spawnDatabaseProcess } from "../../../server/spawnDatabaseProcess.ts";
import { mariadb } from "../../support/backends.ts";
import { bundledDatabaseProcess } from "../../support/programs.ts";
import { startRcdb } from "../cli/command.ts";
import { serverForTest } from "./testServer.ts";

interface Locked {
  readonly connection: string;
  /** How many statements others have running on the database. */
  readonly running: () => Promise<number>;
}

/** A database on a server in which each statement that reads conditions waits, for as long as the test lasts. */
async function createLocked(): Promise<Locked> {
  const connection = await mariadb.create({
    types: { kind: "string" },
    runs: { 1: { conditions: { kind: "a" } } },
  });
  const own = await createConnection(connection);
  onTestFinished(() => own.end());
  await own.query("LOCK TABLES conditions WRITE");
  const running = async (): Promise<number> => {
    const [rows] = await own.query(
      "SELECT count(*) AS count FROM information_schema.processlist WHERE db = database() AND command = 'Query' AND id <> connection_id()",
    );
    return Number((rows as { count: unknown }[])[0]?.count);
  };
  return { connection, running };
}

function until(running: Locked["running"], wanted: number): Promise<void> {
  return vi.waitFor(async () => expect(await running()).toBe(wanted), { timeout: 180_000, interval: 50 });
}

const expression = "kind == 'a'";
const search = {
  expression,
  runMin: null,
  runMax: null,
  columns: [],
  order: { column: "run", descending: false },
};

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("the command line, ended by %s", async (signal, code) => {
  const { connection, running } = await createLocked();
  const child = startRcdb(["-c", connection, "select", expression]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await until(running, 1);
  const ended = once(child, "exit");
  child.kill(signal);
  expect(await ended).toEqual([code, null]);
  await until(running, 0);
});

test("a client of a server that goes away", async () => {
  const { connection, running } = await createLocked();
  const server = await serverForTest(connection);
  const controller = new AbortController();
  const asked = fetch(new URL("/api/searchRuns", server.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(search),
    signal: controller.signal,
  });
  await until(running, 1);
  controller.abort();
  await expect(asked).rejects.toThrow();
  await until(running, 0);
});

test.each(["SIGTERM", "SIGKILL"] as const)("a server that ends by %s", async (signal) => {
  const { connection, running } = await createLocked();
  const child = startRcdb(["-c", connection, "serve", "--port", "0"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const asked = fetch(new URL("/api/searchRuns", line.match(/http:\S+/)?.[0]), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(search),
  }).catch(() => undefined);
  await until(running, 1);
  child.kill(signal);
  await until(running, 0);
  await asked;
});

test.each(["cancelled", "closed"] as const)("a pool whose call is %s", async (how) => {
  const { connection, running } = await createLocked();
  const spawn = () => spawnDatabaseProcess(bundledDatabaseProcess());
  const opened = await Pool.open({ spawn, size: 3, share: null }, connection);
  if (!opened.ok) throw new Error(opened.error.message);
  const { pool } = opened.value;
  onTestFinished(() => pool.close());
  const controller = new AbortController();
  const asked = pool.call("searchRuns", search, { signal: controller.signal });
  await until(running, 1);
  if (how === "cancelled") controller.abort();
  else pool.close();
  expect(await asked).toMatchObject({ ok: false });
  await until(running, 0);
});
