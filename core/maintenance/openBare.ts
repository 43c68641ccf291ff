import type { Connection } from "../db/connection.ts";
import type { BareAccess, BareDatabase } from "./bareDatabase.ts";
import { openBareMysql } from "./bareMysql.ts";
import { openBareSqlite } from "./bareSqlite.ts";

/** Opens whatever a connection leads to. Throws what opening a database throws, but for what its tables are. */
export function openBare(connection: Connection, access: BareAccess): Promise<BareDatabase> {
  return connection.kind === "sqlite"
    ? Promise.resolve(openBareSqlite(connection, access))
    : openBareMysql(connection, access);
}
