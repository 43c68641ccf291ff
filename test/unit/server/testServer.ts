/** A server for tests, with an interface of two files, and requests that no browser would let a page make. */
import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { beforeAll, onTestFinished } from "vitest";
import { startServer, type RunningServer, type ServerOptions } from "../../../server/serve.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { bundledDatabaseProcess } from "../../support/programs.ts";

/** Starts a server on a free port for the time of a test. */
export async function serverForTest(
  connection: string,
  options: Partial<ServerOptions> = {},
): Promise<RunningServer> {
  const server = await start(connection, options);
  onTestFinished(() => server.close());
  return server;
}

/** One server for all tests of a group, which only ask it: each start of one starts processes. */
export function serverForAll(
  connection: () => string,
  options: Partial<ServerOptions> = {},
): () => RunningServer {
  let server: RunningServer | undefined;
  beforeAll(async () => {
    const started = await start(connection(), options);
    server = started;
    return () => started.close();
  });
  return () => {
    if (!server) throw new Error("the server is started before the tests, not before that");
    return server;
  };
}

function start(connection: string, options: Partial<ServerOptions>): Promise<RunningServer> {
  return startServer({
    connection,
    host: "127.0.0.1",
    port: 0,
    rendererFolder: writeRenderer(),
    databaseProgram: bundledDatabaseProcess(),
    ...options,
  });
}

function writeRenderer(): string {
  const folder = join(temporaryFolder(), "renderer");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>RCDB</title>");
  writeFileSync(join(folder, "assets", "index-abc123.js"), "export {};");
  writeFileSync(join(folder, "..", "secret.txt"), "secret");
  return folder;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends a request just as it is given: any path, any Host. */
export function send(url: string, { method = "GET", path, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const json = { "content-type": "application/json" };

/** Calls as a program would; `headers` come on top. */
export function post(
  url: string,
  name: string,
  input: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  return send(url, {
    method: "POST",
    path: `/api/${name}`,
    headers: { ...json, ...headers },
    body: JSON.stringify(input),
  });
}

/** The outcome of a call. */
export async function call(url: string, name: string, input: unknown): Promise<unknown> {
  return JSON.parse((await post(url, name, input)).text);
}

export const searchAll = {
  expression: "",
  runMin: null,
  runMax: null,
  columns: [] as string[],
  order: { column: "run", descending: false },
};
