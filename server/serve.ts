/** The server: the interface of the desktop application, for a browser, over one database. */
import type { Server } from "node:http";
import { hostname } from "node:os";
import { isIPv6 } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { RcdbError } from "../core/api/failure.ts";
import { Pool } from "../core/process/pool.ts";
import { createApp } from "./app.ts";
import { Downloads } from "./downloads.ts";
import { isLoopback } from "./guards.ts";
import { Host } from "./host.ts";
import { builtRenderer, databaseProcess } from "./layout.ts";
import { listen } from "./listen.ts";
import { spawnDatabaseProcess } from "./spawnDatabaseProcess.ts";

/** One holds the result that is looked at, one runs the next query, two for other pages. */
const databaseProcesses = 4;

export interface ServerOptions {
  readonly connection: string;
  /** The address to listen on. */
  readonly host: string;
  /** Null for the usual port, or the next that is free. */
  readonly port: number | null;
  readonly rendererFolder?: string;
  /** The program of a database process. */
  readonly databaseProgram?: typeof databaseProcess;
}

export interface RunningServer {
  readonly url: string;
  /** Whether other computers may reach it. */
  readonly isPublic: boolean;
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
  } = options;
  const spawn = () => spawnDatabaseProcess(databaseProgram);
  const opened = await Pool.open({ spawn, size: databaseProcesses }, connection);
  if (!opened.ok) throw new RcdbError(opened.error.code, opened.error.message, opened.error.detail);
  const { pool } = opened.value;
  const downloads = new Downloads();
  const app = createApp({ host: new Host(pool, downloads), downloads, boundHost: host, rendererFolder });
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
    return { url: urlOf(host, boundPort), isPublic: !isLoopback(host), close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function urlOf(host: string, port: number): string {
  const isAnyAddress = host === "0.0.0.0" || host === "::";
  const name = isAnyAddress ? hostname() : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}/`;
}
