import type { Command } from "commander";
import { badInput, shellWord } from "./failures.ts";
import { connectionOption } from "./connectionOption.ts";

/** The database that is named after the command, before it, or by RCDB_CONNECTION, as it is named; null where none is. */
export function namedConnectionOf(command: Command): string | null {
  return connectionOption(command, "connection") || process.env["RCDB_CONNECTION"] || null;
}

/** Its connection string, as `openableConnection` answers it. */
export function connectionOf(command: Command, access: "read" | "write"): Promise<string> {
  return openableConnection(namedConnectionOf(command), command, access);
}

/**
 * The connection string of a database that is named so, with the password that the server wants. Throws `bad_input` where none
 * is named, `no_such_profile`, `not_allowed` where the profile is read-only and the command changes the database, and what reading a
 * file of a password throws.
 */
export async function openableConnection(
  named: string | null,
  command: Command,
  access: "read" | "write",
): Promise<string> {
  if (named === null) {
    throw badInput("No database is named. Put -c and its path before the command, or set RCDB_CONNECTION.");
  }
  const [{ namedConnection, refuseChanges }, { withGivenPassword }] = await Promise.all([
    import("../core/profiles/namedConnection.ts"),
    import("./password.ts"),
  ]);
  const { text, profile } = await namedConnection(named);
  if (access === "write" && profile) {
    refuseChanges(
      profile,
      `To allow changes: rcdb profiles change ${shellWord(profile.name)} --allow-changes`,
    );
  }
  return withGivenPassword(text, command);
}
