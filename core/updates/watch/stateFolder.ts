import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { parseConnection } from "../../db/parseConnection.ts";
import { userStateFolder } from "../../disk/ownFolders.ts";

/** Where what is watched at a path for a database is kept, unless another place is named. Throws `bad_connection`. */
export function usualStateFolder(connection: string, path: string): string {
  const { location } = parseConnection(connection);
  const name = createHash("sha256")
    .update(`${location}\n${resolve(path)}`)
    .digest("hex")
    .slice(0, 32);
  return join(userStateFolder(), "rcdb", "watch", name);
}
