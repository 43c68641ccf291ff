/** Option files of the MySQL and MariaDB clients (`my.cnf`), read and written without passwords. */
import { RcdbError } from "../../api/failure.ts";
import { cut } from "../../query/cut.ts";
import type { MysqlConnection } from "./connection.ts";
import { hostText } from "./hosts.ts";
import { parseMysqlUrl } from "./url.ts";

/** The groups that the command-line clients read; of an option in several of them the last counts. */
const groups = new Set([
  "client",
  "client-server",
  "client-mariadb",
  "mysql",
  "mariadb",
  "mariadb-client",
  "mysql-client",
]);

/** What has no counterpart here and would change how the server is reached. */
const notTaken = [
  "ssl-capath",
  "ssl-crl",
  "ssl-crlpath",
  "ssl-cipher",
  "tls-version",
  "ssl-fp",
  "login-path",
];

/** The database where the file names none. */
const usualDatabase = "rcdb";

/**
 * The connection string, without a password, of what an option file says, and remarks on what is not taken. Throws
 * `bad_input` where the file has no group for clients, and `bad_connection` for values that make no connection.
 */
export function readOptionFile(text: string): { connection: string; remarks: string[] } {
  const remarks: string[] = [];
  const options = readOptions(text, remarks);
  for (const name of notTaken) {
    if (options.has(name)) remarks.push(`${name} has no counterpart and is not taken.`);
  }
  if (options.has("password")) remarks.push("The password is not taken: it is asked for.");
  const host = options.get("host") ?? "";
  const socket = socketOf(options, host, remarks);
  const database = options.get("database") ?? "";
  if (database === "")
    remarks.push(`The file names no database: ${usualDatabase} is taken, as most are called.`);
  const user = options.get("user") ?? "";
  const port = options.get("port") ?? "";
  const parameters = [
    ...tlsParameters(options, remarks),
    ...(socket === null ? [] : [["unix_socket", socket]]),
  ];
  const query = parameters.map(([name = "", value = ""]) => `${name}=${encodeURIComponent(value)}`).join("&");
  const url = [
    "mysql://",
    user === "" ? "" : `${encodeURIComponent(user)}@`,
    host.includes(":") ? `[${host}]` : encodeURIComponent(host || "localhost"),
    port === "" ? "" : `:${port}`,
    `/${encodeURIComponent(database || usualDatabase)}`,
    query === "" ? "" : `?${query}`,
  ].join("");
  return { connection: parseMysqlUrl(url).text, remarks };
}

/** The options of the groups for clients by their names, `-` for `_`. */
function readOptions(text: string, remarks: string[]): Map<string, string> {
  const options = new Map<string, string>();
  let group: string | null = null;
  let isForClients = false;
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|[\r\n]/)) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
    if (trimmed.startsWith("!")) {
      remarks.push(`“${cut(trimmed)}” is not followed: import that file by itself.`);
      continue;
    }
    const heading = /^\[([^\]]*)\]/.exec(trimmed);
    if (heading) {
      group = heading[1]?.trim().toLowerCase() ?? "";
      isForClients ||= groups.has(group);
      continue;
    }
    if (group === null || !groups.has(group)) continue;
    const [, given = "", value] = /^([^=]*?)\s*(?:=\s*(.*))?$/s.exec(withoutComment(trimmed)) ?? [];
    const name = given
      .trim()
      .toLowerCase()
      .replaceAll("_", "-")
      .replace(/^loose-/, "");
    options.set(name === "pass" ? "password" : name, value === undefined ? "" : unquoted(value));
  }
  if (!isForClients) {
    throw new RcdbError(
      "bad_input",
      "This is not an option file of a MySQL or MariaDB client: it has no group [client]. Give one, or a connection string.",
    );
  }
  return options;
}

/** A line up to a `#` that stands in no quotes. */
function withoutComment(line: string): string {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === "\\") at++;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === "#") return line.slice(0, at).trim();
  }
  return line;
}

const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  r: "\r",
  s: " ",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

function unquoted(value: string): string {
  const inner = /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
  return inner.replace(/\\(.)/gs, (all, character: string) => escapes[character] ?? all);
}

