/** An SSH server for tests, in this process: one user, one key, and ways to ports and sockets of this computer. */
import { createServer, connect, type AddressInfo } from "node:net";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import ssh2, { type Connection as SshConnection, type ParsedKey } from "ssh2";
import { fingerprintOf } from "../../core/db/ssh/knownHosts.ts";

export interface TestSshServer {
  readonly port: number;
  /** Its key as a line of known_hosts has it: type and key. */
  readonly hostKey: string;
  readonly fingerprint: string;
  /** How many logins there were, how many clients are connected, and how many ways are open. */
  readonly counts: () => { readonly logins: number; readonly connected: number; readonly open: number };
  /** Resolves while the next client that ends its connection is on its way out: it has said so, and hears of nothing yet. */
  readonly leaving: () => Promise<void>;
  /** Closes all connections, as when it is restarted. */
  readonly drop: () => void;
  readonly stop: () => Promise<void>;
}

export interface TestKey {
  readonly path: string;
  readonly public: string;
}

/** Makes a key pair in a folder, which is that of a user (`~`). */
export function makeKey(home: string, name: string, passphrase?: string): TestKey {
  mkdirSync(join(home, ".ssh"), { recursive: true });
  const path = join(home, ".ssh", name);
  const pair = keyPair(passphrase);
  writeFileSync(path, pair.private, { mode: 0o600 });
  return { path, public: pair.public };
}

/** A new pair of keys. One of 200 that the library makes cannot be read by it again: such a one is made anew. */
function keyPair(passphrase?: string): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync(
      "ed25519",
      passphrase === undefined ? {} : { passphrase, cipher: "aes256-cbc", rounds: 4 },
    );
    if (!(ssh2.utils.parseKey(pair.private, passphrase) instanceof Error)) return pair;
  }
}

interface Options {
  /** The keys that may log in, as lines of authorized_keys. */
  readonly keys: readonly string[];
  /** Whether it allows no ways to elsewhere. */
  readonly isClosed?: boolean;
}

/** Starts one, whose user is `op`. */
export async function startSshServer({ keys, isClosed = false }: Options): Promise<TestSshServer> {
  const pair = keyPair();
  const own = parsed(pair.private);
  const allowed = keys.map(parsed);
  const connections = new Set<SshConnection>();
  const waiting = new Set<() => void>();
  let logins = 0;
  let open = 0;
  const server = new ssh2.Server({ hostKeys: [pair.private] }, (connection) => {
    connections.add(connection);
    connection.on("error", () => undefined);
    connection.on("end", () => waiting.forEach((tell) => tell()));
    connection.on("close", () => connections.delete(connection));
    connection.on("authentication", (context) => {
      if (context.method !== "publickey" || context.username !== "op") {
        context.reject(["publickey"]);
        return;
      }
      const { key, blob, signature, hashAlgo } = context;
      const known = allowed.find((one) => one.getPublicSSH().equals(key.data));
      // First a client asks whether the key would do, then it signs with it.
      const isProven =
        blob === undefined || signature === undefined || known?.verify(blob, signature, hashAlgo) === true;
      if (known && isProven) context.accept();
      else context.reject(["publickey"]);
    });
    connection.on("ready", () => logins++);
    const pass = (accept: () => Duplex, refuse: () => void, to: () => Duplex): void => {
      if (isClosed) {
        refuse();
        return;
      }
      const target = to();
      target.once("error", refuse);
      target.once("connect", () => {
        open += 1;
        const channel = accept();
        target.off("error", refuse);
        target.on("error", () => channel.destroy());
        channel.on("error", () => target.destroy());
        channel.on("close", () => {
          open -= 1;
          target.destroy();
        });
        // What nobody reads has no end.
        target.on("close", () => channel.resume());
        target.pipe(channel).pipe(target);
      });
    };
    connection.on("tcpip", (accept, refuse, { destIP, destPort }) =>
      pass(accept, refuse, () => connect(destPort, destIP)),
    );
    connection.on("openssh.streamlocal", (accept, refuse, { socketPath }) =>
      pass(accept, refuse, () => connect(socketPath)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const drop = (): void => {
    for (const connection of connections) connection.end();
  };
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: `${own.type} ${own.getPublicSSH().toString("base64")}`,
    fingerprint: fingerprintOf(own.getPublicSSH()),
    counts: () => ({ logins, connected: connections.size, open }),
    leaving: () =>
      new Promise((resolve) => {
        const tell = (): void => {
          waiting.delete(tell);
          resolve();
        };
        waiting.add(tell);
      }),
    drop,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      drop();
      await closed;
    },
  };
}

function parsed(text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

/** An SSH agent that holds one key, at a socket. */
export async function startAgent(socket: string, privateKey: string): Promise<() => void> {
  const key = parsed(privateKey);
  const server = createServer((stream) => {
    const agent = new ssh2.AgentProtocol(false);
    agent.on("identities", (request) => agent.getIdentitiesReply(request, [key]));
    agent.on("sign", (request, _public, data) => {
      const signature = key.sign(data);
      if (Buffer.isBuffer(signature)) agent.signReply(request, signature);
      else agent.failureReply(request);
    });
    agent.on("error", () => stream.destroy());
    stream.on("error", () => undefined);
    stream.pipe(agent).pipe(stream);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return () => server.close();
}
