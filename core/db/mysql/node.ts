import {
  createConnection,
  createPool,
  type ConnectionOptions,
  type PoolConnection,
  type RowDataPacket,
} from "mysql2";
import type { MysqlConnection } from "./connection.ts";
import type { Database } from "../database.ts";
import { keepEnder } from "../serverStatements.ts";
import { NoAnswer, notReady } from "./loss.ts";
import { sessionStatements } from "./options.ts";
import { Pulse, type Timeouts } from "./pulse.ts";
import { hangUpSoon, openSocket, type ServerSocket } from "./socket.ts";

/** A few statements at a time; the next ones wait for their turn. */
const mostConnections = 4;

/** The connections to one server: prepared, watched, and replaced when they are lost. */
export class ServerNode {
  readonly #connection: MysqlConnection;
  readonly #access: Database["access"];
  readonly #options: ConnectionOptions;
  readonly #pool;
  readonly #pulse: Pulse;
  readonly #sockets = new Set<ServerSocket>();
  readonly #prepared = new Set<PoolConnection>();
  readonly #onDead: () => void;
  readonly #forgetEnder: () => void;

  /**
   * Connects to the host of the connection, with these options, only when it is first asked for one. `onDead` is called when
   * the server stops answering.
   */
  constructor(
    connection: MysqlConnection,
    options: ConnectionOptions,
    access: Database["access"],
    timeouts: Timeouts,
    onDead: () => void,
  ) {
    const { answer, connect = answer } = timeouts;
    this.#connection = connection;
    this.#access = access;
    this.#onDead = onDead;
    this.#options = { ...options, connectTimeout: isOneOfSeveral(connection) ? answer : connect };
    this.#pool = createPool({
      ...this.#options,
      connectionLimit: mostConnections,
      // mysql2 calls it anew for each connection; having the socket is the one way to end a hopeless wait.
      stream: () => this.#openSocket(),
    });
    this.#pulse = new Pulse(
      this.#options,
      () => openSocket(connection),
      this.#sockets,
      timeouts,
      () => this.#giveUp(),
    );
    this.#forgetEnder = keepEnder(() => this.#endStatements());
  }

  /** A connection for the caller alone, to be released. */
  async acquire(): Promise<PoolConnection> {
    const connection = await new Promise<PoolConnection>((resolve, reject) => {
      const before = new Set(this.#sockets);
      this.#pool.getConnection((error, found) => {
        if (!error) {
          resolve(found);
          return;
        }
        // A server need not close what it refused.
        for (const socket of opened) socket.destroy();
        reject(error);
      });
      // The pool opens one at once, if any.
      const opened = [...this.#sockets].filter((socket) => !before.has(socket));
    });
    if (this.#prepared.has(connection)) return connection;
    // Whoever waits for an answer hears of a lost connection by that; the pool drops it by itself.
    connection.on("error", () => this.#prepared.delete(connection));
    connection.on("end", () => this.#prepared.delete(connection));
    const unwatch = this.#pulse.watch();
    try {
      if (isOneOfSeveral(this.#connection)) await prepareInCluster(connection, this.#access);
      for (const statement of sessionStatements(this.#access)) await run(connection, statement);
    } catch (thrown) {
      connection.destroy();
      throw thrown;
    } finally {
      unwatch();
    }
    this.#prepared.add(connection);
    return connection;
  }

  /** Watches the server until the answer is called. */
  watch(): () => void {
    return this.#pulse.watch();
  }

  /** Ends the statement that a connection runs, from outside. */
  kill({ threadId }: PoolConnection): Promise<void> {
    return this.#tell([`KILL QUERY ${threadId}`]);
  }

  /** Closes the connections of this pool on the server where statements may be running; it is of no use afterwards. */
  async #endStatements(): Promise<void> {
    if (!this.#pulse.isWatching || this.#prepared.size === 0) return;
    await this.#tell([...this.#prepared].map(({ threadId }) => `KILL CONNECTION ${threadId}`));
  }

  /** Over a connection for that alone. Throws what the last of the statements does. */
  async #tell(statements: readonly string[]): Promise<void> {
    const socket = openSocket(this.#connection);
    const connection = createConnection({ ...this.#options, stream: () => socket });
    // Whoever waits for an answer hears of it, and what comes after that is of no interest.
    connection.on("error", () => undefined);
    try {
      const told = await Promise.allSettled(statements.map((statement) => run(connection, statement)));
      const last = told.at(-1);
      if (last?.status === "rejected") throw last.reason;
    } finally {
      connection.end();
      hangUpSoon(socket);
    }
  }

  /** Closes the connections; those in use when their statements have ended. */
  end(callback: (error: unknown) => void): void {
    this.#forgetEnder();
    this.#pool.end((error) => {
      // What is left by then waits only for the server to close it, too.
      for (const socket of this.#sockets) hangUpSoon(socket);
      callback(error);
    });
  }

  #openSocket(): ServerSocket {
    const socket = openSocket(this.#connection);
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    return socket;
  }

  #giveUp(): void {
    this.#onDead();
    const lost = new NoAnswer(this.#connection.location);
    for (const socket of this.#sockets) socket.destroy(lost);
  }
}

function isOneOfSeveral({ hosts }: MysqlConnection): boolean {
  return hosts.length > 1;
}

/**
 * Throws where a node of a Galera cluster takes no statements now. One that is written to shows what the other nodes have
 * committed before. Other servers have no such status, or one that means nothing as they are in no cluster.
 */
async function prepareInCluster(connection: PoolConnection, access: Database["access"]): Promise<void> {
  const ready = await valueOf(connection, "SHOW STATUS LIKE 'wsrep_ready'");
  if (ready === null) return;
  const isInCluster = (await valueOf(connection, "SHOW VARIABLES LIKE 'wsrep_on'")) === "ON";
  if (!isInCluster) return;
  if (ready !== "ON") throw notReady();
  if (access === "write") await run(connection, "SET SESSION wsrep_sync_wait = 1");
}

/** The value of a status or a variable; null where the server has none of that name. */
function valueOf(connection: PoolConnection, statement: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    connection.query<RowDataPacket[]>(statement, (error, rows) =>
      error ? reject(error) : resolve(rows[0] ? String(rows[0]["Value"]) : null),
    );
  });
}

function run(connection: Pick<PoolConnection, "query">, statement: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(statement, (error) => (error ? reject(error) : resolve()));
  });
}
