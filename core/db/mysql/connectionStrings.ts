import type { ConnectionStrings } from "../backend.ts";
import type { MysqlConnection } from "./connection.ts";
import { hostText } from "./hosts.ts";
import { readOptionFile, writeOptionFile } from "./optionFile.ts";
import { parseMysqlUrl } from "./url.ts";

/** MariaDB's servers are MySQL's to their clients; SQLAlchemy names its driver behind a `+`. */
const serverScheme = /^(mysql|mariadb)(\+.*)?$/;

/** Whether they are of one server, or of nodes of one cluster. What lies behind a tunnel has other names there. */
function haveCommonPlace(a: MysqlConnection, b: MysqlConnection): boolean {
  if (a.tunnel?.host !== b.tunnel?.host) return false;
  if (a.socket !== null || b.socket !== null) return a.socket === b.socket;
  return a.hosts.some((host) => b.hosts.some((other) => hostText(other) === hostText(host)));
}

type Part = readonly [name: string, value: string];

/** `mysql://user:password@host:port/database`, as SQLAlchemy writes them. */
export const mysqlConnections: ConnectionStrings<MysqlConnection> = {
  given: "mysql://user@host/database",
  opened: "a database of a MySQL or MariaDB server, mysql://user@host/database",
  files: null,
  hasScheme: (scheme) => scheme !== null && serverScheme.test(scheme),
  parse: parseMysqlUrl,
  isSame: (a, b) => a.database === b.database && haveCommonPlace(a, b),
  optionFile: { read: readOptionFile, write: writeOptionFile },
  describe: (connection) => [
    ...places(connection),
    ["User", connection.user],
    ["Database", connection.database],
    ...encryption(connection),
    ...wayThere(connection),
  ],
};

function places({ hosts, socket }: MysqlConnection): Part[] {
  if (socket !== null) return [["Socket", socket]];
  return hosts.map(({ host, port }, at) => [
    hosts.length === 1 ? "Server" : `Server ${at + 1}`,
    `${host}, port ${port}`,
  ]);
}

/** All by which an impostor could be trusted is among it: people are asked with these parts before a link is followed. */
function encryption({ tls, trustsServerKey }: MysqlConnection): Part[] {
  return [
    ...present("Encryption", tls && (tls.verify ? "TLS" : "TLS, certificate not verified")),
    ...present("Certificate authority", tls?.authorities),
    ...present("Client certificate", tls?.certificate),
    ...present("Client key", tls?.key),
    ...present("Password", trustsServerKey ? "encrypted by whatever key the server sends" : null),
  ];
}

function wayThere({ tunnel }: MysqlConnection): Part[] {
  if (tunnel === null) return [];
  return [
    ["SSH tunnel", `${tunnel.user}@${tunnel.host}, port ${tunnel.port}`],
    ...present("SSH key", tunnel.key),
    ...present("SSH host key", tunnel.hostKey && `${tunnel.hostKey}, in place of the known hosts`),
  ];
}

function present(name: string, value: string | null | undefined): Part[] {
  return value ? [[name, value]] : [];
}
