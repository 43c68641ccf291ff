/** MariaDB servers for tests: each on its own port, with its own data, gone when it is stopped. */
import { spawn, type ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createConnection, type ConnectionOptions } from "mysql2/promise";
import { commonOptions, ensureEmptyServer, findMariadb } from "../../scripts/setup/mariadb.mjs";

export interface TestServer {
  readonly port: number;
  readonly socket: string;
  /** The one that was started first. */
  readonly process: ChildProcess;
  /** Of the one that runs now. */
  readonly pid: () => number;
  /** Ends the server at once, as a crash does. */
  readonly kill: () => Promise<void>;
  /** Starts it again after that, at the same port and with its data. */
  readonly restart: () => Promise<void>;
  /** Ends the server and removes its data. */
  readonly stop: () => Promise<void>;
}

/** Ends what hangs: on a busy machine a start may take many times the second that it takes alone. */
const timeout = 480_000;

/** Starts a server; its user `root` needs no password. Further options are MariaDB's own. */
export function startServer(...options: readonly string[]): Promise<TestServer> {
  return untilPortIsFree(() => startOnce(options));
}

/** Others listen to ports, too: one that was free when it was chosen may be taken, for a while or for long. */
export async function untilPortIsFree<Started>(start: () => Promise<Started>): Promise<Started> {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (thrown) {
      const isTaken = thrown instanceof Error && thrown.message.includes("Address already in use");
      if (!isTaken || tries === 20) throw thrown;
    }
  }
}

async function startOnce(options: readonly string[]): Promise<TestServer> {
  const mariadb = findMariadb();
  if (!mariadb) throw new Error("MariaDB is not installed; “npm test -- unit” installs it");
  const folder = await mkdtemp(join(tmpdir(), "rcdb-mariadb-"));
  const data = join(folder, "data");
  await cp(await ensureEmptyServer(mariadb), data, { recursive: true });
  const port = await freePort();
  const socket = join(folder, "socket");
  const start = (): ChildProcess =>
    spawn(
      mariadb.server,
      [
        ...commonOptions,
        `--datadir=${data}`,
        // A server that starts removes all temporary tables there, those of others too.
        `--tmpdir=${folder}`,
        `--socket=${socket}`,
        `--port=${port}`,
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        "--skip-log-bin",
        "--innodb-buffer-pool-size=64M",
        // What a test server writes need not outlive the machine.
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-flush-method=nosync",
        "--innodb-doublewrite=0",
        ...options,
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
  const first = start();
  let child = first;
  const removeAll = (): void => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", removeAll);
  const restart = (): Promise<void> =>
    untilPortIsFree(async () => {
      child = start();
      await untilReady(child, socket);
    });
  const stop = async (): Promise<void> => {
    process.off("exit", removeAll);
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(child, socket);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return {
    port,
    socket,
    process: first,
    pid: () => child.pid ?? NaN,
    kill: () => ended(child),
    restart,
    stop,
  };
}

/** The data is thrown away, so that nothing need be closed in order. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await end;
}

/** Asked by its socket, where no other server can answer in its place. */
async function untilReady(child: ChildProcess, socket: string): Promise<void> {
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const start = performance.now();
  for (;;) {
    try {
      await execute({ socketPath: socket }, []);
      return;
    } catch (thrown) {
      if (child.exitCode !== null || performance.now() - start > timeout) {
        throw new Error(`MariaDB did not start:\n${log}`, { cause: thrown });
      }
    }
    await wait(50);
  }
}

/** A TCP port of this machine that nobody listens at now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("a TCP port was asked for");
      server.close(() => resolve(address.port));
    });
  });
}

/** Runs statements as root, all in one go. */
export async function execute(place: ConnectionOptions, statements: readonly string[]): Promise<void> {
  const connection = await createConnection({
    host: "127.0.0.1",
    user: "root",
    multipleStatements: true,
    charset: "UTF8MB4_GENERAL_CI",
    ...place,
  });
  try {
    // What a test writes is the same on a server with other settings.
    await connection.query(["SET SESSION sql_mode = 'STRICT_ALL_TABLES'", ...statements].join(";\n"));
  } finally {
    await connection.end();
  }
}
