/** Where a database is, as the fields of the dialog and as a connection string. */

/** How a connection is encrypted, as the parameter `ssl` has it. */
export type Encryption = "none" | "true" | "unverified";

export const encryptions: readonly (readonly [Encryption, string])[] = [
  ["none", "Not encrypted"],
  ["true", "TLS, certificate verified"],
  ["unverified", "TLS, certificate not verified: anybody can pretend to be the server"],
];

export interface Place {
  readonly isServer: boolean;
  /** Of a file. */
  readonly path: string;
  /** `host`, `host:port` or `[address]:port`, as the connection string has it. */
  readonly host: string;
  readonly database: string;
  readonly user: string;
  readonly encryption: Encryption;
  /** Paths of PEM files. */
  readonly ssl_ca: string;
  readonly ssl_cert: string;
  readonly ssl_key: string;
  readonly unix_socket: string;
  /** `user@host:port` of the SSH server. */
  readonly ssh: string;
  readonly ssh_key: string;
  readonly ssh_host_key: string;
  /** Parameters without a field. */
  readonly others: string;
}

const parameters = [
  "ssl_ca",
  "ssl_cert",
  "ssl_key",
  "unix_socket",
  "ssh",
  "ssh_key",
  "ssh_host_key",
] as const;

export const emptyPlace: Place = {
  isServer: false,
  path: "",
  host: "",
  database: "rcdb",
  user: "rcdb",
  encryption: "none",
  ssl_ca: "",
  ssl_cert: "",
  ssl_key: "",
  unix_socket: "",
  ssh: "",
  ssh_key: "",
  ssh_host_key: "",
  others: "",
};

const fileScheme = "sqlite:///";

/** The fields of a connection string in its canonical form, as profiles have it. */
export function placeOf(connection: string): Place {
  if (connection.startsWith(fileScheme)) return { ...emptyPlace, path: connection.slice(fileScheme.length) };
  const parts = /^\w+:\/\/(?:([^@/]*)@)?([^/]*)\/([^?]*)(?:\?(.*))?$/s.exec(connection);
  if (!parts) return { ...emptyPlace, path: connection };
  const [, user = "", host = "", database = "", query = ""] = parts;
  const given = new URLSearchParams(query);
  const take = (name: string): string => {
    const value = given.get(name) ?? "";
    given.delete(name);
    return value;
  };
  const ssl = take("ssl");
  const fields = Object.fromEntries(parameters.map((name) => [name, take(name)]));
  return {
    ...emptyPlace,
    ...fields,
    isServer: true,
    host,
    user: decodeURIComponent(user),
    database: decodeURIComponent(database),
    encryption: ssl === "true" || ssl === "unverified" ? ssl : "none",
    others: given.toString(),
  };
}

/** The connection string of the fields, without a password; null while something that it needs is missing. */
export function connectionOf(place: Place): string | null {
  if (!place.isServer) return place.path.trim() || null;
  const [host, user, database] = [place.host.trim(), place.user.trim(), place.database.trim()];
  if ((host === "" && place.unix_socket.trim() === "") || user === "" || database === "") return null;
  const isEncrypted = place.encryption !== "none";
  const given = parameters.filter((name) => isEncrypted || !name.startsWith("ssl_"));
  const values = [
    ...(isEncrypted ? [["ssl", place.encryption] as const] : []),
    ...given.map((name) => [name, place[name].trim()] as const),
  ].filter(([name, value]) => value !== "" && !(name === "ssl_ca" && place.encryption === "unverified"));
  const query = [...values.map(([name, value]) => `${name}=${encodeURIComponent(value)}`), place.others]
    .filter((part) => part !== "")
    .join("&");
  const server = `${encodeURIComponent(user)}@${host || "localhost"}/${encodeURIComponent(database)}`;
  return `mysql://${server}${query && `?${query}`}`;
}
