/** The schemas of connection profiles: databases by a name of the user's own. */
import * as v from "valibot";
import { asking, call, nothing } from "./call.ts";
import { databaseInfo } from "./database.ts";
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
  color: v.picklist(profileColors, `A colour is one of ${profileColors.join(", ")}.`),
  /** The connection string of an SQLite file or of a server, without a password. */
  connection: v.string(),
  /** Whether the database may be changed through it. */
  access: v.picklist(["read", "write"], "Access is read or write."),
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

/** A profile as a window lists it. */
const listedProfile = v.object({
  ...profileEntries,
  /** Where its database is, for people. */
  location: v.string(),
  isFile: v.boolean(),
  /** Whether its password is kept: in the keychain, or until the program ends. */
  hasPassword: v.boolean(),
});
export type ListedProfile = v.InferOutput<typeof listedProfile>;

const profileList = v.object({
  profiles: v.array(listedProfile),
  /** What in the file of the profiles cannot be used, in words. */
  problems: v.array(v.string()),
  /** Whether the system keeps passwords; if not, why, in words. */
  keychain: v.object({ isAvailable: v.boolean(), words: v.string() }),
});
export type ProfileList = v.InferOutput<typeof profileList>;

const testedConnection = v.object({
  works: v.boolean(),
  /** What is to be put right; null where it works. */
  cause: v.nullable(v.picklist(Object.keys(connectionCauses) as ConnectionCause[])),
  message: v.string(),
});
export type TestedConnection = v.InferOutput<typeof testedConnection>;

/** Passwords go to the host alone: no answer has one. */
export const profileCalls = {
  listProfiles: call({ ...asking, changes: false }, nothing, profileList),
  /** Adds a profile, or puts it in the place of another. A password is kept, or only used until the program ends. */
  saveProfile: call(
    asking,
    v.object({
      replaces: v.nullable(v.string()),
      profile,
      password: v.nullable(v.string()),
      keepPassword: v.boolean(),
    }),
    profileList,
  ),
  removeProfile: call(asking, v.object({ name: v.string() }), profileList),
  /** Tries a connection; without a password that is given, with the one that is kept for it. */
  testConnection: call(
    { ...asking, changes: false },
    v.object({ connection: v.string(), password: v.nullable(v.string()) }),
    testedConnection,
  ),
  /** The connection string, without a password, of another one or of the text of an option file. */
  importConnection: call(
    { ...asking, changes: false },
    v.object({ text: v.string() }),
    v.object({ connection: v.string(), remarks: v.array(v.string()) }),
  ),
  /** An option file that says what a connection string does. */
  exportConnection: call(
    { ...asking, changes: false },
    v.object({ connection: v.string() }),
    v.object({ text: v.string() }),
  ),
  /** Desktop: has people choose a file, and answers its path; null where they do not. */
  chooseFile: call(asking, v.object({ title: v.string() }), v.nullable(v.string())),
  /** Desktop: opens the sample database, which is made where it is missing. */
  openSample: call(asking, nothing, databaseInfo),
};
