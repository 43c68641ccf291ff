/** Databases behind an SSH server, a real one in this process: what goes through it, and what can go wrong in words. */
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { toFailure, type Failure } from "../../../core/api/failure.ts";
import type { Database } from "../../../core/db/database.ts";
import { openMysql } from "../../../core/db/mysql/open.ts";
import { parseMysqlUrl } from "../../../core/db/mysql/url.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { openChannel } from "../../../core/db/ssh/client.ts";
import { TunnelSocket } from "../../../core/db/ssh/socket.ts";
import { createOnMariadb, mariadbPort } from "../../support/backends.ts";
import { startServer } from "../../support/mariadb.ts";
import {
  makeKey,
  startAgent,
  startSshServer,
  type TestKey,
  type TestSshServer,
} from "../../support/sshServer.ts";
import { rcdb } from "../cli/command.ts";
import { temporaryFolder } from "../../support/temporary.ts";

let home: string;
let key: TestKey;
let server: TestSshServer;
/** A database as it is reached from the SSH server. */
let connection: string;

beforeAll(async () => {
  home = temporaryFolder();
  key = makeKey(home, "station");
  server = await startSshServer({ keys: [key.public] });
  connection = await createOnMariadb();
});
afterAll(() => server.stop());

beforeEach(() => {
  vi.stubEnv("HOME", home);
  vi.stubEnv("SSH_AUTH_SOCK", "");
  know(`[127.0.0.1]:${server.port} ${server.hostKey}`);
});

function know(...lines: readonly string[]): void {
  writeFileSync(join(home, ".ssh", "known_hosts"), lines.map((line) => `${line}\n`).join(""));
}

interface Way {
  readonly ssh?: string;
  readonly ssh_key?: string | null;
  readonly ssh_host_key?: string;
}

