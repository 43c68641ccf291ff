/** What a server that runs for long is asked of: proxies, limits, health, numbers, its log. */
import { randomBytes } from "node:crypto";
import { copyFileSync, renameSync } from "node:fs";
import { createConnection } from "node:net";
import { describe, expect, test } from "vitest";
import type { LoggedRequest } from "../../../server/metrics.ts";
import { writeDatabase } from "../../support/database.ts";
import { post, send, serverForAll, serverForTest } from "./testServer.ts";

const database = () => writeDatabase({ runs: { 1: {}, 2: {}, 3: {} } });
/** Where a server answers whose address has another name. */
const local = (url: string): string => `http://127.0.0.1:${new URL(url).port}/`;

const token = "0123456789abcdef";

test.each([
  ["an empty address to listen at", { host: "" }],
  ["an address of blanks", { host: "  " }],
  ["a server to write to without a token", { writable: true }],
  ["a proxy without names", { trustedProxies: ["127.0.0.1"] }],
  ["a proxy that is none", { trustedProxies: ["proxy"], allowedHosts: ["a.example"] }],
  ["a range that is none", { trustedProxies: ["10.0.0.0/33"], allowedHosts: ["a.example"] }],
])("%s is refused", async (_what, options) => {
  await expect(serverForTest(database(), options)).rejects.toMatchObject({ code: "bad_input" });
});

test("behind a proxy the server answers to the name that people use", async () => {
  const { url: named, isOpen } = await serverForTest(database(), {
    trustedProxies: ["127.0.0.1/32"],
    allowedHosts: ["rcdb.example"],
  });
  const url = local(named);
  expect(isOpen).toBe(false);
  const asked = { "x-forwarded-host": "rcdb.example", origin: "https://rcdb.example" };
  expect((await post(url, "describeDatabase", {}, asked)).status).toBe(200);
  expect(
    (await post(url, "describeDatabase", {}, { ...asked, "x-forwarded-host": "evil.example" })).status,
  ).toBe(403);
  expect((await post(url, "describeDatabase", {}, { ...asked, origin: "https://evil.example" })).status).toBe(
    403,
  );
});

describe("a page that has its name resolve to the proxy's address", () => {
  const server = serverForAll(database, { trustedProxies: ["127.0.0.1"], allowedHosts: ["rcdb.example"] });

  test.each<[host: string, forwarded: string, status: number]>([
    ["evil.example", "rcdb.example", 403],
    ["rcdb.example", "evil.example", 403],
    ["192.0.2.1:8087", "rcdb.example", 200],
    ["192.0.2.1:8087", "192.0.2.1:8087", 403],
    ["rcdb.example", "rcdb.example", 200],
  ])("%s, as %s: %d", async (host, forwarded, status) => {
    const headers = { host, "x-forwarded-host": forwarded };
    const { status: given } = await send(local(server().url), { path: "/api/v1/runs/1", headers });
    expect(given).toBe(status);
  });
});

test("what no proxy says is not believed", async () => {
  const url = local((await serverForTest(database(), { allowedHosts: ["rcdb.example"] })).url);
  const asked = { "x-forwarded-host": "evil.example", host: "rcdb.example" };
  expect((await send(url, { path: "/api/v1/runs/1", headers: asked })).status).toBe(200);
  const evil = { "x-forwarded-host": "rcdb.example", host: "evil.example" };
  expect((await send(url, { path: "/api/v1/runs/1", headers: evil })).status).toBe(403);
});

test("a client that asks too often is told so, others are not", async () => {
  const { url } = await serverForTest(database(), {
    trustedProxies: ["127.0.0.1"],
    allowedHosts: ["localhost"],
    limits: { rate: 1, atOnce: null, rows: 2 },
  });
  const from = (address: string) =>
    send(url, { path: "/api/v1/runs/1", headers: { "x-forwarded-for": `1.2.3.4, ${address}` } });
  const statuses: number[] = [];
  for (let asked = 0; asked < 30 && statuses.at(-1) !== 429; asked++)
    statuses.push((await from("10.0.0.1")).status);
  expect(statuses.at(-1)).toBe(429);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(5);
  expect((await from("10.0.0.2")).status).toBe(200);
  // What is no address is none of a new client: it is the proxy's own.
  const unknown: number[] = [];
  for (let asked = 0; asked < 30 && unknown.at(-1) !== 429; asked++)
    unknown.push((await from(`unknown${asked}`)).status);
  expect(unknown.at(-1)).toBe(429);
  const large = await send(url, { path: "/api/v1/runs", headers: { "x-forwarded-for": "10.0.0.3" } });
  expect([large.status, large.text]).toEqual([413, expect.stringContaining("gives 2 at once")]);
});

