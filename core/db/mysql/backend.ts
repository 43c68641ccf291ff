import type { Backend } from "../backend.ts";
import type { MysqlConnection } from "./connection.ts";
import { mysqlCopying } from "./copying.ts";
import { mysqlConnections } from "./connectionStrings.ts";
import { mysqlSchema } from "./schema.ts";
import { mysqlUpkeep } from "./upkeep.ts";

/** A database on a server. The driver takes longer to load than a query on a file does. */
export const mysql: Backend<MysqlConnection> = {
  kind: "mysql",
  name: "MySQL or MariaDB server",
  connection: mysqlConnections,
  open: {
    read: async (connection) => (await import("./open.ts")).openMysql(connection),
    write: async (connection) => (await import("./open.ts")).openWritableMysql(connection),
    inMemory: null,
    raw: async (connection, access) => (await import("./rawDatabase.ts")).openRawMysql(connection, access),
  },
  schema: mysqlSchema,
  upkeep: mysqlUpkeep,
  copying: mysqlCopying,
};
