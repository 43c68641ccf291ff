/** A host between a client and a server, which can fail in the ways that hosts fail. */
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What a proxy does with connections: passes them on, refuses them, takes them and says nothing, or answers what is no server's. */
type Behaviour = "passing" | "refusing" | "silent" | "garbage" | { readonly greeting: Buffer };

export interface Proxy {
  readonly port: number;
  /** From now on, for new connections. */
  behave(behaviour: Behaviour): void;
  /** Breaks all connections. */
  cut(): void;
  /** Passes no byte on any more, in either direction, of all connections. */
  freeze(): void;
  /**
   * Says of what a client sends what is done with it; where it is passed on later the client's connection is cut, and where there is an answer
   * that is given in place of the server, which does not hear of it.
   */
  onSent: (sent: Buffer) => "pass" | "cut" | { readonly passAfter: number } | { readonly answer: Buffer };
  /** The same of what the server answers. */
  onAnswer: (answer: Buffer) => "pass" | "cut";
  /** How many connections there were. */
  readonly made: number;
}

/** Starts one in front of a server of this machine, for the time of the test. */
export async function startProxy(target: number): Promise<Proxy> {
  let behaviour: Behaviour = "passing";
  let isFrozen = false;
  let made = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    made++;
    keep(client);
    if (behaviour === "refusing") client.resetAndDestroy();
    else if (behaviour === "garbage") client.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    else if (behaviour === "passing") pass(client);
    else if (behaviour !== "silent") client.end(behaviour.greeting);
  });
  const pass = (client: Socket): void => {
    const upstream = connect({ port: target, host: "127.0.0.1", noDelay: true });
    keep(upstream);
    let isLate = false;
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on("data", (sent) => {
      if (isFrozen) return;
      const fate = proxy.onSent(sent);
      if (fate === "pass") upstream.write(sent);
      else if (fate === "cut") cut();
      else if ("answer" in fate) client.write(fate.answer);
      else {
        isLate = true;
        client.destroy();
        setTimeout(() => upstream.end(sent), fate.passAfter);
      }
    });
    upstream.on("data", (answer) => {
      if (isFrozen) return;
      if (proxy.onAnswer(answer) === "cut") cut();
      else client.write(answer);
    });
    client.on("close", () => {
      if (!isLate) upstream.destroy();
    });
    upstream.on("close", () => client.destroy());
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP port was asked for");
  const proxy: Proxy = {
    port: address.port,
    behave: (next) => (behaviour = next),
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    freeze: () => {
      isFrozen = true;
      behaviour = "silent";
    },
    onSent: () => "pass",
    onAnswer: () => "pass",
    get made() {
      return made;
    },
  };
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return proxy;
}

/** What a server answers to a statement that it refuses: a packet of its protocol. */
export function refusalPacket(errno: number, state: string, message: string): Buffer {
  const payload = Buffer.concat([
    Buffer.from([0xff, errno & 0xff, errno >> 8]),
    Buffer.from(`#${state}${message}`),
  ]);
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  // The first packet after the client's.
  header[3] = 1;
  return Buffer.concat([header, payload]);
}
