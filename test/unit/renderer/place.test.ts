/** The fields of a profile's connection, and the connection string that they make. */
import { describe, expect, test } from "vitest";
import { parseConnection } from "../../../core/db/parseConnection.ts";
import { connectionOf, emptyPlace, placeOf, type Place } from "../../../renderer/profiles/place.ts";

const server: Place = { ...emptyPlace, isServer: true, host: "db.org", user: "me" };

test.each([
  "sqlite:////data/a b%20?#.sqlite",
  "mysql://me@db.org/rcdb",
  "mysql://m%40e@db.org:3307/r%20c",
  "mysql://me@[::1]:3307/rcdb",
  "mysql://me@h1:3306,h2:3307/rcdb",
  "mysql://me@localhost/rcdb?unix_socket=%2Frun%2Fmy%20sql.sock",
  "mysql://me@db.org/rcdb?ssl=true&ssl_ca=%2Fc%2Ba.pem&ssl_cert=%2Fc.pem&ssl_key=%2Fk.pem",
  "mysql://me@db.org/rcdb?ssl=unverified",
  "mysql://me@db.org/rcdb?ssh=op%40gate%3A2222&ssh_key=%2Fk&ssh_host_key=SHA256%3Aaaa%2Bbb",
  "mysql://me@db.org/rcdb?get_server_public_key=true",
])("comes back as it was: %s", (connection) => {
  const made = connectionOf(placeOf(connection));
  expect(made?.replace(/^\/(?!\/)/, "sqlite:////")).toBe(connection);
});

describe("what is typed", () => {
  test.each<[what: string, fields: Partial<Place>, connection: string | null]>([
    ["a file", { isServer: false, path: " /a.sqlite " }, "/a.sqlite"],
    ["no file", { isServer: false, path: " " }, null],
    ["a server", {}, "mysql://me@db.org/rcdb"],
    ["no host", { host: " " }, null],
    ["no host, but a socket", { host: "", unix_socket: "/s" }, "mysql://me@localhost/rcdb?unix_socket=%2Fs"],
    ["no user", { user: "" }, null],
    ["no database", { database: "" }, null],
    ["certificates without encryption", { ssl_ca: "/ca" }, "mysql://me@db.org/rcdb"],
    [
      "a CA that is not looked at",
      { encryption: "unverified", ssl_ca: "/ca" },
      "mysql://me@db.org/rcdb?ssl=unverified",
    ],
    ["signs with a meaning", { user: "a@b:c", database: "d/e?f" }, "mysql://a%40b%3Ac@db.org/d%2Fe%3Ff"],
  ])("%s", (_what, fields, connection) => {
    const made = connectionOf({ ...server, ...fields });
    expect(made).toBe(connection);
    if (made !== null) expect(parseConnection(made).password).toBeNull();
  });
});
