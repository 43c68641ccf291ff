import { setTimeout as wait } from "node:timers/promises";
import type { ConnectionOptions, PoolConnection, ResultSetHeader, RowDataPacket } from "mysql2";
import type { MysqlPool, MysqlPoolConnection } from "kysely";
import type { Database, StoredValue } from "../database.ts";
import type { MysqlConnection } from "./connection.ts";
import { hostText } from "./hosts.ts";
import { isLoss, NoHost } from "./loss.ts";
import { ServerNode } from "./node.ts";
import { driverOptions } from "./options.ts";
import type { Timeouts } from "./pulse.ts";

/** How long the nodes of a cluster may need to agree on who is left, and how often they are asked; in milliseconds. */
const reforming = 10_000;
const pause = 200;

/**
 * The connections to a database on one server or on the nodes of a cluster: all of them to one node, and to the next one as soon as
 * that is lost.
 */
export class ServerPool implements MysqlPool {
  /** One for each host. */
  readonly #connections: readonly MysqlConnection[];
  readonly #options: readonly ConnectionOptions[];
  readonly #access: Database["access"];
  readonly #timeouts: Timeouts;
  readonly #nodes = new WeakMap<PoolConnection, ServerNode>();
  #at = 0;
  #node: ServerNode;

  /** Connects only when it is first asked for a connection. Throws `bad_connection`. */
  constructor(connection: MysqlConnection, access: Database["access"], timeouts: Timeouts) {
    this.#connections = connection.hosts.map((host) => ({ ...connection, ...host }));
    this.#options = this.#connections.map(driverOptions);
    this.#access = access;
    this.#timeouts = timeouts;
    this.#node = this.#newNode();
  }

  /** Which of several hosts is used, as `host:port`; null where there is only one. */
  get hostInUse(): string | null {
    const host = this.#connections[this.#at];
    return host && this.#connections.length > 1 ? hostText(host) : null;
  }

  getConnection(callback: (error: unknown, connection: MysqlPoolConnection) => void): void {
    this.acquire().then(
      (connection) => callback(null, this.#watched(connection)),
      // Kysely takes no connection where there is an error.
      (thrown: unknown) => callback(thrown, undefined as never),
    );
  }

  /**
   * A connection for the caller alone, to be released: to the node in use, else to the first of those after it that takes
   * connections. A cluster that has just lost a node is waited for.
   */
  async acquire(): Promise<PoolConnection> {
    const end = performance.now() + reforming;
    for (;;) {
      try {
        return await this.#acquireOnce();
      } catch (thrown) {
        const mayCome = thrown instanceof NoHost && thrown.isReforming && performance.now() < end;
        if (!mayCome) throw thrown;
      }
      await wait(pause);
    }
  }

  async #acquireOnce(): Promise<PoolConnection> {
    const { length } = this.#connections;
    const reasons = new Map<string | null, unknown>();
    for (let tries = 1; ; tries++) {
      const [node, host] = [this.#node, this.hostInUse];
      try {
        const connection = await node.acquire();
        this.#nodes.set(connection, node);
        return connection;
      } catch (thrown) {
        // Others have left it meanwhile, and with it those that waited for one of its connections.
        const isLeft = node !== this.#node;
        if (host === null || (!isLeft && !isLoss(thrown))) throw thrown;
        if (!isLeft) reasons.set(host, thrown);
        if (reasons.size === length || tries === 2 * length) throw new NoHost(reasons);
        this.#leave(node);
      }
    }
  }

  /** Watches the server of a connection until the answer is called. */
  watch(connection: PoolConnection): () => void {
    return this.#nodeOf(connection).watch();
  }

  /** Ends the statement that a connection runs, from outside. */
  kill(connection: PoolConnection): Promise<void> {
    return this.#nodeOf(connection).kill(connection);
  }

  /** Is told of what a statement on a connection failed with: a node that is lost is used no more. */
  failed(connection: PoolConnection, thrown: unknown): void {
    if (isLoss(thrown)) this.#leave(this.#nodeOf(connection));
  }

  end(callback: (error: unknown) => void): void {
    this.#node.end(callback);
  }

  /** Closes all connections; those in use when they are released. */
  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.end((error) => (error instanceof Error ? reject(error) : resolve()));
    });
  }

  #nodeOf(connection: PoolConnection): ServerNode {
    return this.#nodes.get(connection) ?? this.#node;
  }

  #newNode(): ServerNode {
    const [connection, options] = [this.#connections[this.#at], this.#options[this.#at]];
    if (!connection || !options) throw new TypeError("there is no such host");
    const node: ServerNode = new ServerNode(connection, options, this.#access, this.#timeouts, () =>
      this.#leave(node),
    );
    return node;
  }

  /** Goes on to the next host, where the node is still in use and there are others. */
  #leave(node: ServerNode): void {
    const { length } = this.#connections;
    if (node !== this.#node || length === 1) return;
    this.#at = (this.#at + 1) % length;
    this.#node = this.#newNode();
    // What still runs there comes to its end, or fails.
    node.end(() => undefined);
  }

  /** A connection as Kysely uses it: the server's pulse is felt while a statement runs. */
  #watched(connection: PoolConnection): MysqlPoolConnection {
    return {
      config: connection.config,
      threadId: connection.threadId,
      connect: (callback) => connection.connect(callback),
      release: () => connection.release(),
      destroy: () => connection.destroy(),
      query: (sql, parameters: StoredValue[], callback) => {
        const unwatch = this.watch(connection);
        return connection.query<ResultSetHeader | RowDataPacket[]>(sql, parameters, (error, result) => {
          unwatch();
          if (error) this.failed(connection, error);
          callback?.(error, result);
        });
      },
    };
  }
}
