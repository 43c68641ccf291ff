import { expect, test } from "vitest";
import type { Failure } from "../../../core/api/failure.ts";
import {
  connectionOf,
  emptyServer,
  fieldToFix,
  serverOf,
  type Server,
} from "../../../renderer/welcome/server.ts";
import { parseConnection } from "../../../core/db/parseConnection.ts";

const cases: readonly (readonly [Partial<Server>, string | null])[] = [
  [{ host: "hallddb" }, "mysql://rcdb@hallddb/rcdb"],
  [{ host: " hallddb:3307 " }, "mysql://rcdb@hallddb:3307/rcdb"],
  [{ host: "[::1]:3307" }, "mysql://rcdb@[::1]:3307/rcdb"],
  [{ host: "h", user: "a@b", password: "p:/?#% ä", database: "run conditions" }, null],
  [{ host: "h", encryption: "verified" }, "mysql://rcdb@h/rcdb?ssl=true"],
  [{ host: "h", encryption: "unverified" }, "mysql://rcdb@h/rcdb?ssl=unverified"],
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

test.each([
  ["?ssl_ca=%2Fca.pem", "verified"],
  ["?charset=utf8&ssl=1", "verified"],
  ["?ssl=false", "none"],
  ["?ssl=Unverified&ssl_key=k", "unverified"],
])("%s is %s", (parameters, encryption) => {
  expect(serverOf(`mysql://rcdb@h/rcdb${parameters}`)).toMatchObject({ encryption });
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

const refusals: readonly (readonly [Failure["code"], Failure["detail"], keyof Server | null])[] = [
  ["unreachable", { code: "ECONNREFUSED" }, "host"],
  ["bad_connection", undefined, "host"],
  ["login_refused", { code: "ER_ACCESS_DENIED_ERROR" }, "password"],
  ["not_a_database", { code: "ER_BAD_DB_ERROR" }, "database"],
  ["not_rcdb", undefined, "database"],
  ["no_permission", { code: "ER_DBACCESS_DENIED_ERROR" }, "database"],
  ["no_permission", { code: "ER_TABLEACCESS_DENIED_ERROR" }, "user"],
  ["no_such_file", undefined, null],
];

test.each(refusals)("after %s (%j) the field to fix is %s", (code, detail, expected) => {
  expect(fieldToFix(detail ? { code, message: "", detail } : { code, message: "" })).toBe(expected);
});
