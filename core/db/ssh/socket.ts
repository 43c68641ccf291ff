import { Duplex } from "node:stream";
import type { ClientChannel } from "ssh2";
import { codeOf } from "../../disk/faults.ts";
import { tunnelFailure } from "./failures.ts";
import type { Target, Tunnel } from "./tunnel.ts";

const withoutLibrary =
  "SSH tunnel: the package ssh2, which is not installed with the library, is needed for it. Install it: npm install ssh2";

/**
 * What goes to and comes from a target behind an SSH server, as a socket would: what is written before the way is open waits. Its
 * errors are `RcdbError`s.
 */
export class TunnelSocket extends Duplex {
  readonly #tunnel: Tunnel;
  readonly #target: Target;
  #channel: ClientChannel | null = null;
  /** How many bytes have come. */
  bytesRead = 0;
  /** How many bytes were sent since the last ones came: what is sent now waits for them, as all goes one way. */
  bytesUnanswered = 0;

  constructor(tunnel: Tunnel, target: Target) {
    super({ allowHalfOpen: false });
    this.#tunnel = tunnel;
    this.#target = target;
  }

  override _construct(callback: (error?: Error | null) => void): void {
    // The library is loaded where a tunnel is used.
    void import("./client.ts")
      .catch((thrown: unknown) => {
        throw codeOf(thrown) === "ERR_MODULE_NOT_FOUND"
          ? tunnelFailure("bad_connection", withoutLibrary)
          : thrown;
      })
      .then(({ openChannel }) => openChannel(this.#tunnel, this.#target))
      .then(
        (channel) => {
          this.#use(channel);
          callback();
        },
        (thrown: unknown) => callback(thrown instanceof Error ? thrown : new Error(String(thrown))),
      );
  }

  #use(channel: ClientChannel): void {
    if (this.destroyed) {
      closeUnread(channel);
      return;
    }
    this.#channel = channel;
    channel.on("data", (chunk: Buffer) => {
      this.bytesRead += chunk.length;
      this.bytesUnanswered = 0;
      if (!this.push(chunk)) channel.pause();
    });
    channel.once("end", () => this.push(null));
    channel.once("error", (error: Error) => this.destroy(error));
    channel.once("close", () => {
      const { host } = this.#tunnel;
      const lost = `SSH tunnel: the connection through “${host}” broke. Check the network, and try again.`;
      this.destroy(this.readableEnded ? undefined : tunnelFailure("connection_lost", lost));
    });
  }

  override _read(): void {
    this.#channel?.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.bytesUnanswered += chunk.length;
    if (this.#channel === null) callback(new Error("the tunnel is closed"));
    else this.#channel.write(chunk, encoding, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#channel?.end();
    callback();
    // As for other sockets to servers: closed for good as soon as this side has closed it.
    this.destroy();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#channel) closeUnread(this.#channel);
    callback(error);
  }
}

/**
 * A channel is closed when it has been read to its end: one that is not read, as its reader stops it once more, keeps its connection to
 * the SSH server for ever.
 */
function closeUnread(channel: ClientChannel): void {
  channel.removeAllListeners("data");
  channel.destroy();
  channel.resume();
}
