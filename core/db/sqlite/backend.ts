import type { Backend } from "../backend.ts";
import type { SqliteConnection } from "./connection.ts";
import { sqliteCopying } from "./copying.ts";
import { sqliteConnections } from "./connectionStrings.ts";
import { sqliteSchema } from "./schema.ts";
import { sqliteUpkeep } from "./upkeep.ts";

/** A database in a file. */
export const sqlite: Backend<SqliteConnection> = {
  kind: "sqlite",
  name: "SQLite file",
  connection: sqliteConnections,
  open: {
    read: async (connection) => (await import("./open.ts")).openSqlite(connection),
    write: async (connection) => (await import("./open.ts")).openWritableSqlite(connection),
    inMemory: {
      names: ["sqlite://", ":memory:"],
      open: async () => (await import("./open.ts")).openSqliteInMemory(),
    },
    raw: async (connection, access) => (await import("./rawDatabase.ts")).openRawSqlite(connection, access),
  },
  schema: sqliteSchema,
  upkeep: sqliteUpkeep,
  copying: sqliteCopying,
};
