/** What leaves for a server that asks for the password in this way or that. */
import { constants, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { parseMysqlUrl } from "../../../core/db/mysql/url.ts";
import { openMysql } from "../../../core/db/mysql/open.ts";
import { execute, startServer } from "../../support/mariadb.ts";
import { greeting, packet, scramble } from "../../support/mysqlProtocol.ts";

const password = "secret-of-mine";
const key = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** An impostor: asks for the password by a method, offers its own key, and keeps what it gets. */
async function startImpostor(method: string): Promise<{ port: number; received: () => Buffer }> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write(greeting("mysql_native_password"));
    let packets = 0;
    socket.on("data", (data) => {
      chunks.push(data);
      const number = (data[3] ?? 0) + 1;
      packets++;
      if (packets === 1) socket.write(packet(number, [0xfe], `${method}\0`, scramble, [0]));
      else if (packets === 2 && method === "caching_sha2_password") socket.write(packet(number, [1, 4]));
      else if (data.length <= 5) socket.write(packet(number, [1], key.publicKey));
      else socket.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, received: () => Buffer.concat(chunks) };
}

async function failureAt(port: number, parameters = "") {
  const connection = parseMysqlUrl(`mysql://me:${password}@127.0.0.1:${port}/rcdb${parameters}`);
  return toFailure(await openMysql(connection).catch((thrown: unknown) => thrown));
}

/** What the impostor reads of the last 256 bytes with its own key; null where it reads nothing. */
function decrypted(received: Buffer): string | null {
  try {
    const block = privateDecrypt(
      { key: key.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" },
      received.subarray(-256),
    );
    const bytes = block.map((byte, at) => byte ^ (scramble[at % scramble.length] ?? 0));
    return Buffer.from(bytes).toString("utf8").replace(/\0$/, "");
  } catch {
    return null;
  }
}

describe.each(["caching_sha2_password", "sha256_password"])("without encryption, %s", (method) => {
  test("sends no password that the server's own key opens", async () => {
    const { port, received } = await startImpostor(method);
    expect(await failureAt(port)).toMatchObject({
      code: "login_refused",
      message: expect.stringMatching(/password was not sent.*ssl=true.*get_server_public_key/) as string,
    });
    expect(decrypted(received())).toBeNull();
    expect(received().includes(password)).toBe(false);
  });

  test("sends it where the connection trusts that key", async () => {
    const { port, received } = await startImpostor(method);
    await failureAt(port, "?get_server_public_key=true");
    expect(decrypted(received())).toBe(password);
  });
});

test.each([
  ["mysql_clear_password", "clear-text"],
  ["client_ed25519", "ed25519"],
  ["dialog", "PAM"],
])("%s is refused in words, and nothing is sent", async (method, word) => {
  const { port, received } = await startImpostor(method);
  expect(await failureAt(port)).toMatchObject({
    code: "login_refused",
    message: expect.stringMatching(
      new RegExp(`login method ${word} of this user is not supported`),
    ) as string,
  });
  expect(received().includes(password)).toBe(false);
});

test("a real MariaDB with a user that logs in by ed25519", async () => {
  const server = await startServer("--plugin-load-add=auth_ed25519");
  onTestFinished(server.stop);
  await execute({ port: server.port }, [
    `CREATE USER me IDENTIFIED VIA ed25519 USING PASSWORD('${password}')`,
  ]);
  expect(await failureAt(server.port)).toMatchObject({
    code: "login_refused",
    message: expect.stringMatching(/ed25519/) as string,
  });
});