test("who has no token is counted, too, and health is always told", async () => {
  const { url } = await serverForTest(database(), { token, limits: { rate: 1, atOnce: null, rows: null } });
  const statuses: number[] = [];
  for (let asked = 0; asked < 60 && statuses.at(-1) !== 429; asked++) {
    statuses.push((await send(url, { path: asked % 2 ? "/ready" : "/metrics" })).status);
  }
  expect([statuses[0], statuses[1], statuses.at(-1)]).toEqual([401, 200, 429]);
  expect((await send(url, { path: "/health" })).status).toBe(200);
});

test("health, readiness and numbers; the log has no tokens", async () => {
  const logged: LoggedRequest[] = [];
  const { url, address } = await serverForTest(database(), {
    token,
    log: (request) => void logged.push(request),
  });
  expect([new URL(address).search, new URL(url).search]).toEqual(["", `?token=${token}`]);
  expect(await send(url, { path: "/health" })).toMatchObject({ status: 200, text: "ok\n" });
  expect(await send(url, { path: "/ready" })).toMatchObject({ status: 200, text: "ready\n" });
  expect((await send(url, { path: "/metrics" })).status).toBe(401);
  await send(url, { path: `/?token=${token}&q=secret` });
  const authorization = `Bearer ${token}`;
  await send(url, { path: "/api/v1/runs/1", headers: { authorization, "x-rcdb-user": "hdops" } });
  const { text } = await send(url, { path: "/metrics", headers: { authorization } });
  expect(text).toMatch(
    /rcdb_request_seconds_count\{method="GET",route="\/api\/v1\/runs\/:run",status="200"\} 1\n/,
  );
  expect(text).toMatch(/process_resident_memory_bytes \d+/);
  expect(logged.map(({ path, status }) => `${path} ${status}`)).toEqual([
    "/health 200",
    "/ready 200",
    "/metrics 401",
    "/ 302",
    "/api/v1/runs/1 200",
    "/metrics 200",
  ]);
  expect(logged[4]).toMatchObject({ user: "hdops", client: "127.0.0.1", left: false });
  expect(JSON.stringify(logged)).not.toContain(token);
});

/** Asks for an address, calls `meanwhile` when the answer begins, and tells how the connection ends. */
function endOf(url: string, path: string, version: string, meanwhile: () => void): Promise<string> {
  const socket = createConnection(Number(new URL(url).port), "127.0.0.1", () =>
    socket.write(`GET ${path} HTTP/${version}\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
  );
  return new Promise((resolve) => {
    socket.once("data", () => {
      meanwhile();
      socket.resume();
    });
    socket.once("end", () => resolve("whole"));
    socket.once("error", () => resolve("broken off"));
  });
}

// An answer by HTTP/1.0 has no mark of its end: to a proxy that asks so, a connection that is closed would be the end.
test.each([
  ["parquet", "1.1"],
  ["ndjson", "1.0"],
])(
  "rows as %s by HTTP/%s break off where the database fails on the way, and the log says why",
  async (format, version) => {
    // More than the buffers between hold.
    const text = (): string => randomBytes(4500).toString("base64");
    const runs = Object.fromEntries(
      Array.from({ length: 5000 }, (_, at) => [at + 1, { conditions: { note: text() } }]),
    );
    const connection = writeDatabase({ types: { note: "string" }, runs });
    const logged: LoggedRequest[] = [];
    const { url } = await serverForTest(connection, { log: (one) => logged.push(one) });
    const path = `/api/v1/runs?columns=note&format=${format}`;
    const end = await endOf(url, path, version, () => {
      // Another file in its place: the rows that are held are of one that is gone.
      copyFileSync(writeDatabase({ types: { note: "string" }, runs: { 1: {} } }), `${connection}.new`);
      renameSync(`${connection}.new`, connection);
    });
    expect(end).toBe("broken off");
    await expect
      .poll(() => logged.at(-1))
      .toMatchObject({ status: 200, failure: "result_gone", left: false });
    expect((await send(url, { path: "/api/v1/runs" })).text).toBe('[\n{"run":1}\n]\n');
  },
);
