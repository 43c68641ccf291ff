/** Connection strings of servers, as the existing clients write them. */
import { userInfo } from "node:os";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MysqlConnection } from "../../../core/db/mysql/connection.ts";
import { parseConnection } from "../../../core/db/parseConnection.ts";

function parse(text: string): MysqlConnection {
  const connection = parseConnection(text);
  if (connection.kind !== "mysql") throw new Error(`${text} names no server`);
  return connection as MysqlConnection;
}

const plain = {
  host: "db.org",
  port: 3306,
  socket: null,
  user: "me",
  password: null,
  database: "rcdb",
  tls: null,
  trustsServerKey: false,
  tunnel: null,
};
const host = (name: string, port = 3306) => ({ host: name, port });
const gate = { user: "op", host: "gate.org", port: 22, key: null, hostKey: null };
const fingerprint = `SHA256:${"a".repeat(43)}`;
const encrypted = { verify: true, authorities: null, certificate: null, key: null };

describe("what a connection string says", () => {
  test.each<[text: string, parts: Partial<MysqlConnection>]>([
    ["mysql://me@db.org/rcdb", { ...plain, location: "me@db.org:3306/rcdb", name: "rcdb" }],
    ["mysql+pymysql://me@db.org/rcdb", plain],
    ["mysql+mysqlconnector://me@db.org/rcdb", plain],
    ["mariadb://me@db.org/rcdb", plain],
    ["MySQL://me@db.org/rcdb", plain],
    ["  mysql://me@db.org:3306/rcdb ", plain],
    ["mysql://me:@db.org/rcdb", { ...plain, password: "" }],
    ["mysql://me:p%40s%3As%2F%25@db.org:3307/rcdb", { ...plain, password: "p@s:s/%", port: 3307 }],
    // Not right, but what people write.
    ["mysql://me:p@ss@db.org/rcdb", { ...plain, password: "p@ss" }],
    ["mysql://m%40e@db.org/r%20c", { ...plain, user: "m@e", database: "r c" }],
    ["mysql://db.org/rcdb", { ...plain, user: userInfo().username }],
    ["mysql://me@[::1]:3307/rcdb", { ...plain, host: "::1", port: 3307, location: "me@[::1]:3307/rcdb" }],
    ["mysql://me@[fe80::1]/rcdb", { ...plain, host: "fe80::1" }],
    ["mysql://me@/rcdb", { ...plain, host: "localhost" }],
    [
      "mysql://me@h1:3306,h2,h3:3308/rcdb",
      {
        ...plain,
        host: "h1",
        hosts: [host("h1"), host("h2"), host("h3", 3308)],
        text: "mysql://me@h1,h2,h3:3308/rcdb",
        location: "me@h1:3306,h2:3306,h3:3308/rcdb",
      },
    ],
    [
      "mysql://me:p@ss,word@[::1]:3307,[fe80::2],h3:/rcdb?ssl=unverified",
      {
        host: "::1",
        port: 3307,
        password: "p@ss,word",
        hosts: [host("::1", 3307), host("fe80::2"), host("h3")],
        text: "mysql://me@[::1]:3307,[fe80::2],h3/rcdb?ssl=unverified",
        location: "me@[::1]:3307,[fe80::2]:3306,h3:3306/rcdb (certificate not verified)",
      },
    ],
    ["mysql://h1,h2/rcdb", { hosts: [host("h1"), host("h2")], user: userInfo().username }],
    // Once is enough.
    ["mysql://me@h1,h2:3306,h1:3306,h1:3307/rcdb", { hosts: [host("h1"), host("h2"), host("h1", 3307)] }],
    [
      "mysql://me@/rcdb?unix_socket=/run/my%20sql.sock",
      { socket: "/run/my sql.sock", location: "me@/run/my sql.sock/rcdb" },
    ],
    ["mysql://me@localhost/rcdb?socket=/run/s", { socket: "/run/s" }],
    ["mysql://me@db.org/rcdb?charset=utf8mb4", plain],
    ["mysql://me@db.org/rcdb?ssl=true", { tls: encrypted }],
    [
      "mysql://me@db.org/rcdb?ssl=Unverified",
      { tls: { ...encrypted, verify: false }, location: "me@db.org:3306/rcdb (certificate not verified)" },
    ],
    ["mysql://me@db.org/rcdb?ssl=0", plain],
    ["mysql://me@db.org/rcdb?get_server_public_key=true", { ...plain, trustsServerKey: true }],
    [
      "mysql://me@db.org/rcdb?charset=utf8&ssl_ca=/ca.pem",
      { tls: { ...encrypted, verify: true, authorities: "/ca.pem" } },
    ],
    [
      "mysql://me@db.org/rcdb?ssl_ca=/ca.pem&ssl_cert=/c.pem&ssl_key=/k%26.pem",
      { tls: { verify: true, authorities: "/ca.pem", certificate: "/c.pem", key: "/k&.pem" } },
    ],
    [
      "mysql://me@localhost/rcdb?ssh=op@gate.org",
      { tunnel: gate, location: "me@localhost:3306/rcdb through op@gate.org" },
    ],
    [
      "mysql://me@db.org/rcdb?ssh=op%40gate.org:2222&ssh_key=/home/op/.ssh/id%20rsa",
      { tunnel: { ...gate, port: 2222, key: "/home/op/.ssh/id rsa" } },
    ],
    ["mysql://me@db.org/rcdb?ssh=gate.org", { tunnel: { ...gate, user: userInfo().username } }],
    [
      `mysql://me@db.org/rcdb?ssh=op@[::1]:22&ssh_host_key=${fingerprint}=`,
      { tunnel: { ...gate, host: "::1", hostKey: fingerprint } },
    ],
  ])("%s", (text, parts) => {
    const connection = parse(text);
    expect(connection).toMatchObject(parts);
    expect(parse(connection.text)).toEqual({ ...connection, password: null });
  });

  test("any user, password, database and path come through, and no password is shown", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((part) => !part.includes("\0"));
    const password = text.map((part) => `pass${part}word`);
    fc.assert(
      fc.property(text, password, text, text, (user, secret, database, socket) => {
        const [me, hidden, name, path] = [user, secret, database, socket].map(encodeURIComponent);
        const url = `mysql://${me}:${hidden}@db.org/${name}?unix_socket=${path}`;
        const connection = parse(url);
        expect(connection).toMatchObject({ user, password: secret, database, socket });
        expect(parse(connection.text)).toEqual({ ...connection, password: null });
        expect(connection.text).not.toContain(hidden);
      }),
    );
  });
});

