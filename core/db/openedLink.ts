/** What a link opens, read as it will be opened: nothing else decides what its database is. */
import { parseLink, type OpenedLink } from "../api/link.ts";
import { RcdbError, unwrap } from "../api/failure.ts";
import { escapeControls } from "../text/escapeControls.ts";
import { backendOf } from "./backends.ts";
import { parseConnection } from "./parseConnection.ts";

/**
 * Reads a link and the connection string in it. Throws `bad_input` for what is no link of this program or holds a password, and
 * `bad_connection`.
 */
export function readLink(text: string): OpenedLink {
  const { database, address } = unwrap(parseLink(text));
  const connection = parseConnection(database);
  if (connection.password !== null) {
    throw new RcdbError(
      "bad_input",
      "The link holds a password, which links must not. Open the database by hand, and change the password: others may have read it.",
    );
  }
  const parts = backendOf(connection)
    .connection.describe(connection)
    .map(([name, value]) => ({ name, value: escapeControls(value) }));
  return {
    database: connection.text,
    kind: connection.kind,
    isFile: connection.path !== null,
    parts,
    address,
  };
}
