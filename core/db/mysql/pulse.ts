import { createConnection, type ConnectionOptions } from "mysql2";
import type { MysqlConnection } from "./connection.ts";
import { hangUpSoon, type ServerSocket } from "./socket.ts";

/** In milliseconds: how often a server is asked for a sign of life, how long it may take to give one, and to log somebody in. */
export interface Timeouts {
  readonly pause: number;
  readonly answer: number;
  /** The one host that there is; of several each has as long as for a sign of life. Where it is missing, the same. */
  readonly connect?: number;
  /** How long a change waits for a server that is lost. Where it is missing, 20 s. */
  readonly absence?: number;
}

/**
 * A server that stops answering is noticed in less than 5 s, with the time that a window lets pass between its questions. Where there are
 * others, what was asked is to be answered by one of them within that time; a tunnel may take long to greet.
 */
export function usualTimeouts({ hosts, tunnel }: MysqlConnection): Timeouts {
  return hosts.length > 1 && tunnel === null
    ? { pause: 500, answer: 1500 }
    : { pause: 1000, answer: 2500, connect: 10_000 };
}

/** The bytes a millisecond that go over the slowest way to a server that anybody works over. */
const slowest = 20;

/** How late this process may notice that the time for an answer is over, in milliseconds, to go by it. */
const mostLate = 100;

/**
 * Feels a server's pulse while statements run, by logging in once more now and then: so a statement may take
 * hours, and a server that stopped answering is noticed. Calls `onDead` then.
 */
export class Pulse {
  readonly #options: ConnectionOptions;
  readonly #openSocket: () => ServerSocket;
  readonly #sockets: ReadonlySet<ServerSocket>;
  readonly #timeouts: Timeouts;
  readonly #onDead: () => void;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Since when there is no sign of life; null while there is. */
  #silentSince: number | null = null;

  /** `sockets` are those over which the statements go. */
  constructor(
    options: ConnectionOptions,
    openSocket: () => ServerSocket,
    sockets: ReadonlySet<ServerSocket>,
    timeouts: Timeouts,
    onDead: () => void,
  ) {
    this.#openSocket = openSocket;
    this.#sockets = sockets;
    this.#options = { ...options, connectTimeout: timeouts.answer };
    this.#timeouts = timeouts;
    this.#onDead = onDead;
  }

  /** Whether statements run. */
  get isWatching(): boolean {
    return this.#running > 0;
  }

  /** A statement starts; what is answered is to be called when it has ended. */
  watch(): () => void {
    this.#running += 1;
    if (this.#running === 1) {
      this.#silentSince = null;
      this.#askLater();
    }
    return () => {
      this.#running -= 1;
      if (this.#running === 0) clearTimeout(this.#timer);
    };
  }

  #askLater(): void {
    clearTimeout(this.#timer);
    if (this.#running > 0) this.#timer = setTimeout(() => this.#ask(), this.#timeouts.pause);
  }

  #ask(): void {
    const asked = performance.now();
    const read = new Map([...this.#sockets].map((socket) => [socket, socket.bytesRead]));
    let isHeard = false;
    const socket = this.#openSocket();
    // Its greeting is enough: a login may take long over a slow network.
    socket.once("data", () => (isHeard = true));
    const connection = createConnection({ ...this.#options, stream: () => socket });
    // A server may go on failing after it has been heard of.
    connection.on("error", () => undefined);
    connection.connect((error) => {
      if (error) connection.destroy();
      else {
        connection.end();
        hangUpSoon(socket);
      }
      // Who was busy himself, writing rows of a copy for one, has not listened: time runs out before what has arrived is read.
      const hasListened = performance.now() - asked < this.#timeouts.answer + mostLate;
      // One that sends the rows of an answer may be too busy for another connection, or they fill the way.
      const isSending = [...this.#sockets].some((other) => other.bytesRead > (read.get(other) ?? 0));
      // A server that refuses another connection is alive.
      if (!error || isHeard || isSending || isServersAnswer(error)) this.#silentSince = null;
      else if (hasListened) this.#silentSince ??= asked;
      if (this.#silentSince === null || performance.now() < this.#silentSince + this.#onItsWay())
        this.#askLater();
      else if (this.#running > 0) this.#onDead();
    });
  }

  /** In milliseconds: how long what was sent may be on its way, before the question for a sign of life, which waits behind it. */
  #onItsWay(): number {
    const sent = [...this.#sockets].map(({ bytesUnanswered = 0 }) => bytesUnanswered);
    return sent.reduce((sum, bytes) => sum + bytes, 0) / slowest;
  }
}

/** The server's own errors have positive numbers, those of the network negative ones or none. */
function isServersAnswer({ errno }: NodeJS.ErrnoException): boolean {
  return errno !== undefined && errno > 0;
}
