/** A Galera cluster of three MariaDB servers on this machine, whose nodes can be killed and paused. */
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { ensureEmptyServer, findGalera, findMariadb } from "../../scripts/setup/mariadb.mjs";
import { execute, freePort, untilPortIsFree } from "./mariadb.ts";

interface ClusterNode {
  /** Where its clients connect. */
  readonly port: number;
  kill(): void;
  pause(): void;
  /** Goes on after a pause, or is started again; until all nodes are one cluster again. */
  revive(): Promise<void>;
}

export interface Cluster {
  readonly nodes: readonly [ClusterNode, ClusterNode, ClusterNode];
  readonly stop: () => Promise<void>;
}

/** The ports of a node: for clients, for the group, for incremental and for whole transfers. */
interface Ports {
  readonly clients: number;
  readonly group: number;
  readonly increments: number;
  readonly whole: number;
}

/** Nodes that start, or come back, may take their time on a busy machine. */
const timeout = 480_000;
/** After so long a node is started anew, and after twice as long again: on a busy machine a start may take more than this. */
const firstRejoin = 25_000;
const isRoot = process.getuid?.() === 0;

/** After how many seconds a node that does not answer is suspected, and after how many it is given up. */
interface Silence {
  readonly suspect: number;
  readonly inactive: number;
}

/** As docs/scaling.md advises: a lost node is given up in about 2 s. */
export const advised: Silence = { suspect: 1.5, inactive: 3 };
/** For a busy machine, where a node may stand still for seconds. */
export const generous: Silence = { suspect: 3, inactive: 8 };
/** While nodes join: of two one is no majority, and a cluster that has lost one of them never comes. */
const joining: Silence = { suspect: 30, inactive: 60 };

/** Starts a cluster; its user `root` needs no password. */
export function startCluster(silence: Silence): Promise<Cluster> {
  return untilPortIsFree(() => startOnce(silence));
}

