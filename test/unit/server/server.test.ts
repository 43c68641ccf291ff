import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import packageFile from "../../../package.json" with { type: "json" };
import { formatRoute, parseRoute } from "../../../renderer/model/route.ts";
import { startServer } from "../../../server/serve.ts";
import { writeDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { call, post, searchAll, send, serverForAll, serverForTest } from "./testServer.ts";
import { bundledDatabaseProcess } from "../../support/programs.ts";

const smallDatabase = () =>
  writeDatabase({
    types: { event_count: "int", note: "string" },
    runs: {
      1: { conditions: { event_count: 10, note: 'a "b"\nc' } },
      2: { conditions: { event_count: 20 } },
      3: {},
    },
  });

interface Found {
  readonly value: { readonly result: string };
}

test("calls are answered with outcomes", async () => {
  const path = smallDatabase();
  const { url } = await serverForTest(path);
  expect(await call(url, "readSession", {})).toMatchObject({
    ok: true,
    value: {
      host: "browser",
      version: packageFile.version,
      recent: [],
      database: { location: path, runs: 3 },
    },
  });
  const found = (await call(url, "searchRuns", { ...searchAll, columns: ["event_count"] })) as Found;
  expect(found).toMatchObject({ ok: true, value: { count: 3 } });
  expect(await call(url, "readRows", { result: found.value.result, from: 1, count: 5 })).toEqual({
    ok: true,
    value: { from: 1, runs: [2, 3], values: [[20, null]] },
  });
  const report = { subject: { of: "run", run: 1 }, format: "md" };
  expect(await call(url, "writeReport", report)).toMatchObject({
    ok: true,
    value: {
      template: null,
      content: { by: "" },
      text: expect.stringMatching(/Written [-\d: ]+\.\n/) as string,
    },
  });
  expect(await call(url, "writeReport", { ...report, template: "{{by}}" })).toMatchObject({
    ok: false,
    error: { code: "not_allowed" },
  });
  expect(await call(url, "readRun", { run: "1" })).toMatchObject({ ok: false, error: { code: "bad_input" } });
  expect(await call(url, "searchRuns", { ...searchAll, expression: "x >" })).toMatchObject({
    ok: false,
    error: { code: "expression", detail: { problems: [{ from: 3 }] } },
  });
});

test("what a browser may not do is refused in words", async () => {
  const { url } = await serverForTest(smallDatabase());
  const refused = [
    ["chooseDatabase", {}],
    ["optimizeDatabase", { undo: false }],
    ["addComment", { run: 10, text: "trip" }],
    ["addAlias", { name: "mine", code: "event_count > 1" }],
    ["deleteRunPeriod", { name: "2016-02" }],
    ["openDatabase", { connection: "/etc/passwd" }],
    ["closeDatabase", {}],
    ["forgetRecent", { connection: "x" }],
    ["showSaved", { path: "/etc" }],
    ["saveCopy", {}],
    ["updateOpenCopy", {}],
    ["checkOpenCopy", {}],
    ["listProfiles", {}],
    ["testConnection", { connection: "mysql://u@h/d", password: null }],
    ["chooseFile", { title: "x" }],
    ["openSample", {}],
  ] as const;
  for (const [name, input] of refused) {
    expect(await call(url, name, input), name).toMatchObject({ ok: false, error: { code: "not_allowed" } });
  }
  const target = join(temporaryFolder(), "written.csv");
  const found = (await call(url, "searchRuns", searchAll)) as Found;
  for (const name of ["writeRows", "constructor", "__proto__", "nothing"]) {
    const outcome = await call(url, name, { result: found.value.result, path: target });
    expect(outcome, name).toMatchObject({ ok: false, error: { code: "unknown_call" } });
  }
  expect(existsSync(target)).toBe(false);
  expect(await call(url, "describeDatabase", {})).toMatchObject({ ok: true });
});

describe("calls of other pages and malformed ones", () => {
  const cases: [string, Record<string, string>, number][] = [
    ["a foreign Host", { host: "rcdb.evil.example" }, 403],
    ["a foreign Host with our address in it", { host: "127.0.0.1.evil.example" }, 403],
    ["a Host that is none", { host: "a b" }, 400],
    ["a foreign Origin", { origin: "http://evil.example" }, 403],
    ["another port's Origin", { origin: "http://127.0.0.1:1" }, 403],
    ["the Origin of a file or a sandbox", { origin: "null" }, 403],
    ["another site's page", { "sec-fetch-site": "cross-site" }, 403],
    ["another port's page", { "sec-fetch-site": "same-site" }, 403],
    ["a form's content type", { "content-type": "text/plain" }, 415],
    ["a content type that begins alike", { "content-type": "application/jsonx" }, 415],
    ["localhost", { host: "localhost" }, 200],
    ["the end of a tunnel", { host: "localhost:9000", origin: "http://localhost:9000" }, 200],
    ["IPv6", { host: "[::1]:8087" }, 200],
    ["our own page", { "sec-fetch-site": "same-origin" }, 200],
    ["a charset", { "content-type": "application/json; charset=utf-8" }, 200],
  ];

  test("by their headers", async () => {
    const { url } = await serverForTest(smallDatabase());
    for (const [name, headers, status] of cases) {
      const answer = await post(url, "describeDatabase", {}, headers);
      expect(answer.status, name).toBe(status);
      expect(answer.text.startsWith('{"ok":true'), name).toBe(status === 200);
    }
    const own = await post(url, "describeDatabase", {}, { origin: url.slice(0, -1) });
    expect(own.status).toBe(200);
    const page = await send(url, { path: "/", headers: { host: "rcdb.evil.example" } });
    expect(page.status).toBe(403);
  });

  test("by their method and body", async () => {
    const { url } = await serverForTest(smallDatabase());
    const headers = { "content-type": "application/json" };
    const path = "/api/describeDatabase";
    expect(await send(url, { path, headers })).toMatchObject({ status: 404 });
    const noJson = await send(url, { method: "POST", path, headers, body: "{" });
    expect(JSON.parse(noJson.text)).toMatchObject({ ok: false, error: { code: "bad_input" } });
    const nested = await send(url, {
      method: "POST",
      path,
      headers,
      body: "[".repeat(6000) + "]".repeat(6000),
    });
    expect(JSON.parse(nested.text)).toMatchObject({ ok: false, error: { code: "bad_input" } });
    const large = await send(url, { method: "POST", path, headers, body: " ".repeat(1024 * 1024 + 1) });
    expect(large.status).toBe(413);
    const chunked = { ...headers, "transfer-encoding": "chunked" };
    const unannounced = await send(url, {
      method: "POST",
      path,
      headers: chunked,
      body: " ".repeat(1024 * 1024 + 1),
    });
    expect(unannounced.status).toBe(413);
    expect(await send(url, { method: "OPTIONS", path, headers })).not.toMatchObject({
      headers: { "access-control-allow-origin": expect.anything() as string },
    });
  });
});

test("the interface, with its types, caching and policy; nothing beside it", async () => {
  const { url } = await serverForTest(smallDatabase());
  const page = await send(url, { path: "/" });
  expect(page).toMatchObject({ status: 200, text: "<!doctype html><title>RCDB</title>" });
  expect(page.headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "content-security-policy":
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
      "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  const asset = await send(url, { path: "/assets/index-abc123.js" });
  expect(asset.headers).toMatchObject({
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=31536000, immutable",
  });
  const outside = [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/../../secret.txt",
    "/..\\secret.txt",
  ];
  for (const path of [...outside, "/no-such-file", "/download/x", "/api/"]) {
    const answer = await send(url, { path });
    expect(answer.status, path).toBeGreaterThanOrEqual(400);
    expect(answer.text, path).not.toContain("secret");
  }
});

describe("addresses of the Flask site lead to our pages", () => {
  const server = serverForAll(() =>
    writeDatabase({
      statements: ["INSERT INTO files (path, sha256, content) VALUES ('/conf/a b.conf', 'x', 'y')"],
    }),
  );

  test.each<[string, string]>([
    ["/runs/info/10340", "/run/10340"],
    ["/runs/info/10340/", "/run/10340"],
    ["/runs/10340", "/run/10340"],
    ["/runs/conditions/10340", "/run/10340"],
    ["/rcdb/runs/info/10340", "/run/10340"],
    ["/hall/d/rcdb/runs/info/010340?x=1", "/run/10340"],
    ["/runs", "/runs"],
    ["/runs/", "/runs"],
    ["/runs/page/7", "/runs"],
    ["/runs/200-100", "/runs?from=100&to=200"],
    ["/runs/search?runFrom=100&runTo=200&q=", "/runs?from=100&to=200"],
    ["/runs/search?runFrom=&runTo=&q=", "/runs"],
    ["/runs/search?runFrom=&runTo=200&q=x", "/runs?q=x&to=200"],
    [
      "/runs/search?rr=100-200&q=event_count+%3E+5%20and%20%22%C3%A9%22",
      "/runs?q=event_count+%3E+5+and+%22%C3%A9%22&from=100&to=200",
    ],
    ["/runs/search?rr=10340&q=", "/run/10340"],
    ["/runs/search?rr=10340&q=x", "/runs?q=x&from=10340"],
    ["/runs/search?rr=nonsense&q=%3Cscript%3E%0d%0aX:y", "/runs?q=%3Cscript%3E%0D%0AX%3Ay"],
    ["/rcdb/runs/search?q=@is_production&runFrom=1", "/runs?q=%40is_production&from=1"],
    ["/select_values/?q=x&cnd=a,b&runFrom=1&runTo=2", "/runs?q=x&from=1&to=2&columns=a%2Cb"],
    ["/conditions/", "/runs"],
    ["/conditions", "/runs"],
    ["/files/", "/files"],
    ["/files/info/1", "/files?path=%2Fconf%2Fa+b.conf&version=1"],
    ["/files/raw/1", "/files?path=%2Fconf%2Fa+b.conf&version=1"],
    ["/files/info/99", "/files"],
    ["/logs/", "/log"],
    ["/logs/page/2", "/log"],
    ["/rcdb/statistics/", "/statistics"],
  ])("%s", async (path, address) => {
    const { url } = server();
    const answer = await send(url, { path });
    expect(answer.status).toBe(302);
    const target = new URL(String(answer.headers["location"]), new URL(path, url));
    expect([target.origin, target.pathname, target.hash]).toEqual([url.slice(0, -1), "/", `#${address}`]);
    // What the window reads of it is what was meant.
    expect(formatRoute(parseRoute(target.hash))).toBe(`#${address}`);
  });

  test.each(["/runs/nonsense/5", "/running/info/5", "/run/5", "/sample"])(
    "%s is none of them",
    async (path) => {
      expect((await send(server().url, { path })).status).toBe(404);
    },
  );
});

test("an answer in lines: progress, then the outcome; the export is fetched once", async () => {
  const folder = temporaryFolder();
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const server = await serverForTest(smallDatabase());
  const { url } = server;
  const columns = ["event_count", "note"];
  const found = (await call(url, "searchRuns", { ...searchAll, columns })) as Found;
  const exportRows = (request = {}) =>
    post(url, "exportRows", { result: found.value.result, ...request }, { accept: "application/x-ndjson" });

  const answer = await exportRows();
  expect(answer.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
  const lines = answer.text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(lines).toEqual([
    { kind: "progress", progress: { done: 0, total: 3, label: expect.any(String) as string } },
    {
      kind: "outcome",
      generation: expect.any(String) as string,
      outcome: {
        ok: true,
        value: {
          rows: 3,
          bytes: 48,
          path: null,
          download: expect.stringMatching(/^download\/[\w-]{32}$/) as string,
        },
      },
    },
  ]);
  const { download } = (lines[1] as { outcome: { value: { download: string } } }).outcome.value;

  const path = `/${download}`;
  expect(await send(url, { method: "HEAD", path })).toMatchObject({ status: 405 });
  const csv = await send(url, { path });
  expect(csv).toMatchObject({
    status: 200,
    text: 'run,event_count,note\n1,10,"a ""b""\nc"\n2,20,\n3,,\n',
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="runs.csv"',
      "cache-control": "no-store",
    },
  });
  expect((await send(url, { path })).status).toBe(404);

  const some = await exportRows({ format: "tsv", runs: [3, 1, 7] });
  const token = /download\/[\w-]{32}/.exec(some.text)?.[0] ?? "";
  expect(await send(url, { path: `/${token}` })).toMatchObject({
    text: 'run\tevent_count\tnote\n1\t10\t"a ""b""\nc"\n3\t\t\n',
    headers: {
      "content-type": "text/tab-separated-values; charset=utf-8",
      "content-disposition": 'attachment; filename="runs.tsv"',
    },
  });

  await exportRows();
  const [downloads = ""] = readdirSync(folder).filter((name) => name.startsWith("rcdb-downloads-"));
  expect(readdirSync(join(folder, downloads))).toHaveLength(1);
  await server.close();
  expect(existsSync(join(folder, downloads))).toBe(false);
});

test("a client that goes away stops its query", async () => {
  // This expression takes ages: were the queries still running, none of the processes would answer another one.
  const note = `${"a".repeat(40)}b`;
  const { url } = await serverForTest(
    writeDatabase({ types: { note: "string" }, runs: { 1: { conditions: { note } } } }),
  );
  const endless = { ...searchAll, expression: "note.matches('^(?=a)(a+)+$')" };
  // Each of them is another search: equal ones are shared, and would leave processes for the last one.
  const start = (accept: string, at: number) => {
    const controller = new AbortController();
    const answer = fetch(`${url}api/searchRuns`, {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body: JSON.stringify({ ...endless, runMax: 100 + at }),
      signal: controller.signal,
    }).then((response) => response.text());
    return { controller, answer };
  };
  const queries = [
    "application/json",
    "application/x-ndjson",
    "application/json",
    "application/x-ndjson",
  ].map(start);
  const settled = Promise.allSettled(queries.map(({ answer }) => answer));
  const first = await Promise.race([settled, new Promise<null>((resolve) => setTimeout(resolve, 700, null))]);
  expect(first).toBeNull();
  for (const { controller } of queries) controller.abort();
  expect((await settled).map(({ status }) => status)).toEqual(queries.map(() => "rejected"));
  expect(await call(url, "searchRuns", searchAll)).toMatchObject({ ok: true, value: { count: 1 } });
});

/** It opens; reading its rows fails. */
function damagedRows(): string {
  const path = smallDatabase();
  const bytes = readFileSync(path);
  // The first page has the schema, in so small a file each other one rows of a table or of an index.
  bytes.fill(0xff, bytes.readUInt16BE(16));
  writeFileSync(path, bytes);
  return path;
}

test("what prevents a start is said, and nothing is left behind", async () => {
  const databaseProgram = bundledDatabaseProcess();
  const options = { connection: smallDatabase(), host: "127.0.0.1", port: 0, databaseProgram };
  const [folder, damaged] = [temporaryFolder(), damagedRows()];
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  await expect(startServer({ ...options, port })).rejects.toMatchObject({
    code: "cannot_listen",
    message: expect.stringContaining(`Port ${port} of 127.0.0.1 is in use`) as string,
  });
  await expect(startServer({ ...options, host: "192.0.2.1" })).rejects.toMatchObject({
    message: "“192.0.2.1” is not an address of this computer. Check --host.",
  });
  await expect(startServer({ ...options, connection: "/nowhere/x.sqlite" })).rejects.toMatchObject({
    code: "no_such_file",
  });
  await expect(startServer({ ...options, connection: damaged })).rejects.toMatchObject({
    code: "damaged",
  });
  expect(readdirSync(folder).filter((name) => name.startsWith("rcdb-"))).toEqual([]);
});

test("without a port it takes the next one that is free", async () => {
  const databaseProgram = bundledDatabaseProcess();
  const options = { connection: smallDatabase(), host: "127.0.0.1", port: null, databaseProgram };
  const first = await startServer(options);
  onTestFinished(() => first.close());
  const second = await startServer({ ...options, connection: smallDatabase() });
  onTestFinished(() => second.close());
  const port = (url: string) => Number(new URL(url).port);
  expect(port(first.url)).toBeGreaterThanOrEqual(8087);
  expect(port(second.url)).toBeGreaterThan(port(first.url));
});
