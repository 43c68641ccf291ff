/** The addresses for programs, version 1: what they answer, and how they refuse. */
import { createConnection } from "node:net";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contract } from "../../../core/api/contract.ts";
import { failureCodes, isFailureCode } from "../../../core/api/failure.ts";
import { isServed } from "../../../server/api/calls.ts";
import { statusOf } from "../../../server/api/problems.ts";
import { startServer, type RunningServer } from "../../../server/serve.ts";
import { writeDatabase } from "../../support/database.ts";
import { bundledDatabaseProcess } from "../../support/programs.ts";
import { send, type RawAnswer, type RawRequest } from "./testServer.ts";

const token = "0123456789abcdef";
const authorization = `Bearer ${token}`;
let server: RunningServer;

beforeAll(async () => {
  const many = Object.fromEntries(Array.from({ length: 2500 }, (_, at) => [1000 + at, {}]));
  const connection = writeDatabase({
    types: { event_count: "int", current: "float", good: "bool", note: "string" },
    runs: {
      1: {
        started: "2018-04-01 10:00:00",
        finished: "2018-04-01 10:01:00",
        conditions: { event_count: 10, current: 2, good: true, note: 'a,"b"' },
      },
      2: { conditions: { event_count: 20, note: "ÿ" } },
      3: {},
      ...many,
    },
    statements: [
      "INSERT INTO files (id, path, sha256, content, importance) VALUES (7, '/conf/a', 'h', 'text ä', 0)",
      "INSERT INTO files_have_runs (files_id, run_number) VALUES (7, 1)",
      "INSERT INTO run_periods (id, name, run_min, run_max) VALUES (1, 'first', 1, 2)",
      "INSERT INTO logs (id, table_ids, description, related_run, user_name) VALUES (1, 'runs_1', 'said', 1, 'me')",
    ],
  });
  server = await startServer({
    connection,
    host: "127.0.0.1",
    port: 0,
    databaseProgram: bundledDatabaseProcess(),
    token,
    writable: true,
    limits: { rate: null, atOnce: null, rows: 3000 },
  });
});
afterAll(() => server.close());

const ask = (path: string, { headers = {}, ...others }: Partial<RawRequest> = {}): Promise<RawAnswer> =>
  send(server.url, { path: `/api/v1${path}`, headers: { authorization, ...headers }, ...others });

const json = async (path: string): Promise<unknown> => JSON.parse((await ask(path)).text);