/** A socket is used where the host is this computer, as the clients do. */
function socketOf(options: ReadonlyMap<string, string>, host: string, remarks: string[]): string | null {
  const socket = options.get("socket") ?? "";
  if (socket === "" || options.get("protocol")?.toLowerCase() === "tcp") return null;
  if (host === "" || host === "localhost") return socket;
  remarks.push(`socket is not taken: host is ${cut(host)}.`);
  return null;
}

function tlsParameters(options: ReadonlyMap<string, string>, remarks: string[]): [string, string][] {
  const mode = options.get("ssl-mode")?.toUpperCase().replaceAll("-", "_") ?? null;
  if (mode === "DISABLED" || isOff(options, "ssl")) return [];
  const files = ["ssl-ca", "ssl-cert", "ssl-key"].flatMap((name): [string, string][] => {
    const path = options.get(name) ?? "";
    return path === "" ? [] : [[name.replace("-", "_"), path]];
  });
  const refusesToVerify = isOff(options, "ssl-verify-server-cert");
  const verifies =
    mode?.startsWith("VERIFY_") === true ||
    isOn(options, "ssl-verify-server-cert") ||
    // Stricter than these clients, which then verify the chain but not the name.
    (options.has("ssl-ca") && mode === null && !refusesToVerify);
  if (verifies) return [["ssl", "true"], ...files];
  const isAskedFor = isOn(options, "ssl") || mode === "REQUIRED" || files.length > 0 || refusesToVerify;
  if (!isAskedFor) return [];
  remarks.push(
    "The server's certificate is not verified, as the file says: add ssl-verify-server-cert to have it so.",
  );
  return [["ssl", "unverified"], ...files.filter(([name]) => name !== "ssl_ca")];
}

function isOn(options: ReadonlyMap<string, string>, name: string): boolean {
  const value = options.get(name)?.toLowerCase();
  return value !== undefined && ["", "1", "on", "true"].includes(value);
}

function isOff(options: ReadonlyMap<string, string>, name: string): boolean {
  const value = options.get(name)?.toLowerCase();
  const isSwitchedOff = value !== undefined && ["0", "off", "false"].includes(value);
  return isSwitchedOff || options.has(`skip-${name}`) || options.has(`disable-${name}`);
}

/** An option file for the clients of MySQL and MariaDB that says what a connection does, without the password. */
export function writeOptionFile({
  host,
  port,
  hosts,
  socket,
  user,
  database,
  tls,
  tunnel,
}: MysqlConnection): string {
  const lines: [string, string | null][] =
    socket === null
      ? [
          ["host", host],
          ["port", `${port}`],
        ]
      : [["socket", socket]];
  lines.push(["user", user]);
  if (tls !== null) {
    // MariaDB's clients and MySQL's know different ones of these: `loose-` has them pass over the others.
    lines.push(["loose-ssl", null], ["loose-ssl-mode", tls.verify ? "VERIFY_IDENTITY" : "REQUIRED"]);
    lines.push(["loose-ssl-verify-server-cert", tls.verify ? "1" : "0"]);
    for (const [name, path] of [
      ["ssl-ca", tls.authorities],
      ["ssl-cert", tls.certificate],
      ["ssl-key", tls.key],
    ] as const) {
      if (path !== null) lines.push([name, path]);
    }
  }
  return [
    ...(tunnel === null
      ? []
      : [
          `# Reached through an SSH tunnel to ${visible(tunnel.host)}, which no option names: start it by hand.`,
        ]),
    ...(hosts.length === 1
      ? []
      : [`# The first of several hosts, of which an option file names one: ${visible(listed(hosts))}`]),
    "[client]",
    ...lines.map(line),
    "[mysql]",
    line(["database", database]),
    "",
  ].join("\n");
}

function line([name, value]: readonly [string, string | null]): string {
  return value === null ? name : `${name} = ${/^[\w./:-]+$/.test(value) ? value : quotedValue(value)}`;
}

function quotedValue(value: string): string {
  const escaped = value.replace(/[\\"\b\t\n\r]/g, (character) => {
    const [name = character] = Object.entries(escapes).find(([, meant]) => meant === character) ?? [];
    return `\\${name}`;
  });
  return `"${escaped}"`;
}

function listed(hosts: MysqlConnection["hosts"]): string {
  return hosts.map(hostText).join(", ");
}

function visible(text: string): string {
  return text.replace(/\s/g, " ");
}