async function startOnce(silence: Silence): Promise<Cluster> {
  const [mariadb, galera] = [findMariadb(), findGalera()];
  if (!mariadb || !galera)
    throw new Error("MariaDB or Galera is not installed; “npm test -- unit” installs them");
  const folder = await mkdtemp(join(tmpdir(), "rcdb-galera-"));
  // The servers run as a user of their own where this is root.
  chmodSync(folder, 0o755);
  const empty = await ensureEmptyServer(mariadb);
  const ports = [await freePorts(), await freePorts(), await freePorts()] as const;
  const group = `gcomm://${ports.map((own) => `127.0.0.1:${own.group}`).join(",")}`;
  const make = (at: 0 | 1 | 2): Server => {
    const own = join(folder, `node${at}`);
    const options = [...optionsOf(ports[at], own, galera.provider), `--wsrep-cluster-address=${group}`];
    return new Server(
      mariadb.server,
      options,
      own,
      ports[at].clients,
      ports.map(({ clients }) => clients),
      silence,
    );
  };
  const nodes = [make(0), make(1), make(2)] as const;
  const killAll = (): void => nodes.forEach((node) => node.kill());
  process.once("exit", killAll);
  const stop = async (): Promise<void> => {
    process.off("exit", killAll);
    await Promise.all(nodes.map((node) => node.end()));
    // What a node has started may still end.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    for (const [at, node] of nodes.entries()) await node.join(empty, at + 1);
    for (const node of nodes) await node.setSilence();
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { nodes, stop };
}

async function freePorts(): Promise<Ports> {
  return {
    clients: await freePort(),
    group: await freePort(),
    increments: await freePort(),
    whole: await freePort(),
  };
}

class Server implements ClusterNode {
  readonly port: number;
  readonly #program: string;
  readonly #options: readonly string[];
  readonly #folder: string;
  /** Of all nodes, in the order in which they join. */
  readonly #ports: readonly number[];
  readonly #silence: Silence;
  #child: ChildProcess | null = null;

  constructor(
    program: string,
    options: readonly string[],
    folder: string,
    port: number,
    ports: readonly number[],
    silence: Silence,
  ) {
    this.#ports = ports;
    this.#silence = silence;
    this.#program = program;
    this.#options = options;
    this.#folder = folder;
    this.port = port;
  }

  /** Starts it with a copy of an empty server's data, until that many are one cluster; the first one makes it. */
  async join(empty: string, size: number): Promise<void> {
    await mkdir(this.#folder);
    await cp(empty, join(this.#folder, "data"), { recursive: true });
    if (isRoot) giveToServer(this.#folder);
    const further = size === 1 ? ["--wsrep-new-cluster"] : [];
    this.#start(further);
    await this.#untilReady(size, further);
  }

  kill(): void {
    if (this.#child?.pid === undefined || this.#hasEnded) return;
    // With the programs that it has started to get its data.
    process.kill(-this.#child.pid, "SIGKILL");
  }

  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  async revive(): Promise<void> {
    if (!this.#hasEnded) this.#child?.kill("SIGCONT");
    await this.#untilReady(3);
    await this.setSilence();
  }

  /** How long it waits for the others, once all have joined. */
  setSilence(): Promise<void> {
    return execute({ port: this.port }, [
      `SET GLOBAL wsrep_provider_options = '${optionsText(timeouts(this.#silence))}'`,
    ]);
  }

  /** Kills it and waits for that. */
  async end(): Promise<void> {
    const child = this.#child;
    if (!child || this.#hasEnded) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    this.kill();
    await ended;
  }

  get #hasEnded(): boolean {
    return this.#child === null || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #start(further: readonly string[]): void {
    const options = [...this.#options, ...further];
    this.#child = spawn(this.#program, options, { stdio: "ignore", detached: true });
  }

  /** Until it is one of a cluster of that many. */
  async #untilReady(size: number, further: readonly string[] = []): Promise<void> {
    const end = performance.now() + timeout;
    let rejoin = size === 3 ? firstRejoin : Infinity;
    let again = performance.now() + rejoin;
    while (!(await areOneCluster(this.#ports.slice(0, size)))) {
      const hasNoPort = this.#hasEnded && this.#log().includes("Address already in use");
      if (performance.now() > end || hasNoPort) throw new Error(`The node did not come:\n${this.#log()}`);
      // One that does not find back into the cluster by itself, as an administrator would.
      if (performance.now() > again) {
        await this.end();
        rejoin *= 2;
        again = performance.now() + rejoin;
      }
      // One that was killed, or ends itself as it finds that it was left out.
      if (this.#hasEnded) this.#start(further);
      await wait(100);
    }
  }

  #log(): string {
    return readFileSync(join(this.#folder, "log.err"), "utf8").slice(-8000);
  }
}

function timeouts({ suspect, inactive }: Silence): Readonly<Record<string, string>> {
  return { "evs.suspect_timeout": `PT${suspect}S`, "evs.inactive_timeout": `PT${inactive}S` };
}

function optionsText(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(";");
}

function optionsOf(own: Ports, folder: string, library: string): string[] {
  const provider = {
    base_port: String(own.group),
    "gmcast.listen_addr": `tcp://127.0.0.1:${own.group}`,
    "ist.recv_addr": `127.0.0.1:${own.increments}`,
    "ist.recv_bind": `127.0.0.1:${own.increments}`,
    "gcache.size": "16M",
    "evs.keepalive_period": "PT0.3S",
    "evs.inactive_check_period": "PT0.3S",
    ...timeouts(joining),
    "evs.join_retrans_period": "PT0.3S",
    "pc.recovery": "false",
  };
  return [
    "--no-defaults",
    ...(isRoot ? ["--user=mysql"] : []),
    `--datadir=${join(folder, "data")}`,
    `--tmpdir=${folder}`,
    `--socket=${join(folder, "socket")}`,
    `--log-error=${join(folder, "log.err")}`,
    `--port=${own.clients}`,
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    "--innodb-log-file-size=8M",
    "--innodb-buffer-pool-size=64M",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-flush-method=nosync",
    "--innodb-doublewrite=0",
    "--innodb-autoinc-lock-mode=2",
    "--binlog-format=ROW",
    "--wsrep-on=ON",
    `--wsrep-provider=${library}`,
    "--wsrep-cluster-name=rcdb",
    `--wsrep-node-address=127.0.0.1:${own.group}`,
    "--wsrep-sst-method=rsync",
    `--wsrep-sst-receive-address=127.0.0.1:${own.whole}`,
    `--wsrep-provider-options=${optionsText(provider)}`,
  ];
}

function giveToServer(folder: string): void {
  const [, , user = "0", group = "0"] =
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((line) => line.startsWith("mysql:"))
      ?.split(":") ?? [];
  for (const path of [".", ...readdirSync(folder, { recursive: true, encoding: "utf8" })]) {
    chownSync(join(folder, path), Number(user), Number(group));
  }
}

/**
 * Whether these nodes take statements, as the only members of one cluster. All are asked: one that was paused believes for a
 * moment that nothing has happened, while the others have gone on without it.
 */
async function areOneCluster(ports: readonly number[]): Promise<boolean> {
  const states = await Promise.all(ports.map(readState));
  const [first] = states;
  return (
    first?.get("wsrep_cluster_size") === String(ports.length) &&
    states.every(
      (state) =>
        state?.get("wsrep_ready") === "ON" &&
        state.get("wsrep_local_state_comment") === "Synced" &&
        state.get("wsrep_cluster_conf_id") === first.get("wsrep_cluster_conf_id"),
    )
  );
}

/** The status of a node; null where it does not tell. */
async function readState(port: number): Promise<ReadonlyMap<unknown, unknown> | null> {
  try {
    const connection = await createConnection({
      host: "127.0.0.1",
      port,
      user: "root",
      connectTimeout: 1000,
    });
    try {
      const [rows] = await connection.query<RowDataPacket[]>({
        sql: "SHOW STATUS LIKE 'wsrep%'",
        timeout: 1000,
      });
      return new Map(rows.map((row) => [row["Variable_name"], row["Value"]]));
    } finally {
      connection.destroy();
    }
  } catch {
    return null;
  }
}
