/** Profiles' connections as other programs write them: connection strings and option files. */
import { RcdbError } from "../api/failure.ts";
import { backendOf, backends } from "../db/backends.ts";
import { parseConnection } from "../db/parseConnection.ts";

export interface ImportedConnection {
  /** The connection string, without a password. */
  readonly connection: string;
  /** What was not taken, in words. */
  readonly remarks: readonly string[];
}

/** Reads a connection string or the text of an option file. Throws `bad_input` and `bad_connection`. */
export function importConnection(text: string): ImportedConnection {
  if (/[\n\r]|^\s*[[#;!]/.test(text.trim())) return fromOptionFile(text);
  const { text: connection, password } = parseConnection(text);
  const remarks = password === null ? [] : ["The password is not taken: it is asked for."];
  return { connection, remarks };
}

function fromOptionFile(text: string): ImportedConnection {
  const [kind] = backends.flatMap(({ connection }) => connection.optionFile ?? []);
  if (!kind) throw new RcdbError("bad_input", "Option files are not supported.");
  return kind.read(text);
}

/** An option file that says the same as a connection string. Throws `bad_input` where its kind of database has none. */
export function exportOptionFile(text: string): string {
  const connection = parseConnection(text);
  const kind = backendOf(connection).connection.optionFile;
  if (kind === null) {
    throw new RcdbError(
      "bad_input",
      `“${connection.location}” is a file: option files are for servers. Export its connection string.`,
    );
  }
  return kind.write(connection);
}
