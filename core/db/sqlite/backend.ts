import type { Backend } from "../backend.ts";
import { checkBinding } from "./binding.ts";
import type { SqliteConnection } from "./connection.ts";
import { sqliteCopying } from "./copying.ts";
import { sqliteConnections } from "./connectionStrings.ts";
import { sqliteSchema } from "./schema.ts";
import { sqliteUpkeep } from "./upkeep.ts";

const opening = async () => {
  checkBinding();
  return import("./open.ts");
};

/** A database in a file. */
export const sqlite: Backend<SqliteConnection> = {
  kind: "sqlite",
  name: "SQLite file",
  connection: sqliteConnections,
  open: {
    read: async (connection) => (await opening()).openSqlite(connection),
    write: async (connection) => (await opening()).openWritableSqlite(connection),
    inMemory: {
      names: ["sqlite://", ":memory:"],
      open: async () => (await opening()).openSqliteInMemory(),
    },
    raw: async (connection, access) => {
      checkBinding();
      return (await import("./rawDatabase.ts")).openRawSqlite(connection, access);
    },
  },
  schema: sqliteSchema,
  upkeep: sqliteUpkeep,
  copying: sqliteCopying,
};