/** The connection string of a database through the SSH server. */
function through(way: Way = {}, to = connection): string {
  const all = { ssh: `op@127.0.0.1:${server.port}`, ssh_key: key.path, ...way };
  const parameters = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${to}${to.includes("?") ? "&" : "?"}${parameters.join("&")}`;
}

/** The tunnel itself, without a database at its end, and the port of the database server. */
const direct = () => ({
  tunnel: { user: "op", host: "127.0.0.1", port: server.port, key: key.path, hostKey: null },
  target: { host: "127.0.0.1", port: mariadbPort() },
});

async function used<T>(text: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(text);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function failureOf(text: string): Promise<Failure> {
  const opened = await openDatabase(text).catch(toFailure);
  if ("code" in opened) return opened;
  await opened.close();
  throw new Error(`${text} was opened`);
}

/** In milliseconds: what a busy machine may take for anything here. */
const limit = 60_000;

/** Until nobody is connected to the SSH server: a connection that is there is used by who comes next, without a login. */
async function nobodyConnected(): Promise<void> {
  await vi.waitFor(() => expect(server.counts()).toMatchObject({ connected: 0, open: 0 }), limit);
}

/** A port that leads to another one, a hundred kilobytes a second each way, all connections of a client together. */
async function startSlowWay(to: number): Promise<number> {
  const part = 8192;
  const bytesPerMillisecond = 100;
  const passSlowly = async (from: Socket, into: Socket): Promise<void> => {
    from.on("error", () => undefined);
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += part) {
        await wait(part / bytesPerMillisecond);
        into.write(chunk.subarray(at, at + part));
      }
    }
  };
  const way = createServer((client) => {
    const upstream = connect(to, "127.0.0.1");
    for (const [from, into] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      void passSlowly(from, into)
        .catch(() => undefined)
        .finally(() => into.destroy());
    }
  });
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void way.close());
  return (way.address() as AddressInfo).port;
}

const countRuns = ({ read }: Database): Promise<unknown> => read.selectFrom("runs").selectAll().execute();

describe("a database is read through the tunnel", () => {
  test("several statements at once, over one login", async () => {
    const { logins } = server.counts();
    await used(through(), async (database) => {
      await Promise.all(Array.from({ length: 6 }, () => countRuns(database)));
      expect(database.connection.location).toMatch(/ through op@127\.0\.0\.1:\d+$/);
    });
    expect(server.counts().logins).toBe(logins + 1);
    await nobodyConnected();
  });

  test("by who comes in the moment in which its connection ends", async () => {
    const { tunnel, target } = direct();
    const leaving = server.leaving();
    (await openChannel(tunnel, target)).resume().destroy();
    await leaving;
    (await openChannel(tunnel, target)).resume().destroy();
  });

  test("by who comes when its connection is lost and does not know it yet", async () => {
    const { tunnel, target } = direct();
    const before = await openChannel(tunnel, target);
    server.drop();
    (await openChannel(tunnel, target)).resume().destroy();
    before.resume().destroy();
  });

  test("by who gives up while it opens, and nothing of it stays", async () => {
    const { tunnel, target } = direct();
    await nobodyConnected();
    const socket = new TunnelSocket(tunnel, target);
    const { logins } = server.counts();
    socket.destroy();
    await vi.waitFor(() => expect(server.counts().logins).toBe(logins + 1), limit);
    await nobodyConnected();
  });

  test("more than fits a packet or a window of it, both ways", async () => {
    const text = randomBytes(3_000_000).toString("base64");
    await used(through(), async ({ read }) => {
      const { rows } = await sql<{ text: string }>`SELECT ${text} AS text`.execute(read);
      expect(rows[0]?.text === text).toBe(true);
    });
  });

  test("by who gives up in the middle of an answer, and nothing of it stays", async () => {
    await nobodyConnected();
    const talker = createServer((socket) => socket.on("error", () => undefined).end(Buffer.alloc(8_000_000)));
    await new Promise<void>((resolve) => talker.listen(0, "127.0.0.1", resolve));
    const { port } = talker.address() as AddressInfo;
    const socket = new TunnelSocket(direct().tunnel, { host: "127.0.0.1", port });
    await once(socket, "readable");
    socket.destroy();
    await nobodyConnected();
    await new Promise((resolve) => talker.close(resolve));
  });

  test.each([
    ["a large statement", "SELECT length(?) AS length"],
    ["a large answer", "SELECT ? AS text"],
  ])("that is slow: %s takes longer than a server may be silent for", async (_what, statement) => {
    const way = await startSlowWay(server.port);
    know(`[127.0.0.1]:${way} ${server.hostKey}`);
    const place = parseMysqlUrl(through({ ssh: `op@127.0.0.1:${way}` }));
    const database = await openMysql(place, { pause: 50, answer: 3000, connect: limit });
    try {
      const parts = statement.split("?").map((part) => sql.raw(part));
      const { rows } = await sql`${parts[0]}${"a".repeat(500_000)}${parts[1]}`.execute(database.read);
      expect(rows).toHaveLength(1);
    } finally {
      await database.close();
    }
  });

  test("to a Unix socket, and encrypted", async () => {
    const tls = fileURLToPath(new URL("../../fixtures/tls/", import.meta.url));
    const own = await startServer(`--ssl-cert=${tls}server.pem`, `--ssl-key=${tls}server-key.pem`);
    try {
      const place = await createOnMariadb([], [], { port: own.port });
      const name = new URL(place).pathname;
      const bySocket = `mysql://root@localhost${name}?unix_socket=${encodeURIComponent(own.socket)}`;
      expect(await used(through({}, bySocket), countRuns)).toEqual([]);
      const verified = `mysql://root@localhost:${own.port}${name}?ssl_ca=${tls}server.pem`;
      expect(await used(through({}, verified), countRuns)).toEqual([]);
    } finally {
      await own.stop();
    }
  });

  test.each<[string, (port: number) => string[]]>([
    ["a pattern", (port) => ["# keys", "", `other,[127.0.0.?]:${port},!x ${server.hostKey} a comment`]],
    ["its hash", (port) => [hashed(`[127.0.0.1]:${port}`)]],
    ["beside keys of other kinds", (port) => [`[127.0.0.1]:${port} ssh-rsa AAAA`, `* ${server.hostKey}`]],
  ])("the server is known by %s", async (_what, lines) => {
    know(...lines(server.port));
    expect(await used(through(), countRuns)).toEqual([]);
  });

  test("the server is known by a fingerprint", async () => {
    know();
    expect(await used(through({ ssh_host_key: server.fingerprint }), countRuns)).toEqual([]);
  });

  test("with a key of the agent, and with one of ~/.ssh", async () => {
    const socket = join(temporaryFolder(), "agent");
    const stop = await startAgent(socket, readFileSync(key.path, "utf8"));
    vi.stubEnv("SSH_AUTH_SOCK", socket);
    try {
      expect(await used(through({ ssh_key: null }), countRuns)).toEqual([]);
    } finally {
      stop();
    }
    const other = temporaryFolder();
    const usual = makeKey(other, "id_ed25519");
    const its = await startSshServer({ keys: [usual.public] });
    try {
      vi.stubEnv("HOME", other);
      vi.stubEnv("SSH_AUTH_SOCK", "");
      const way = { ssh: `op@127.0.0.1:${its.port}`, ssh_key: null, ssh_host_key: its.fingerprint };
      expect(await used(through(way), countRuns)).toEqual([]);
    } finally {
      await its.stop();
    }
  });
});

function hashed(name: string): string {
  const salt = randomBytes(20);
  const hash = createHmac("sha1", salt).update(name).digest("base64");
  return `|1|${salt.toString("base64")}|${hash} ${server.hostKey}`;
}

