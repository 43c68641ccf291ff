import type { Connection } from "./connection.ts";
import type { BareAccess, BareDatabase } from "./rawDatabase.ts";
import { openBareMysql } from "./mysql/rawDatabase.ts";
import { openBareSqlite } from "./sqlite/rawDatabase.ts";

/** Opens whatever a connection leads to. Throws what opening a database throws, but for what its tables are. */
export function openBare(connection: Connection, access: BareAccess): Promise<BareDatabase> {
  return connection.kind === "sqlite"
    ? Promise.resolve(openBareSqlite(connection, access))
    : openBareMysql(connection, access);
}
