/** A private MariaDB with a believable configuration, whose data stay. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createConnection, type Connection } from "mysql2/promise";
import { commonOptions, ensureEmptyServer, findMariadb } from "../scripts/setup/mariadb.mjs";
import { NotMeasured } from "./line.ts";

export interface Server {
  /** A connection of the driver itself. */
  readonly connect: (database?: string) => Promise<Connection>;
  /** The connection string of a database. */
  readonly url: (database: string) => string;
  readonly stop: () => Promise<void>;
}

/** Milliseconds; a server whose machine went down has to put its data in order first. */
const timeout = 60_000;

/** As on a server that is not only there for RCDB, and durable as MariaDB is by itself. */
const configuration = [
  "--innodb-buffer-pool-size=1G",
  "--innodb-log-file-size=512M",
  "--character-set-server=utf8mb4",
  "--collation-server=utf8mb4_general_ci",
  "--local-infile=ON",
  "--skip-log-bin",
];

/** Starts a server on the data in a folder; without one they are those of an empty server. Throws `NotMeasured`. */
export async function startServer(data: string): Promise<Server> {
  const mariadb = findMariadb();
  if (!mariadb) throw new NotMeasured("MariaDB is not installed; “npm test -- unit” installs it");
  if (!existsSync(data)) await cp(await ensureEmptyServer(mariadb), data, { recursive: true });
  // A path of a socket may have no more than some hundred characters.
  const folder = await mkdtemp(join(tmpdir(), "rcdb-bench-"));
  const socketPath = join(folder, "socket");
  const place = [`--datadir=${data}`, `--tmpdir=${folder}`, `--socket=${socketPath}`, "--skip-networking"];
  const child = spawn(mariadb.server, [...commonOptions, ...place, ...configuration], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const connect = (database?: string): Promise<Connection> =>
    createConnection({
      socketPath,
      user: "root",
      charset: "UTF8MB4_GENERAL_CI",
      ...(database && { database }),
    });
  const stop = async (): Promise<void> => {
    process.off("exit", kill);
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(child, connect);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  const url = (database: string): string =>
    `mysql://root@localhost/${database}?unix_socket=${encodeURIComponent(socketPath)}`;
  return { connect, url, stop };
}

/** In order, so that it starts at once the next time. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = once(child, "exit");
  child.kill("SIGTERM");
  await end;
}

async function untilReady(child: ChildProcess, connect: () => Promise<Connection>): Promise<void> {
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const start = performance.now();
  for (;;) {
    try {
      await (await connect()).end();
      return;
    } catch (thrown) {
      if (child.exitCode !== null || performance.now() - start > timeout) {
        throw new Error(`MariaDB did not start:\n${log}`, { cause: thrown });
      }
    }
    await wait(50);
  }
}
