import { readFileSync, statSync } from "node:fs";
import { isIP } from "node:net";
import type { ConnectionOptions, SslOptions, TypeCastField, TypeCastNext } from "mysql2";
import { RcdbError } from "../../api/failure.ts";
import type { Database } from "../database.ts";
import type { MysqlConnection, TlsOptions } from "./connection.ts";
import { loginMethods } from "./login.ts";
import { openSocket } from "./socket.ts";

/** How to log in to a server, and in what form its values arrive. Throws `bad_connection`. */
export function driverOptions(connection: MysqlConnection): ConnectionOptions {
  const { host, port, socket, user, password, database, tls } = connection;
  return {
    ...(socket === null ? { host, port } : { socketPath: socket }),
    stream: () => openSocket(connection),
    user,
    ...(password === null ? {} : { password }),
    database,
    authPlugins: loginMethods(connection),
    ...(tls === null ? {} : { ssl: readTlsFiles(tls, socket ?? host) }),
    charset: "UTF8MB4_GENERAL_CI",
    // A Date would be a moment in the local zone, a stored time has no zone.
    dateStrings: true,
    // Sums of integers are decimals to the server; columns of decimals are read as integers (see `tableSource.ts`).
    decimalNumbers: true,
    // Texts of digits where a double has too few of them.
    supportBigNumbers: true,
    // A JSON value is a text to RCDB.
    jsonStrings: true,
    typeCast: exactNumbers,
  };
}

const calculatedTypes = new Set(["FLOAT", "DOUBLE", "DECIMAL", "NEWDECIMAL"]);

/**
 * The driver adds up the digits of a number with a point itself: of sixteen and seventeen it loses some. An integer that is
 * calculated is a decimal, and beyond 2^53 a text of its digits here.
 */
function exactNumbers(field: TypeCastField, next: TypeCastNext): unknown {
  if (!calculatedTypes.has(field.type)) return next();
  const digits = field.string("ascii");
  if (digits === null) return null;
  const number = Number(digits);
  const isLong = field.type.endsWith("DECIMAL") && Number.isInteger(number) && !Number.isSafeInteger(number);
  return isLong && /^-?\d+$/.test(digits) ? digits : number;
}

function readTlsFiles({ verify, authorities, certificate, key }: TlsOptions, host: string): SslOptions {
  // The driver takes a certificate for localhost where it knows no name.
  if (verify && isIP(host) !== 0) {
    throw new RcdbError(
      "bad_connection",
      `A server's certificate is verified by the server's name, and “${host}” is an address. Give the name in the connection string or, on a network that you trust, ssl=unverified.`,
      { cause: "certificate" },
    );
  }
  return {
    rejectUnauthorized: verify,
    verifyIdentity: verify,
    ...(authorities === null ? {} : { ca: readPem(authorities) }),
    ...(certificate === null ? {} : { cert: readPem(certificate) }),
    ...(key === null ? {} : { key: readPem(key) }),
  };
}

function readPem(path: string): string {
  try {
    if (!statSync(path).isFile()) throw new TypeError("it is not a file");
    return readFileSync(path, "utf8");
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new RcdbError(
      "bad_connection",
      `The connection string names the file “${path}”, which cannot be read: ${reason}. Check its path and its permissions.`,
      { cause: "certificate", path },
    );
  }
}

/**
 * Waiting for another's transaction, in seconds; a transaction that waited in vain is tried again (see
 * `transaction.ts`), so that together it is as long as the wait for an SQLite file.
 */
const lockWait = 10;

/** Set on every new connection, whatever the server's defaults are. */
const sessionSettings = [
  // SQL text and literals mean the same everywhere; what does not fit a column is an error.
  "SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
  "SESSION autocommit = 1",
  "SESSION sql_select_limit = DEFAULT",
  `SESSION innodb_lock_wait_timeout = ${lockWait}`,
  "NAMES utf8mb4",
];

/** The statements that prepare a new connection. */
export function sessionStatements(access: Database["access"]): readonly string[] {
  return [
    `SET ${sessionSettings.join(", ")}`,
    access === "read"
      ? "SET SESSION TRANSACTION READ ONLY"
      : "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
  ];
}
