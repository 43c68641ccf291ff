/** Connection strings of MySQL and MariaDB servers, as SQLAlchemy writes them. */
import { userInfo } from "node:os";
import { RcdbError } from "../../api/failure.ts";
import type { Tunnel } from "../ssh/tunnel.ts";
import type { MysqlConnection, TlsOptions } from "./connection.ts";
import { hostInUrl, hostText, readHosts } from "./hosts.ts";

const urlPattern =
  /^[^:]+:\/\/(?:(?<user>[^:/@]*)(?::(?<password>[^/?]*))?@)?(?<hosts>[^/?]*)(?:\/(?<database>[^?]*))?(?:\?(?<parameters>.*))?$/s;
const form = "mysql://user:password@host:3306/database";

/**
 * Reads `mysql://user:password@host:port/database?…`, with one host or several; what has a meaning of its own there is written with
 * percent signs. Throws `bad_connection`.
 */
export function parseMysqlUrl(url: string): MysqlConnection {
  const parts = urlPattern.exec(url)?.groups;
  if (!parts) throw malformed("It cannot be read.");
  const parameters = readParameters(parts["parameters"] ?? "");
  const hosts = readHosts(parts["hosts"] ?? "", decode, malformed);
  const socket = parameters.get("unix_socket") ?? null;
  if (socket !== null && hosts.length > 1) {
    throw malformed("unix_socket and several hosts contradict each other: leave one of them out.");
  }
  const database = decode(parts["database"] ?? "");
  if (database === "") throw malformed("It names no database.");
  const password = parts["password"];
  return describeConnection({
    ...hosts[0],
    hosts,
    socket,
    // Clients log in by the name of the person who started them, where no other is given.
    user: decode(parts["user"] ?? "") || userInfo().username,
    password: password === undefined ? null : decode(password),
    database,
    tls: readTls(parameters),
    trustsServerKey: readSwitch(parameters, "get_server_public_key") ?? false,
    tunnel: readTunnel(parameters),
  });
}

function malformed(problem: string): RcdbError {
  // The string itself stays out of the message: a password may be in it.
  return new RcdbError(
    "bad_connection",
    `The connection string is not right. ${problem} Its form is ${form}`,
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (thrown) {
    if (!(thrown instanceof URIError)) throw thrown;
    throw malformed("A percent sign in it starts no character code; a percent sign itself is written %25.");
  }
}

/** Names as the existing clients write them, and ours. */
const parameterNames = new Map([
  ["unix_socket", "unix_socket"],
  ["socket", "unix_socket"],
  ["ssl", "ssl"],
  ["ssl_ca", "ssl_ca"],
  ["ssl_cert", "ssl_cert"],
  ["ssl_key", "ssl_key"],
  ["get_server_public_key", "get_server_public_key"],
  ["ssh", "ssh"],
  ["ssh_key", "ssh_key"],
  ["ssh_host_key", "ssh_host_key"],
  // Texts always travel as utf8mb4.
  ["charset", null],
]);

function readParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of text.split("&").filter((part) => part !== "")) {
    const [given = "", ...value] = pair.split("=");
    const name = parameterNames.get(decode(given));
    if (name === undefined) {
      const known = [...parameterNames.keys()].join(", ");
      throw malformed(`“${decode(given)}” is not a parameter that this program knows; it knows ${known}.`);
    }
    if (name !== null) parameters.set(name, decode(value.join("=")));
  }
  return parameters;
}

function readTls(parameters: ReadonlyMap<string, string>): TlsOptions | null {
  const path = (name: string): string | null => parameters.get(name) ?? null;
  const authorities = path("ssl_ca");
  const certificate = path("ssl_cert");
  const key = path("ssl_key");
  const isUnverified = parameters.get("ssl")?.toLowerCase() === "unverified";
  if (isUnverified && authorities !== null) {
    throw malformed("ssl=unverified and ssl_ca contradict each other: leave one of them out.");
  }
  const isAskedFor = isUnverified || readSwitch(parameters, "ssl", "true, unverified or false");
  if (!isAskedFor && authorities === null && certificate === null && key === null) return null;
  return { verify: !isUnverified, authorities, certificate, key };
}