function call(name: string, input: unknown, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return ask(`/calls/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(input),
  });
}

test("rows in each format", async () => {
  const query = "/runs?q=event_count%20%3E%205&columns=event_count,note";
  const rows = [
    { run: 1, event_count: 10, note: 'a,"b"' },
    { run: 2, event_count: 20, note: "ÿ" },
  ];
  expect(await json(query)).toEqual(rows);
  const lines = (await ask(`${query}&format=ndjson`)).text.trim().split("\n");
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(rows);
  const csv = await ask(`${query}&format=csv`);
  expect([csv.text, csv.headers["content-type"], csv.headers["x-rcdb-rows"]]).toEqual([
    'run,event_count,note\n1,10,"a,""b"""\n2,20,ÿ\n',
    "text/csv; charset=utf-8",
    "2",
  ]);
  const parquet = await fetch(new URL(`/api/v1${query}&format=parquet`, server.url), {
    headers: { authorization },
  });
  const read = await parquetReadObjects({ file: await parquet.arrayBuffer() });
  expect(read.map(({ run }) => Number(run))).toEqual([1, 2]);
});

test("rows in order, limited, by ranges, and compressed", async () => {
  const runs = async (query: string): Promise<number[]> =>
    ((await json(`/runs?${query}`)) as { run: number }[]).map(({ run }) => run);
  expect(await runs("runs=first&descending=true")).toEqual([2, 1]);
  expect(await runs("runs=1-3&columns=event_count&sort=event_count&descending=1")).toEqual([2, 1, 3]);
  expect(await runs("limit=2")).toEqual([1, 2]);
  expect(await runs("runs=1&runs=3")).toEqual([1, 3]);
  const several = "/runs?runs=1&columns=event_count&columns=run&columns=good";
  expect(await json(several)).toEqual([{ run: 1, event_count: 10, good: true }]);
  expect((await runs("")).length).toBe(2503);
  const path = new URL("/api/v1/runs?format=csv", server.url);
  const answer = await fetch(path, { headers: { authorization, "accept-encoding": "gzip" } });
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect((await answer.text()).split("\n")).toHaveLength(2505);
});

test("a run, its values, files and the rest", async () => {
  expect(await json("/runs/1")).toMatchObject({ run: 1, length: 60, files: [{ id: 7 }] });
  expect(await json("/runs/1/conditions")).toHaveLength(4);
  expect(await json("/runs/1/conditions/current")).toEqual({
    run: 1,
    name: "current",
    type: "float",
    value: 2,
  });
  for (const [name, text] of [
    ["current", "2.0"],
    ["good", "True"],
    ["note", 'a,"b"'],
    ["length", "60"],
  ] as const) {
    expect((await ask(`/runs/1/conditions/${name}?format=text`)).text).toBe(`${text}\n`);
  }
  const alone = await ask("/runs/1/conditions/good", { headers: { accept: "text/plain" } });
  expect([alone.text, alone.headers["content-type"]]).toEqual([
    "True\n",
    expect.stringMatching(/^text\/plain/),
  ]);
  expect(await json("/runs/1/files")).toMatchObject([{ path: "/conf/a" }]);
  expect(await json("/files/7")).toMatchObject({ content: "text ä" });
  expect((await ask("/files/7/content")).text).toBe("text ä");
  expect(await json("/files/7/runs")).toEqual([1]);
  expect(await json("/files?search=conf")).toMatchObject([{ path: "/conf/a", versions: 1 }]);
  expect(await json("/files/versions?path=%2Fconf%2Fa")).toMatchObject([{ id: 7 }]);
  expect(await json("/condition-types")).toHaveLength(4);
  expect(await json("/run-periods")).toMatchObject([{ name: "first" }]);
  expect(await json("/aliases")).not.toEqual([]);
  expect(await json("/log?run=1&limit=1")).toMatchObject({ records: [{ description: "said" }] });
  expect(await json("/compare?runs=1,2&differences=true")).toMatchObject({ runs: [1, 2] });
  expect(await json("/runs/1/history")).toEqual([]);
  expect(await json("/runs/2/why?q=current%20%3E%201")).toMatchObject({ run: 2, selected: false });
  for (const by of ["good,day", "good,run.day"]) {
    expect(await json(`/totals?runs=1-3&by=${by}&measures=event_count`)).toMatchObject({
      by: [{ name: "good" }, { name: "day" }],
      whole: { runs: 3, totals: [{ sum: 30 }] },
    });
  }
  expect(await json("/cuts?q=event_count%20%3E%205%20and%20good&runs=1-3&sums=current")).toMatchObject({
    all: { runs: 3 },
    parts: [{ left: { runs: 2, sums: [2] } }, { left: { runs: 1 } }],
  });
  const computed = `computed=${encodeURIComponent("twice = max(event_count, 0) * 2")}&computed=${encodeURIComponent("more=current+1")}`;
  expect(await json(`/totals?runs=1-3&by=good&measures=twice,more&weight=more&${computed}`)).toMatchObject({
    whole: { totals: [{ sum: 60 }, { runs: 1 }] },
  });
  expect(await json(`/cuts?q=good&runs=1-3&sums=event_count,twice&${computed}`)).toMatchObject({
    all: { sums: [30, 60] },
  });
  expect(await json(`/runs?runs=1&columns=twice,good&sort=twice&${computed}`)).toMatchObject([{ twice: 20 }]);
  expect(await json("/database")).toMatchObject({ runs: 2503 });
});

test.each([
  ["/runs/99", 404, "no_such_run"],
  ["/runs/x", 400, "bad_input"],
  ["/runs/3/conditions/note", 404, "no_value"],
  ["/files/1", 404, "no_such_configuration_file"],
  ["/runs?q=x%20%3E", 400, "expression"],
  ["/runs?columns=nothing", 404, "no_such_condition"],
  ["/runs?format=xml", 400, "bad_input"],
  ["/runs?colums=note", 400, "bad_input"],
  ["/runs?runs=5-", 200, null],
  ["/runs?runs=", 400, "bad_input"],
  ["/totals?runs=&by=good", 400, "bad_input"],
  ["/totals?measures=x&computed=event_count", 400, "bad_input"],
  ["/cuts?q=good&sums=x&computed=x%3Dcurrent&computed=x%3D1", 400, "bad_input"],
  ["/cuts?q=good&sums=x&computed=x%3Dcurrant", 400, "expression"],
  ["/log?limit=x", 400, "bad_input"],
  ["/log?limit=0", 400, "bad_input"],
  ["/compare?runs=1", 400, "bad_input"],
  ["/nothing", 404, "unknown_call"],
  ["/runs?limit=1&limit=2", 400, "bad_input"],
  ["/runs?q=good&q=note", 400, "bad_input"],
  ["/runs?limit=-1", 400, "bad_input"],
  ["/runs/1?run=2", 400, "bad_input"],
  ["/runs/1/conditions/good?format=csv", 400, "bad_input"],
  ["/compare", 400, "bad_input"],
])("%s is answered with %i", async (path, status, code) => {
  const answer = await ask(path);
  expect(answer.status).toBe(status);
  if (code === null) return;
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  const document = JSON.parse(answer.text) as Record<string, unknown>;
  expect(document).toMatchObject({
    type: `urn:rcdb:${code}`,
    status,
    code,
    detail: expect.stringMatching(/\w/) as string,
  });
});

test.each([
  ["PUT", "/runs?limit=1", 405, "GET, HEAD, OPTIONS"],
  ["DELETE", "/runs/1/conditions/note", 405, "GET, HEAD, OPTIONS"],
  ["OPTIONS", "/files/7/content", 204, "GET, HEAD, OPTIONS"],
  ["GET", "/calls/readRun", 405, "POST, OPTIONS"],
  ["PUT", "/nothing", 404, undefined],
])("%s %s is answered with %i, and what is allowed", async (method, path, status, allow) => {
  const { headers, ...answer } = await ask(path, { method });
  expect([answer.status, headers["allow"]]).toEqual([status, allow]);
});

test("each failure has a status, and a defect is none of the client's", () => {
  for (const code of Object.keys(failureCodes).filter(isFailureCode))
    expect(statusOf(code)).toBeGreaterThan(399);
  expect(["internal", "locked", "bad_input", "conflict"].filter(isFailureCode).map(statusOf)).toEqual([
    500, 503, 400, 409,
  ]);
});

describe("calls", () => {
  test("what reads is answered by its value", async () => {
    expect(JSON.parse((await call("readRun", { run: 1 })).text)).toMatchObject({ run: 1 });
    expect((await call("readRun", { run: "1" })).status).toBe(400);
    const misspelt = { expression: "", runMin: null, runMax: null, range: [], columns: [], order: null };
    const order = { column: "run", descending: false };
    expect((await call("searchRuns", { ...misspelt, order })).text).toContain("takes no “range”");
    for (const name of [
      "writeRows",
      "takeCopy",
      "openDatabase",
      "initializeDatabase",
      "exportRows",
      "toString",
    ]) {
      expect((await call(name, {})).status, name).toBe(404);
    }
  });

  test("those who ask for the same sort their rows by themselves", async () => {
    const order = { column: "run", descending: false };
    const search = { expression: "event_count > 5", runMin: null, runMax: null, columns: [], order };
    const answers = await Promise.all([call("searchRuns", search), call("searchRuns", search)]);
    const [one, other] = answers.map(({ text }) => (JSON.parse(text) as { result: string }).result);
    expect(one).not.toBe(other);
    await call("sortRows", { result: one, order: { ...order, descending: true } });
    const runsOf = async (result: string | undefined): Promise<unknown> =>
      (JSON.parse((await call("readRows", { result, from: 0, count: 2 })).text) as { runs: unknown }).runs;
    expect([await runsOf(one), await runsOf(other)]).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  test("a change is made under the name that is given, and stored", async () => {
    const values = { run: 3, values: [{ name: "note", value: "by program" }] };
    expect((await call("addConditions", values)).status).toBe(403);
    const done = await call("addConditions", values, {
      "x-rcdb-user": "hdops",
    });
    expect([done.status, JSON.parse(done.text)]).toEqual([200, expect.objectContaining({ added: 1 })]);
    expect((await ask("/runs/3/conditions/note?format=text")).text).toBe("by program\n");
    await call("addLogRecord", { description: "by hand", run: 3 }, { "x-rcdb-user": "hdops" });
    expect(await json("/log?run=3&limit=1")).toMatchObject({ records: [{ user: "hdops" }] });
    const other = await call(
      "addConditions",
      { ...values, values: [{ name: "note", value: "x" }] },
      { "x-rcdb-user": "hdops" },
    );
    expect(other.status).toBe(409);
  });

  test("a cookie is no token for a change, and a page of others makes no call", async () => {
    const opened = await send(server.url, { path: `/?token=${token}` });
    const cookie = (opened.headers["set-cookie"]?.[0] ?? "").split(";")[0] ?? "";
    const post = {
      method: "POST",
      body: '{"number":77}',
      headers: { authorization: "", cookie, "content-type": "application/json", "x-rcdb-user": "me" },
    };
    expect((await ask("/calls/createRun", post)).status).toBe(401);
    const foreign = { headers: { origin: "http://evil.example", "sec-fetch-site": "cross-site" } };
    expect((await ask("/runs/1", foreign)).status).toBe(403);
    const form = { method: "POST", body: "{}", headers: { "content-type": "text/plain" } };
    expect((await ask("/calls/readRun", form)).status).toBe(415);
    expect((await ask("/runs/1", { headers: { authorization: "" } })).status).toBe(401);
  });
});

test("OpenAPI describes each address and call", async () => {
  const document = (await json("/openapi.json")) as {
    openapi: string;
    paths: Record<string, Record<string, { responses?: unknown; parameters?: { name: string }[] }>>;
  };
  expect(document.openapi).toBe("3.1.0");
  const served = Object.entries(contract).filter(([, one]) => isServed(one));
  expect(served.length).toBeGreaterThan(50);
  for (const [name] of served)
    expect(document.paths, name).toHaveProperty([`/calls/${name}`, "post", "responses"]);
  const parameters = document.paths["/runs"]?.["get"]?.parameters?.map(({ name }) => name);
  expect(parameters).toEqual(expect.arrayContaining(["q", "columns", "runs", "format"]));
  expect(JSON.stringify(document.paths["/runs/{run}"])).toContain('"conditions"');
  expect(document.paths["/runs"]?.["get"]?.responses).toMatchObject({
    200: { content: { "application/json": { schema: { type: "array", items: { required: ["run"] } } } } },
  });
});

test("a client that goes away in the middle of its rows leaves the server as it was", async () => {
  const { port } = new URL(server.url);
  await new Promise<void>((resolve) => {
    const socket = createConnection(Number(port), "127.0.0.1", () =>
      socket.write(
        `GET /api/v1/runs?columns=* HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\n\r\n`,
      ),
    );
    socket.once("data", () => socket.destroy());
    socket.once("close", () => resolve());
  });
  expect((await ask("/runs/1")).status).toBe(200);
});
