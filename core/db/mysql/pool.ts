import {
  createConnection,
  createPool,
  type ConnectionOptions,
  type ResultSetHeader,
  type PoolConnection,
  type RowDataPacket,
} from "mysql2";
import type { Duplex } from "node:stream";
import type { MysqlPool, MysqlPoolConnection } from "kysely";
import { RcdbError } from "../../api/failure.ts";
import type { MysqlConnection } from "./connection.ts";
import type { Database, StoredValue } from "../database.ts";
import { keepEnder } from "../serverStatements.ts";
import { driverOptions, sessionStatements } from "./options.ts";
import { Pulse, type Timeouts } from "./pulse.ts";
import { openSocket } from "./socket.ts";

/** A few statements at a time; the next ones wait for their turn. */
const mostConnections = 4;

/** The connections to a server's database: prepared, watched, and replaced when they are lost. */
export class ServerPool implements MysqlPool {
  readonly #options: ConnectionOptions;
  readonly #statements: readonly string[];
  readonly #pool;
  readonly #pulse: Pulse;
  readonly #sockets = new Set<Duplex>();
  readonly #prepared = new Set<PoolConnection>();
  readonly #forgetEnder: () => void;

  /** Connects only when it is first asked for a connection. Throws `bad_connection`. */
  constructor(connection: MysqlConnection, access: Database["access"], timeouts: Timeouts) {
    this.#options = { ...driverOptions(connection), connectTimeout: timeouts.answer };
    this.#statements = sessionStatements(access);
    this.#pool = createPool({
      ...this.#options,
      connectionLimit: mostConnections,
      // mysql2 calls it anew for each connection; having the socket is the one way to end a hopeless wait.
      stream: () => this.#openSocket(connection),
    });
    this.#pulse = new Pulse(this.#options, timeouts, () => this.#giveUp(connection));
    this.#forgetEnder = keepEnder(() => this.#endStatements());
  }

  getConnection(callback: (error: unknown, connection: MysqlPoolConnection) => void): void {
    this.acquire().then(
      (connection) => callback(null, watched(connection, this.#pulse)),
      // Kysely takes no connection where there is an error.
      (thrown: unknown) => callback(thrown, undefined as never),
    );
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
      for (const statement of this.#statements) await run(connection, statement);
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
    const connection = createConnection(this.#options);
    // Whoever waits for an answer hears of it, and what comes after that is of no interest.
    connection.on("error", () => undefined);
    try {
      const told = await Promise.allSettled(statements.map((statement) => run(connection, statement)));
      const last = told.at(-1);
      if (last?.status === "rejected") throw last.reason;
    } finally {
      connection.end();
    }
  }

  end(callback: (error: unknown) => void): void {
    this.#forgetEnder();
    this.#pool.end(callback);
  }

  #openSocket(connection: MysqlConnection): Duplex {
    const socket = openSocket(connection);
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    return socket;
  }

  #giveUp({ location }: MysqlConnection): void {
    const lost = new RcdbError(
      "connection_lost",
      `The database server of “${location}” no longer answers. Check the network, or ask the server's administrator, and try again.`,
    );
    for (const socket of this.#sockets) socket.destroy(lost);
  }
}

/** A connection as Kysely uses it: the server's pulse is felt while a statement runs. */
function watched(connection: PoolConnection, pulse: Pulse): MysqlPoolConnection {
  return {
    config: connection.config,
    threadId: connection.threadId,
    connect: (callback) => connection.connect(callback),
    release: () => connection.release(),
    destroy: () => connection.destroy(),
    query: (sql, parameters: StoredValue[], callback) => {
      const unwatch = pulse.watch();
      return connection.query<ResultSetHeader | RowDataPacket[]>(sql, parameters, (error, result) => {
        unwatch();
        callback?.(error, result);
      });
    },
  };
}

function run(connection: Pick<PoolConnection, "query">, statement: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(statement, (error) => (error ? reject(error) : resolve()));
  });
}
