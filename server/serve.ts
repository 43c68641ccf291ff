/** The server: the interface of the desktop application, for a browser, over one database. */
import type { Server } from "node:http";
import { hostname } from "node:os";
import { isIPv6 } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { RcdbError } from "../core/api/failure.ts";
import { Pool } from "../core/process/pool.ts";
import { createApp } from "./app.ts";
import { Downloads } from "./downloads.ts";
import { isLoopback, readHostName } from "./guards.ts";
import { Host } from "./host.ts";
import { inTurn } from "./inTurn.ts";
import { builtRenderer, databaseProcess } from "./layout.ts";
import { readProxies } from "./clients.ts";
import { noLimits, type Limits } from "./limits.ts";
import { listen } from "./listen.ts";
import type { LoggedRequest } from "./metrics.ts";
import { checkToken, newToken } from "./token.ts";
import { spawnDatabaseProcess } from "./spawnDatabaseProcess.ts";

/** One holds the result that is looked at, one runs the next query, two for other pages. */
const databaseProcesses = 4;
/** Milliseconds that a query may take while others wait for a process. */
const usualShare = 60_000;

export interface ServerOptions {
  readonly connection: string;
  /** The address to listen on. */
  readonly host: string;
  /** Null for the usual port, or the next that is free. */
  readonly port: number | null;
  /** The names it answers to, besides this computer's own; where there are some it makes no token by itself. */
  readonly allowedHosts?: readonly string[];
  /** What a request must know; made where others can reach the server and no names are given. */
  readonly token?: string | null;
  readonly rendererFolder?: string;
  /** The program of a database process. */
  readonly databaseProgram?: typeof databaseProcess;
  /** Milliseconds that a query may take while others wait. */
  readonly share?: number;
  /** Addresses of proxies that are believed what they say of a request. */
  readonly trustedProxies?: readonly string[];
  /** Whether programs with the token may change the database. */
  readonly writable?: boolean;
  readonly limits?: Limits;
  /** Is given each request that was answered. */
  readonly log?: (request: LoggedRequest) => void;
}

export interface RunningServer {
  /** Where it answers, with its token. */
  readonly url: string;
  /** The same without the token: to be logged. */
  readonly address: string;
  /** Whether other computers may reach it, and nothing is asked of them. */
  readonly isOpen: boolean;
  /** Ends everything at once: connections, running queries, files to download. */
  close(): Promise<void>;
}

/** Opens the database and serves it. Throws an `RcdbError` where either cannot be done. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const {
    connection,
    host,
    port,
    rendererFolder = builtRenderer,
    databaseProgram = databaseProcess,
    share = usualShare,
  } = options;
  if (host.trim() === "") throw withoutAddress;
  const isPublic = !isLoopback(host);
  const given = (options.allowedHosts ?? []).map(readHostName);
  const proxies = readProxies(options.trustedProxies ?? []);
  const isBehindProxy = (options.trustedProxies ?? []).length > 0;
  if (isBehindProxy && given.length === 0) throw withoutNames;
  const token = options.token ?? (isPublic && given.length === 0 ? newToken() : null);
  if (token !== null) checkToken(token);
  if (options.writable && (options.token ?? null) === null) throw withoutToken;
  const spawn = () => spawnDatabaseProcess(databaseProgram);
  const opened = await Pool.open({ spawn, size: databaseProcesses, share }, connection);
  if (!opened.ok) throw new RcdbError(opened.error.code, opened.error.message, opened.error.detail);
  const { pool } = opened.value;
  const downloads = new Downloads();
  const names = { boundHost: host, given };
  const app = createApp({
    host: new Host(pool, downloads),
    downloads,
    names,
    token,
    rendererFolder,
    proxies,
    onlyByProxy: isBehindProxy && token === null,
    write: options.writable ? inTurn((...change) => pool.change(...change)) : null,
    limits: options.limits ?? noLimits,
    log: options.log ?? null,
  });
  // Without options for TLS or HTTP/2 it is one of plain HTTP.
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    pool.close();
    await closed;
    downloads.close();
  }

  try {
    const boundPort = await listen(server, host, port);
    const address = urlOf(given[0] ?? host, boundPort);
    const url = token === null ? address : `${address}?token=${token}`;
    return { url, address, isOpen: isPublic && token === null && !isBehindProxy, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

const withoutAddress = new RcdbError(
  "bad_input",
  "The address to listen on is empty, which would mean all of them. Leave --host out for this computer alone, or give one like 0.0.0.0 with --token-file.",
);
const withoutNames = new RcdbError(
  "bad_input",
  "Behind a proxy the server answers to the names that people use. Give them by --allow-host, once for each.",
);
const withoutToken = new RcdbError(
  "bad_input",
  "A server that can be written to needs a token of yours. Write one into a file, and name it by --token-file.",
);

function urlOf(host: string, port: number): string {
  const isAnyAddress = host === "0.0.0.0" || host === "::";
  const name = isAnyAddress ? hostname() : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}/`;
}
