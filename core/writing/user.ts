import { userInfo } from "node:os";

/** The most characters of a name in `logs.user_name`. */
const mostCharacters = 255;

/** Under whose name changes are logged: `RCDB_USER`, else the user of the system. */
export function currentUser(): string {
  return (process.env["RCDB_USER"] || systemUser()).slice(0, mostCharacters);
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number and no name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
