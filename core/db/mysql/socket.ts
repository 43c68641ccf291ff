import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { TunnelSocket } from "../ssh/socket.ts";
import type { MysqlConnection } from "./connection.ts";

/** A way to a server, and what can be told of the server by it. */
export interface ServerSocket extends Duplex {
  readonly bytesRead: number;
  /** Missing where a second connection does not wait for what was sent over this one. */
  readonly bytesUnanswered?: number;
}

/** A socket to a server. It is closed for good as soon as this side has closed it: a server that keeps it open keeps no program running. */
export function openSocket({ host, port, socket: path, tunnel }: MysqlConnection): ServerSocket {
  if (tunnel !== null) return new TunnelSocket(tunnel, path === null ? { host, port } : { path });
  const socket = path === null ? connect({ host, port, noDelay: true, keepAlive: true }) : connect(path);
  socket.on("finish", () => socket.destroy());
  return socket;
}

/** How long a server may take to close a connection that was ended politely, in milliseconds. */
const goodbye = 1000;

/** Closes a socket whose connection was ended, where the server does not: one that is paused keeps it for ever. */
export function hangUpSoon(socket: Duplex): void {
  const timer = setTimeout(() => socket.destroy(), goodbye);
  // By itself it keeps no program running.
  timer.unref();
  socket.once("close", () => clearTimeout(timer));
}

// The driver writes the trace of an answer that it does not understand to the terminal before it throws; nothing else of
// the program uses this.
console.trace = () => undefined;
