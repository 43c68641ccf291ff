import type { Failure } from "../../core/api/failure.ts";

/** A database on a MySQL or MariaDB server, as the fields of a form and as a connection string. */
export interface Server {
  /** `host`, `host:port` or `[address]:port`. */
  readonly host: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly encryption: Encryption;
}

/** Whether the connection is encrypted, and the server's certificate is verified: without that it may be an impostor. */
export type Encryption = "none" | "verified" | "unverified";

/** The choices in words. */
export const encryptions: readonly (readonly [Encryption, string])[] = [
  ["none", "Not encrypted"],
  ["verified", "TLS, certificate verified"],
  ["unverified", "TLS, certificate not verified"],
];

const encryptionParameters: Readonly<Record<Encryption, string>> = {
  none: "",
  verified: "?ssl=true",
  unverified: "?ssl=unverified",
};

export const emptyServer: Server = {
  host: "",
  database: "rcdb",
  user: "rcdb",
  password: "",
  encryption: "none",
};

/** The connection string of a server; null while something that it needs is missing. */
export function connectionOf(server: Server): string | null {
  const [host, database, user] = [server.host.trim(), server.database.trim(), server.user.trim()];
  if (host === "" || database === "" || user === "") return null;
  const password = server.password === "" ? "" : `:${encodeURIComponent(server.password)}`;
  const parameters = encryptionParameters[server.encryption];
  return `mysql://${encodeURIComponent(user)}${password}@${host}/${encodeURIComponent(database)}${parameters}`;
}

/** The fields of a connection string, without its password; null where it is none of a server's. */
export function serverOf(connection: string): Server | null {
  const parts = /^mysql(?:\+\w+)?:\/\/(?:([^:@/]*)(?::[^@/]*)?@)?([^/@?]+)\/([^?]+)(\?.*)?$/i.exec(
    connection,
  );
  if (!parts) return null;
  const [, user = "", host = "", database = "", parameters = ""] = parts;
  try {
    return {
      host,
      database: decodeURIComponent(database),
      user: decodeURIComponent(user),
      password: "",
      encryption: encryptionOf(parameters),
    };
  } catch {
    // Not encoded as it should be: the form starts empty.
    return null;
  }
}

function encryptionOf(parameters: string): Encryption {
  if (/[?&]ssl=unverified(?:&|$)/i.test(parameters)) return "unverified";
  return /[?&]ssl(?:=(?:true|1)(?:&|$)|_)/i.test(parameters) ? "verified" : "none";
}

/** The field of the form that a refusal is about; null where it is about none of them. */
export function fieldToFix({ code, detail }: Failure): keyof Server | null {
  if (code === "unreachable" || code === "connection_lost" || code === "bad_connection") return "host";
  if (code === "login_refused") return "password";
  if (code === "not_a_database" || code === "not_rcdb" || code === "wrong_schema") return "database";
  if (code !== "no_permission") return null;
  // Servers answer so for a database that does not exist, too, where the user has rights on others only.
  return detail?.["code"] === "ER_DBACCESS_DENIED_ERROR" ? "database" : "user";
}
