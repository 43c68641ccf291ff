import type { SchemaDialect } from "../schema.ts";

export const mysqlSchema: SchemaDialect = {
  id: "id INTEGER NOT NULL AUTO_INCREMENT",
  boolean: "BOOL",
  importance: "importance INTEGER NOT NULL DEFAULT '0'",
  // A server shows a user only the tables that it may read.
  advice: {
    choose: "Check the database's name in the connection string, and that its user may read the tables.",
    migrate: "Migrate it with “rcdb db update”, after a backup and by a user that may change tables.",
    complete:
      "rcdb db update, or rcdb repair schema --execute, unless the connection's user may not read all tables",
  },
};
