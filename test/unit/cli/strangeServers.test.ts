/** What answers at a database's address may be anything: it is told in words, at once, and the program ends. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { greeting, packet, scramble } from "../../support/mysqlProtocol.ts";
import { rcdb } from "./command.ts";

/** A server that greets, answers each packet in turn, and keeps the socket open. */
async function startStrange(first: Buffer, answers: readonly Buffer[]): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write(first);
    const left = [...answers];
    socket.on("data", () => socket.write(left.shift() ?? ""));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const native = greeting("mysql_native_password");
const switchTo = (method: string): Buffer => packet(2, [0xfe], `${method}\0`, scramble, [0]);
const loggedIn = packet(2, [0, 0, 0, 2, 0, 0, 0]);
const refused = packet(2, [0xff, 0x15, 0x04], "#28000no");

test.each<[name: string, first: Buffer, answers: Buffer[], told: RegExp]>([
  ["a refused login", native, [refused], /Login refused/],
  ["the clear-text method", native, [switchTo("mysql_clear_password")], /clear-text .* is not supported/],
  ["a method that nobody knows", native, [switchTo("toString")], /login method/],
  ["more data for no method", native, [packet(2, [1, 4])], /does not speak MySQL's protocol as expected/],
  ["an answer of no kind", native, [packet(2, [0x42, 1, 2])], /does not speak MySQL's protocol as expected/],
  [
    "a web server",
    Buffer.from("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n".repeat(9)),
    [],
    /MySQL's protocol|no answer/,
  ],
  ["half a greeting", packet(0, [10], "8.0"), [], /MySQL's protocol|no answer|broke/],
  [
    "nonsense after the login",
    native,
    [loggedIn, Buffer.concat([packet(1, [1]), packet(2, [200, 1])])],
    /MySQL's protocol|broke/,
  ],
  [
    "an error after the login",
    native,
    [loggedIn, packet(1, [0xff, 0x48, 0x04], "#HY000none")],
    /gives an error/,
  ],
])("%s is told in words", async (_, first, answers, told) => {
  const port = await startStrange(first, answers);
  const { code, errors, output } = await rcdb(["-c", `mysql://me:secret@127.0.0.1:${port}/rcdb`, "info"]);
  expect({ code, output }).toEqual({ code: errors.includes("gives an error") ? 1 : 3, output: "" });
  expect(errors).toMatch(told);
  expect(errors).not.toMatch(/^ +at /m);
  expect(errors).not.toContain("secret");
});