const tunnelPattern =
  /^(?:(?<user>[^@:/]+)@)?(?:\[(?<address>[^\]]+)\]|(?<host>[^:@/[\]]+))(?::(?<port>\d+))?$/;

/** `ssh=user@gate:22`, with `ssh_key` and `ssh_host_key`. */
function readTunnel(parameters: ReadonlyMap<string, string>): Tunnel | null {
  const text = parameters.get("ssh");
  const key = parameters.get("ssh_key") ?? null;
  const hostKey = parameters.get("ssh_host_key") ?? null;
  if (text === undefined) {
    if (key === null && hostKey === null) return null;
    throw malformed("ssh_key and ssh_host_key are for a tunnel: add ssh=user@host, or leave them out.");
  }
  const parts = tunnelPattern.exec(text)?.groups;
  const port = Number(parts?.["port"] ?? sshPort);
  if (!parts || port < 1 || port > 65_535)
    throw malformed("The parameter ssh is user@host or user@host:port, without a password.");
  if (hostKey !== null && !/^SHA256:[A-Za-z0-9+/]{43}=?$/.test(hostKey)) {
    throw malformed("The parameter ssh_host_key is a fingerprint as ssh-keygen -l prints it, SHA256:…");
  }
  return {
    user: parts["user"] ?? userInfo().username,
    host: parts["address"] ?? parts["host"] ?? "",
    port,
    key,
    hostKey: hostKey?.replace(/=$/, "") ?? null,
  };
}

const sshPort = 22;

function readSwitch(
  parameters: ReadonlyMap<string, string>,
  name: string,
  words = "true or false",
): boolean | null {
  const given = parameters.get(name)?.toLowerCase();
  if (given === undefined) return null;
  if (given === "true" || given === "1") return true;
  if (given === "false" || given === "0") return false;
  throw malformed(`The parameter ${name} is ${words}.`);
}

type Place = Omit<MysqlConnection, "kind" | "text" | "name" | "location" | "path">;

function describeConnection(place: Place): MysqlConnection {
  const path = `/${encodeURIComponent(place.database)}`;
  return {
    kind: "mysql",
    ...place,
    path: null,
    text: `mysql://${encodeURIComponent(place.user)}@${place.hosts.map(hostInUrl).join(",")}${path}${parametersOf(place)}`,
    name: place.database,
    location: `${place.user}@${place.socket ?? place.hosts.map(hostText).join(",")}/${place.database}${wayOf(place)}${trustOf(place)}`,
  };
}

function wayOf({ tunnel }: Place): string {
  return tunnel === null ? "" : ` through ${addressOf(tunnel)}`;
}

/** `user@host`, with the port where it is not the usual one. */
function addressOf({ user, host, port }: Tunnel): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${user}@${name}${port === sshPort ? "" : `:${port}`}`;
}

/** What people should know who read where the database is. */
function trustOf({ tls }: Place): string {
  return tls === null || tls.verify ? "" : " (certificate not verified)";
}

function parametersOf({ socket, tls, trustsServerKey, tunnel }: Place): string {
  const parameters = [
    ["unix_socket", socket],
    ["ssl", tls && (tls.verify ? "true" : "unverified")],
    ["ssl_ca", tls?.authorities],
    ["ssl_cert", tls?.certificate],
    ["ssl_key", tls?.key],
    ["get_server_public_key", trustsServerKey && "true"],
    ["ssh", tunnel && addressOf(tunnel)],
    ["ssh_key", tunnel?.key],
    ["ssh_host_key", tunnel?.hostKey],
  ].flatMap(([name, value]) => (name && value ? [`${name}=${encodeURIComponent(value)}`] : []));
  return parameters.length === 0 ? "" : `?${parameters.join("&")}`;
}
