import { sql, type CompiledQuery } from "kysely";
import type { Finding } from "../../api/maintenance.ts";
import type { Connection } from "../../db/connection.ts";
import type { Database } from "../../db/database.ts";
import { Tally } from "./findings.ts";
import { readBatches } from "../readBatches.ts";
import type { Check } from "./check.ts";

/** SQLite checks the structure of its file; a server sees to its own. */
const structureChecks: Readonly<Record<Connection["kind"], Check>> = {
  sqlite: async (database, context) => {
    const damages = new Tally();
    // Each table by itself: of one with an index in an order that SQLite does not know it refuses to check anything.
    for (const query of await checksOf(database)) {
      for await (const batch of readBatches(database, context, "Checking the file", query, ["text"])) {
        for (const [text] of batch) if (text !== "ok") damages.add(String(text));
      }
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

/** The statements that check a file: one, or where it has collations that SQLite does not know, one for each other table. */
async function checksOf({ read }: Database): Promise<CompiledQuery[]> {
  const { rows } = await sql<{ name: string; collations: string | null }>`
SELECT name, (SELECT group_concat(info.coll, char(10))
  FROM pragma_index_list(tables.name) AS list, pragma_index_xinfo(list.name) AS info) AS collations
FROM sqlite_master AS tables WHERE type = 'table'`.execute(read);
  const hasUnknown = ({ collations }: { readonly collations: string | null }): boolean =>
    (collations ?? "").split("\n").some((name) => !knownCollations.includes(name.toUpperCase()));
  if (!rows.some(hasUnknown)) return [sql`PRAGMA quick_check`.compile(read)];
  const checked = rows.filter((table) => !hasUnknown(table) && !table.name.startsWith("sqlite_"));
  return checked.map(({ name }) => sql`PRAGMA quick_check(${sql.id(name)})`.compile(read));
}

/** SQLite's own; none for what an index has beside named columns. */
const knownCollations = ["BINARY", "NOCASE", "RTRIM", ""];
