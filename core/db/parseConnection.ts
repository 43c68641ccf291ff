import { RcdbError } from "../api/failure.ts";
import { backends } from "./backends.ts";
import type { Connection } from "./connection.ts";

const schemePattern = /^([a-z][a-z0-9+.-]+):\/\//i;

/**
 * Reads a connection string of any kind of database, or a path (`~` is the home folder; relative paths start at
 * `folder`). Throws `bad_connection`.
 */
export function parseConnection(text: string, folder: string = process.cwd()): Connection {
  const trimmed = text.trim();
  if (trimmed === "")
    throw new RcdbError("bad_connection", `No database is named. Give ${anyOf(({ given }) => given)}.`);
  if (trimmed.includes("\0"))
    throw new RcdbError("bad_connection", "A connection string cannot contain a NUL character.");
  refuseMistyped(trimmed);
  const scheme = schemePattern.exec(trimmed)?.[1]?.toLowerCase() ?? null;
  const backend = backends.find(({ connection }) => connection.hasScheme(scheme));
  if (!backend) {
    throw new RcdbError(
      "bad_connection",
      `“${scheme ?? trimmed}://” databases are not supported. Open ${anyOf(({ opened }) => opened)}`,
    );
  }
  return backend.connection.parse(trimmed, folder);
}

/** Whether two connection strings lead to the same database, as far as they say; false where one cannot be read. */
export function isSameDatabase(text: string, otherText: string): boolean {
  try {
    const [one, other] = [parseConnection(text), parseConnection(otherText)];
    const backend = backends.find(({ kind }) => kind === one.kind);
    return one.kind === other.kind && backend?.connection.isSame(one, other) === true;
  } catch (thrown) {
    if (thrown instanceof RcdbError) return false;
    throw thrown;
  }
}

/** A server's database without its `://`: taken for a path it would be told with its password. */
const mistyped = [
  /^(mysql|mariadb|sqlite)[a-z0-9+.-]*(:(?!\/\/)|\/\/)/i,
  /^(\/\/)?[^/\\\s:]+:[^/\\]*@[^/\\]+\//,
];

function refuseMistyped(text: string): void {
  if (!mistyped.some((pattern) => pattern.test(text))) return;
  throw new RcdbError(
    "bad_connection",
    `This is no connection string, for “://” is missing behind its kind. Give ${anyOf(({ opened }) => opened)} (a file of such a name: ./NAME)`,
  );
}

function anyOf(words: (connection: (typeof backends)[number]["connection"]) => string): string {
  return backends.map(({ connection }) => words(connection)).join(", or ");
}

/** A connection string as it may be shown, also where it cannot be read: what may be a password is left out. */
export function withoutPassword(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^:@/]*):.*@/i, "$1@");
}

/** A connection string, as `Connection.text` has it, with a password; that of a file as it is. */
export function withPassword(text: string, password: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^:@/]*)@/i, (_all, user: string) => {
    return `${user}:${encodeURIComponent(password)}@`;
  });
}
