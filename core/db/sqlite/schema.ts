import { schemaStatements, type SchemaDialect } from "../schema.ts";

export const sqliteSchema: SchemaDialect = {
  id: "id INTEGER NOT NULL",
  boolean: "BOOLEAN",
  importance: "importance INTEGER DEFAULT '0' NOT NULL",
  advice: {
    choose: "Choose another file.",
    migrate: "Migrate it with “rcdb db update”, which keeps a copy of the file as it is.",
    complete: "rcdb db update, or rcdb repair schema --execute",
  },
};

/** Creates the tables of version 2 and the row that says so, in an empty database. */
export function createSchema(exec: (sql: string) => void): void {
  for (const statement of schemaStatements(sqliteSchema)) exec(statement);
}
