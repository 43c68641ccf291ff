/** The schemas of connection profiles: databases by a name of the user's own. */
import * as v from "valibot";
import type { FailureCode, FailureDetail } from "./failure.ts";

/** The colours by which people tell databases apart. */
export const profileColors = ["gray", "red", "orange", "yellow", "green", "teal", "blue", "purple"] as const;
export type ProfileColor = (typeof profileColors)[number];

const mostNameCharacters = 60;

const profileName = v.pipe(
  v.string(),
  v.regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} ._-]*[\p{L}\p{N}\p{M}])?$/u,
    "A name has letters, digits, blanks and . _ - and begins and ends with a letter or digit.",
  ),
  v.maxLength(mostNameCharacters, `A name has at most ${mostNameCharacters} characters.`),
);

export const profileEntries = {
  name: profileName,
  color: v.picklist(profileColors),
  /** The connection string of an SQLite file or of a server, without a password. */
  connection: v.string(),
  /** Whether the database may be changed through it. */
  access: v.picklist(["read", "write"]),
};
export const profile = v.object(profileEntries);
export type Profile = v.InferOutput<typeof profile>;

/** What a connection fails by, and its name for people. */
export const connectionCauses = {
  file: "File",
  host: "Host",
  port: "Port",
  socket: "Socket",
  tunnel: "SSH tunnel",
  certificate: "Certificate",
  login: "Login",
  database: "Database",
  "not-rcdb": "Not an RCDB database",
  schema: "Schema",
  other: "Connection",
} as const;
export type ConnectionCause = keyof typeof connectionCauses;

const causesByCode: Partial<Record<FailureCode, ConnectionCause>> = {
  login_refused: "login",
  not_rcdb: "not-rcdb",
  wrong_schema: "schema",
  no_such_file: "file",
  not_a_database: "file",
  no_permission: "file",
  damaged: "file",
  locked: "file",
  unreachable: "port",
};

/** A failure, as data or as it is thrown. */
interface Refusal {
  readonly code: FailureCode;
  readonly detail?: FailureDetail | undefined;
}

/** What is to be put right where a database could not be opened: `detail.cause`, or what its code means. */
export function connectionCause({ code, detail }: Refusal): ConnectionCause {
  const named = detail?.["cause"];
  if (typeof named === "string" && isConnectionCause(named)) return named;
  return causesByCode[code] ?? "other";
}

function isConnectionCause(text: string): text is ConnectionCause {
  return Object.hasOwn(connectionCauses, text);
}

/** Whether a server refuses a login for its user or password, so that asking for a password may help. */
export function asksForPassword({ code, detail }: Refusal): boolean {
  return code === "login_refused" && detail?.["cause"] === "login";
}
