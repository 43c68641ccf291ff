/** Connections to SSH servers, each shared by all that goes through it. */
import ssh2, { type Client, type ClientChannel } from "ssh2";
import { RcdbError } from "../../api/failure.ts";
import { explainedConnecting, explainedTarget } from "./failures.ts";
import { hostKeyAlgorithms, problemOfHostKey } from "./knownHosts.ts";
import { loginWays } from "./keys.ts";
import type { Target, Tunnel } from "./tunnel.ts";

/** In milliseconds: how long a login may take (less than that to the database), the pause between signs of life. */
const loginTimeout = 8000;
const heartbeat = 3000;
/** How many signs of life may be missing. */
const mostMissed = 2;
/** How long a connection that nothing uses is kept, in milliseconds: the next use may come at once. */
const idleTime = 100;

/** A connection to an SSH server that is there or is being made. */
class SharedClient {
  readonly client: Client = new ssh2.Client();
  readonly ready: Promise<void>;
  readonly #onEnd: () => void;
  #users = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(tunnel: Tunnel, onEnd: () => void) {
    this.#onEnd = onEnd;
    this.ready = this.#connect(tunnel);
    // What goes through it is closed by the library.
    this.client.on("close", onEnd);
    // It is told to who waits for it.
    this.ready.catch(() => {
      onEnd();
      this.client.destroy();
    });
  }

  async #connect(tunnel: Tunnel): Promise<void> {
    const { methods, words } = loginWays(tunnel);
    const serverHostKey = hostKeyAlgorithms(tunnel);
    let problem: RcdbError | null = null;
    await new Promise<void>((resolve, reject) => {
      this.client.once("ready", resolve);
      // Later errors end with “close”.
      this.client.on("error", (error) => reject(problem ?? explainedConnecting(error, tunnel, words)));
      this.client.connect({
        host: tunnel.host,
        port: tunnel.port,
        username: tunnel.user,
        authHandler: methods,
        algorithms: { serverHostKey },
        hostVerifier: (key: Buffer) => (problem = problemOfHostKey(tunnel, key)) === null,
        readyTimeout: loginTimeout,
        keepaliveInterval: heartbeat,
        keepaliveCountMax: mostMissed,
      });
    });
  }

  async open(tunnel: Tunnel, target: Target): Promise<ClientChannel> {
    this.#users += 1;
    clearTimeout(this.#idle);
    try {
      await this.ready;
      const channel = await forward(this.client, target).catch((thrown: unknown) => {
        throw explainedTarget(thrown, tunnel, target);
      });
      channel.once("close", () => this.#leave());
      return channel;
    } catch (thrown) {
      this.#leave();
      throw thrown;
    }
  }

  #leave(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#idle = setTimeout(() => this.#end(), idleTime);
  }

  /** Nobody may get it from now on: the other side takes a moment to close it, and nothing can be opened in that. */
  #end(): void {
    this.#onEnd();
    this.client.end();
  }
}

function forward(client: Client, target: Target): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const answer = (error: Error | undefined, channel: ClientChannel): void =>
      error ? reject(error) : resolve(channel);
    if ("path" in target) client.openssh_forwardOutStreamLocal(target.path, answer);
    else client.forwardOut("127.0.0.1", 0, target.host, target.port, answer);
  });
}

const shared = new Map<string, SharedClient>();

/**
 * A way through an SSH server to a target. Throws an `RcdbError` that says what is wrong with either. A connection that was there
 * and turns out to be lost is made anew.
 */
export async function openChannel(tunnel: Tunnel, target: Target): Promise<ClientChannel> {
  const known = shared.get(JSON.stringify(tunnel));
  if (!known) return newClient(tunnel).open(tunnel, target);
  return known.open(tunnel, target).catch((thrown: unknown) => {
    if (!(thrown instanceof RcdbError && thrown.code === "connection_lost")) throw thrown;
    const key = JSON.stringify(tunnel);
    if (shared.get(key) === known) shared.delete(key);
    return (shared.get(key) ?? newClient(tunnel)).open(tunnel, target);
  });
}

function newClient(tunnel: Tunnel): SharedClient {
  const key = JSON.stringify(tunnel);
  const made = new SharedClient(tunnel, () => {
    if (shared.get(key) === made) shared.delete(key);
  });
  shared.set(key, made);
  return made;
}