test("the bundled program goes through it, and ends", async () => {
  const environment = { HOME: home, SSH_AUTH_SOCK: "" };
  const { code, output, errors } = await rcdb(["-c", through(), "info", "--json"], environment);
  expect(errors).toBe("");
  expect(code).toBe(0);
  expect(output).toContain(" through op@127.0.0.1");
  expect(await rcdb(["-c", through({ ssh_key: "/no/key" }), "info"], environment)).toMatchObject({
    code: 2,
    errors: expect.stringMatching(/SSH tunnel: the key “\/no\/key” does not exist/) as string,
  });
});

describe("what is wrong with a tunnel is told in words", () => {
  const wrong: readonly [
    what: string,
    make: () => string | Promise<string>,
    code: string,
    message: RegExp,
  ][] = [
    [
      "a host that is none",
      () => through({ ssh: "op@no-such-host.invalid" }),
      "unreachable",
      /^SSH tunnel: no computer named “no-such-host\.invalid”/,
    ],
    [
      "a port where nobody listens",
      () => through({ ssh: "op@127.0.0.1:1" }),
      "unreachable",
      /no SSH server listens at port 1 of “127\.0\.0\.1”/,
    ],
    [
      "what is no SSH server",
      () => through({ ssh: `op@127.0.0.1:${mariadbPort()}` }),
      "unreachable",
      /^SSH tunnel: (the connection to|“127\.0\.0\.1” gives no answer)/,
    ],
    [
      "an unknown server",
      () => (know(), through()),
      "login_refused",
      /key of “127\.0\.0\.1” is not known.*ssh -p \d+ op@127\.0\.0\.1.*ssh_host_key=SHA256:/,
    ],
    [
      "a server with another key",
      () => (
        know(`[127.0.0.1]:${server.port} ssh-ed25519 ${Buffer.from("another").toString("base64")}`),
        through()
      ),
      "login_refused",
      /is another one than in “.*known_hosts”/,
    ],
    [
      "a revoked key",
      () => (know(`@revoked * ${server.hostKey}`), through()),
      "login_refused",
      /is another one than in/,
    ],
    [
      "another fingerprint",
      () => through({ ssh_host_key: `SHA256:${"a".repeat(43)}` }),
      "login_refused",
      /\(ssh-ed25519, SHA256:.*is not the one named by ssh_host_key/,
    ],
    [
      "a key that is not there",
      () => through({ ssh_key: "/no/such/key" }),
      "bad_connection",
      /“\/no\/such\/key” does not exist/,
    ],
    [
      "a file that is not a key",
      () => through({ ssh_key: join(home, ".ssh", "known_hosts") }),
      "bad_connection",
      /known_hosts” is not a private key/,
    ],
    [
      "a key with a passphrase",
      () => through({ ssh_key: makeKey(home, "locked", "sesame").path }),
      "bad_connection",
      /passphrase.*ssh-add .*locked/,
    ],
    [
      "no key at all",
      () => through({ ssh_key: null }),
      "login_refused",
      /no SSH agent runs, and ~\/\.ssh has no key/,
    ],
    [
      "another's key",
      () => through({ ssh_key: makeKey(home, "foreign").path }),
      "login_refused",
      /“127\.0\.0\.1” refuses the login of op with the key “.*foreign”/,
    ],
    [
      "another user",
      () => through({ ssh: `me@127.0.0.1:${server.port}` }),
      "login_refused",
      /refuses the login of me/,
    ],
    [
      "no database server behind it",
      () => through({}, "mysql://root@127.0.0.1:1/rcdb"),
      "unreachable",
      /“127\.0\.0\.1” is reached, but no database server from there at 127\.0\.0\.1, port 1/,
    ],
    [
      "a wrong password behind it",
      () => through({}, connection.replace("root@", "root:secret@")),
      "login_refused",
      /Login refused/,
    ],
  ];
  beforeEach(nobodyConnected);
  test.each(wrong)("%s", async (_what, make, code, message) => {
    const failure = await failureOf(await make());
    expect(failure.message).toMatch(message);
    expect(failure.code).toBe(code);
    expect(JSON.stringify(failure)).not.toMatch(/secret|PRIVATE KEY/);
  });

  test("the end of the SSH server, and the next attempt works again", async () => {
    const own = await startSshServer({ keys: [key.public] });
    const way = through({ ssh: `op@127.0.0.1:${own.port}`, ssh_host_key: own.fingerprint });
    try {
      await used(way, async (database) => {
        const waiting = sql`SELECT SLEEP(60)`.execute(database.read).then(() => null, toFailure);
        await vi.waitFor(() => expect(own.counts().open).toBeGreaterThan(0), limit);
        own.drop();
        expect(await waiting).not.toBeNull();
        expect(await countRuns(database)).toEqual([]);
      });
    } finally {
      await own.stop();
    }
  });
});
