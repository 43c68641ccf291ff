/** What a link opens, read as it will be opened: nothing else decides what its database is. */
import { parseLink, type OpenedLink } from "../api/link.ts";
import { RcdbError, unwrap } from "../api/failure.ts";
import { escapeControls } from "../text/escapeControls.ts";
import type { Connection } from "./connection.ts";
import { parseConnection } from "./parseConnection.ts";

/**
 * Reads a link and the connection string in it. Throws `bad_input` for what is no link of this program or holds a password, and
 * `bad_connection`.
 */
export function readLink(text: string): OpenedLink {
  const { database, address } = unwrap(parseLink(text));
  const connection = parseConnection(database);
  if ("password" in connection && connection.password !== null) {
    throw new RcdbError(
      "bad_input",
      "The link holds a password, which links must not. Open the database by hand, and change the password: others may have read it.",
    );
  }
  const parts = partsOf(connection).map(([name, value]) => ({ name, value: escapeControls(value) }));
  return { database: connection.text, kind: connection.kind, parts, address };
}

/** What a connection names, for people to read before they open it. */
function partsOf(connection: Connection): (readonly [name: string, value: string])[] {
  if (connection.kind === "sqlite") return [["File", connection.path]];
  const { host, port, socket, user, database, tls } = connection;
  return [
    socket === null ? ["Server", `${host}, port ${port}`] : ["Socket", socket],
    ["User", user],
    ["Database", database],
    ...(tls === null ? [] : [["Encryption", tls.verify ? "TLS" : "TLS, certificate not verified"] as const]),
  ];
}
