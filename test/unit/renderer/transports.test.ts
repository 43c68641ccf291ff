import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failed, succeeded } from "../../../core/api/failure.ts";
import type { Progress } from "../../../core/api/call.ts";
import type { Bridge, HostMessage, Request, WindowCommand } from "../../../core/api/wire.ts";
import { bridgeTransport } from "../../../renderer/client/bridge.ts";
import { httpTransport } from "../../../renderer/client/http.ts";

const half: Progress = { done: 1, total: 2, label: "Writing" };

describe("over the bridge", () => {
  const sent: Request[] = [];
  const commands: WindowCommand[] = [];
  const saved: string[] = [];
  let say: (message: HostMessage) => void = () => undefined;
  const bridge: Bridge = {
    send: (request) => sent.push(request),
    listen: (listener) => {
      say = listener;
      return () => undefined;
    },
    pathOf: (file) => file.name,
  };
  const call = bridgeTransport(
    bridge,
    (command) => commands.push(command),
    (path) => saved.push(path),
  );
  beforeEach(() => {
    sent.length = 0;
  });

  it("matches answers and progress by their call, in any order", async () => {
    const heard: Progress[] = [];
    const first = call("readRun", { run: 1 }, { onProgress: (progress) => heard.push(progress) });
    const second = call("readRun", { run: 2 }, {});
    const [one, two] = sent.map((request) => request.id);
    if (one === undefined || two === undefined) throw new Error("two calls were to be sent");
    expect(sent[0]).toEqual({ kind: "call", id: one, name: "readRun", input: { run: 1 } });
    say({ kind: "outcome", id: two, outcome: succeeded("second") });
    say({ kind: "progress", id: one, progress: half });
    say({ kind: "outcome", id: one, outcome: succeeded("first") });
    expect(await first).toEqual(succeeded("first"));
    expect(await second).toEqual(succeeded("second"));
    expect(heard).toEqual([half]);
  });

  it("cancels at once, tells the host, and ignores what it still says", async () => {
    const controller = new AbortController();
    const answer = call("searchRuns", {}, { signal: controller.signal });
    controller.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: "cancelled" } });
    const id = sent[0]?.id ?? "";
    expect(sent.at(-1)).toEqual({ kind: "cancel", id });
    say({ kind: "outcome", id, outcome: succeeded("too late") });
  });

  it("tells what became of a change that was cancelled", async () => {
    const controller = new AbortController();
    const answer = call("commitChanges", {}, { signal: controller.signal });
    controller.abort();
    const id = sent[0]?.id ?? "";
    expect(sent.at(-1)).toEqual({ kind: "cancel", id });
    say({ kind: "outcome", id, outcome: succeeded("committed before") });
    expect(await answer).toEqual(succeeded("committed before"));
  });

  it("sends nothing for a call that was cancelled before", async () => {
    const outcome = await call("searchRuns", {}, { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ error: { code: "cancelled" } });
    expect(sent).toEqual([]);
  });

  it("hears where a file was saved", () => {
    say({ kind: "saved", path: "/home/shift/plot.png" });
    expect(saved).toEqual(["/home/shift/plot.png"]);
  });

  it("hears the commands of the menu", () => {
    say({ kind: "command", command: "export" });
    expect(commands).toEqual(["export"]);
  });
});

describe("over HTTP", () => {
  let server: Server;
  let answer: (response: ServerResponse, body: string) => void;
  let base: string;
  const realFetch = globalThis.fetch;

  beforeEach(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => answer(response, `${request.method} ${request.url} ${body}`));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    // A page's addresses are relative to it.
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => realFetch(new URL(path, base), init));
  });
  afterEach(async () => {
    vi.unstubAllGlobals();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const json = { "content-type": "application/json" };
  const lines = { "content-type": "application/x-ndjson; charset=utf-8" };

  it("posts the input to the call and answers its outcome", async () => {
    answer = (response, body) => response.writeHead(200, json).end(JSON.stringify(succeeded(body)));
    expect(await httpTransport("readRun", { run: 7 }, {})).toEqual(succeeded('POST /api/readRun {"run":7}'));
  });

  it("hears progress line by line, however the lines are cut", async () => {
    const text = [
      { kind: "progress", progress: half },
      { kind: "outcome", outcome: succeeded("größer") },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join("");
    answer = (response) => {
      response.writeHead(200, lines);
      const bytes = Buffer.from(text);
      const write = (at: number) => {
        if (at >= bytes.length) response.end();
        else response.write(bytes.subarray(at, at + 7), () => setImmediate(() => write(at + 7)));
      };
      write(0);
    };
    const heard: Progress[] = [];
    const outcome = await httpTransport("exportRows", {}, { onProgress: (progress) => heard.push(progress) });
    expect(outcome).toEqual(succeeded("größer"));
    expect(heard).toEqual([half]);
  });

  it.each([
    ["stops in the middle", (response: ServerResponse) => response.writeHead(200, lines).end('{"kind":"pro')],
    ["ends without an outcome", (response: ServerResponse) => response.writeHead(200, lines).end("")],
    ["breaks the connection", (response: ServerResponse) => response.destroy()],
  ])("says so when the server %s", async (_, act) => {
    answer = act;
    const outcome = await httpTransport("exportRows", {}, { onProgress: () => undefined });
    expect(outcome).toMatchObject({ ok: false, error: { code: "connection_lost" } });
  });

  it("says what the server said when it refuses", async () => {
    answer = (response) => response.writeHead(403, { "content-type": "text/plain" }).end("Wrong host");
    const outcome = await httpTransport("readRun", {}, {});
    expect(outcome).toMatchObject({ error: { code: "not_allowed" } });
    expect(outcome.ok ? "" : outcome.error.message).toContain("HTTP 403): Wrong host");
  });

  it("passes failures on as they are", async () => {
    const failure = failed("no_such_run", "There is no run 7.");
    answer = (response) => response.writeHead(200, json).end(JSON.stringify(failure));
    expect(await httpTransport("readRun", { run: 7 }, {})).toEqual(failure);
  });

  it("is cancelled by its signal", async () => {
    const controller = new AbortController();
    answer = () => controller.abort();
    const outcome = await httpTransport("searchRuns", {}, { signal: controller.signal });
    expect(outcome).toMatchObject({ error: { code: "cancelled" } });
  });
});
