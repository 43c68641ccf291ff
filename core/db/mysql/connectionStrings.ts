import type { ConnectionStrings } from "../backend.ts";
import type { MysqlConnection } from "./connection.ts";
import { readOptionFile, writeOptionFile } from "./optionFile.ts";
import { parseMysqlUrl } from "./url.ts";

/** MariaDB's servers are MySQL's to their clients; SQLAlchemy names its driver behind a `+`. */
const serverScheme = /^(mysql|mariadb)(\+.*)?$/;

type Part = readonly [name: string, value: string];

/** `mysql://user:password@host:port/database`, as SQLAlchemy writes them. */
export const mysqlConnections: ConnectionStrings<MysqlConnection> = {
  given: "mysql://user@host/database",
  opened: "a database of a MySQL or MariaDB server, mysql://user@host/database",
  files: null,
  hasScheme: (scheme) => scheme !== null && serverScheme.test(scheme),
  parse: parseMysqlUrl,
  optionFile: { read: readOptionFile, write: writeOptionFile },
  describe: ({ hosts, socket, user, database, tls, tunnel }) => [
    ...(socket === null
      ? hosts.map(({ host, port }, at): Part => [
          hosts.length === 1 ? "Server" : `Server ${at + 1}`,
          `${host}, port ${port}`,
        ])
      : [["Socket", socket] as const]),
    ["User", user],
    ["Database", database],
    ...(tls === null ? [] : [["Encryption", tls.verify ? "TLS" : "TLS, certificate not verified"] as const]),
    ...(tunnel === null
      ? []
      : [["SSH tunnel", `${tunnel.user}@${tunnel.host}, port ${tunnel.port}`] as const]),
    ...(tunnel?.key ? [["SSH key", tunnel.key] as const] : []),
  ],
};