describe("what is wrong with a connection string", () => {
  test.each([
    ["mysql://me:secret@db.org", /names no database/],
    ["mysql://me:secret@db.org/", /names no database/],
    ["mysql://me:secret@db.org:port/rcdb", /port, behind the colon/],
    ["mysql://me:secret@db.org:0/rcdb", /port/],
    ["mysql://me:secret@db.org:65536/rcdb", /port/],
    ["mysql://me:sec%ret@db.org/rcdb", /percent sign.*%25/],
    ["mysql://me:secret@db.org/rcdb?ssl_verify=1", /“ssl_verify” is not a parameter.*ssl_ca/],
    ["mysql://me:secret@db.org/rcdb?ssl=maybe", /ssl is true, unverified or false/],
    ["mysql://me@db.org/rcdb?ssl=unverified&ssl_ca=/ca.pem", /contradict each other/],
    ["mysql://me:secret@db.org/rcdb?ssh=op@gate:port", /ssh is user@host or user@host:port/],
    [
      "mysql://me:secret@db.org/rcdb?ssh=op:secret@gate",
      /ssh is user@host or user@host:port, without a password/,
    ],
    ["mysql://me:secret@db.org/rcdb?ssh=op@gate:0", /ssh is user@host or/],
    ["mysql://me:secret@db.org/rcdb?ssh_key=/k", /add ssh=user@host/],
    ["mysql://me:secret@db.org/rcdb?ssh=op@gate&ssh_host_key=MD5:aa", /ssh_host_key is a fingerprint/],
    ["mysql://me:secret@[::1/rcdb", /port/],
    ["mysql://me:secret@h1,,h2/rcdb", /no host beside one of its commas/],
    ["mysql://me:secret@h1,/rcdb", /no host beside/],
    ["mysql://me:secret@h1,h2:port/rcdb", /port, behind the colon/],
    ["mysql://me:secret@h1,::1/rcdb", /IPv6 in brackets/],
    ["mysql://me:secret@h1,h2/rcdb?unix_socket=/run/s", /unix_socket and several hosts contradict/],
    ["mysql://me@db]/rcdb", /cannot be read/],
    ["mysql:///", /names no database/],
  ])("%s", (text, message) => {
    const attempt = (): unknown => parseConnection(text);
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow(/secret|sec%ret/);
  });
});

test.each([
  "mysql:/pw:geheim@h/db",
  "mysql:pw:geheim@h/db",
  "mysql//pw:geheim@h/db",
  "mariadb:pw:geheim@h/db",
  "pw:geheim@h/db",
  "//pw:geheim@h:3306/db",
])("%s is no path, and is not told", (text) => {
  expect(() => parseConnection(text)).toThrow(/“:\/\/” is missing/);
  expect(() => parseConnection(text)).not.toThrow(/geheim/);
});

test.each(["./mysql:file", "a:b@c.sqlite", "/data/a:b@c/d.sqlite", "C:/a@b/c.sqlite"])(
  "%s is a path",
  (text) => {
    expect(parseConnection(text).kind).toBe("sqlite");
  },
);
