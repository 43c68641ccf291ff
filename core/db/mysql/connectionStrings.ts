import type { ConnectionStrings } from "../backend.ts";
import type { MysqlConnection } from "./connection.ts";
import { readOptionFile, writeOptionFile } from "./optionFile.ts";
import { parseMysqlUrl } from "./url.ts";

/** MariaDB's servers are MySQL's to their clients; SQLAlchemy names its driver behind a `+`. */
const serverScheme = /^(mysql|mariadb)(\+.*)?$/;

/** `mysql://user:password@host:port/database`, as SQLAlchemy writes them. */
export const mysqlConnections: ConnectionStrings<MysqlConnection> = {
  given: "mysql://user@host/database",
  opened: "a database of a MySQL or MariaDB server, mysql://user@host/database",
  files: null,
  hasScheme: (scheme) => scheme !== null && serverScheme.test(scheme),
  parse: parseMysqlUrl,
  optionFile: { read: readOptionFile, write: writeOptionFile },
  describe: ({ host, port, socket, user, database, tls, tunnel }) => [
    socket === null ? ["Server", `${host}, port ${port}`] : ["Socket", socket],
    ["User", user],
    ["Database", database],
    ...(tls === null ? [] : [["Encryption", tls.verify ? "TLS" : "TLS, certificate not verified"] as const]),
    ...(tunnel === null
      ? []
      : [["SSH tunnel", `${tunnel.user}@${tunnel.host}, port ${tunnel.port}`] as const]),
    ...(tunnel?.key ? [["SSH key", tunnel.key] as const] : []),
  ],
};
