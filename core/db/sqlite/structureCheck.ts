import { sql, type CompiledQuery } from "kysely";
import type { Database } from "../database.ts";
import type { StructureCheck } from "../upkeep.ts";

/** SQLite checks the structure of its file. */
export const structureCheck: StructureCheck = {
  statements,
  message: (counted) =>
    `The file has ${counted} by SQLite's own check. Nothing else was checked: what is read from it may be wrong.`,
  fix: ({ location }) =>
    `Get a new copy, or save what can be read: sqlite3 "${location}" .recover | sqlite3 new.sqlite`,
};

/**
 * One statement, or where the file has collations that SQLite does not know, one for each other table: of one with an index
 * in such an order it refuses to check anything.
 */
async function statements({ read }: Database): Promise<CompiledQuery[]> {
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
