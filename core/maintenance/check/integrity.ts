import { sql } from "kysely";
import type { Finding } from "../../api/maintenanceSchemas.ts";
import type { Connection } from "../../db/connection.ts";
import type { Database } from "../../db/database.ts";
import { Tally } from "./findings.ts";
import { readBatches } from "../readBatches.ts";
import type { Check } from "./check.ts";

/** SQLite checks the structure of its file; a server sees to its own. */
const structureChecks: Readonly<Record<Connection["kind"], Check>> = {
  sqlite: async (database, context) => {
    const damages = new Tally();
    const query = sql`PRAGMA quick_check`.compile(database.read);
    for await (const batch of readBatches(database, context, "Checking the file", query, ["text"])) {
      for (const [text] of batch) if (text !== "ok") damages.add(String(text));
    }
    return asFinding(damages, database);
  },
  mysql: () => Promise.resolve([]),
};

/** Whether the database itself is whole. */
export const checkIntegrity: Check = (database, context) =>
  structureChecks[database.connection.kind](database, context);

function asFinding(damages: Tally, { connection }: Database): Finding[] {
  return damages.finding({
    kind: "damaged-file",
    severity: "error",
    noun: ["damage", "damages"],
    message: (counted) =>
      `The file has ${counted} by SQLite's own check. Nothing else was checked: what is read from it may be wrong.`,
    mend: `Get a new copy, or save what can be read: sqlite3 "${connection.location}" .recover | sqlite3 new.sqlite`,
  });
}
