import { expect, test } from "vitest";
import { connectionOf, emptyServer, serverOf, type Server } from "../../../renderer/welcome/server.ts";
import { parseConnection } from "../../../core/db/connection.ts";

const cases: readonly (readonly [Partial<Server>, string | null])[] = [
  [{ host: "hallddb" }, "mysql://rcdb@hallddb/rcdb"],
  [{ host: " hallddb:3307 " }, "mysql://rcdb@hallddb:3307/rcdb"],
  [{ host: "[::1]:3307" }, "mysql://rcdb@[::1]:3307/rcdb"],
  [{ host: "h", user: "a@b", password: "p:/?#% ä", database: "run conditions" }, null],
  [{ host: "h", isEncrypted: true }, "mysql://rcdb@h/rcdb?ssl=true"],
];

test.each(cases)("%j", (fields, expected) => {
  const server = { ...emptyServer, ...fields };
  const connection = connectionOf(server);
  if (expected !== null) expect(connection).toBe(expected);
  // The core reads the same out of it.
  expect(parseConnection(connection ?? "")).toMatchObject({
    kind: "mysql",
    user: server.user,
    password: server.password === "" ? null : server.password,
    database: server.database,
  });
  expect(serverOf(connection ?? "")).toEqual({ ...server, host: server.host.trim(), password: "" });
});

test.each(["host", "database", "user"] as const)("without a %s there is nothing to connect to", (field) => {
  expect(connectionOf({ ...emptyServer, host: "h", [field]: " " })).toBeNull();
});

test.each(["sqlite:////data/rcdb.sqlite", "rcdb.sqlite", "mysql://u@h/%zz", ""])(
  "%j is no server",
  (text) => {
    expect(serverOf(text)).toBeNull();
  },
);
