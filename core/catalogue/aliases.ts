import type { Alias } from "../api/catalogue.ts";
import { compareTexts } from "../text/compareTexts.ts";
import { builtInAliases } from "../query/builtInAliases.ts";
import type { Database } from "../db/database.ts";

/**
 * The aliases every database has and those of its table `aliases`, which win, by name. Of several of one name in the table all are
 * there, the newest last, which is the one that counts.
 */
export async function listAliases(database: Pick<Database, "read">): Promise<Alias[]> {
  const stored = await database.read
    .selectFrom("aliases")
    .select(["id", "name", "code", "description"])
    .orderBy("id")
    .execute();
  const newest = new Map(stored.map(({ name, id }) => [name, id]));
  const own = stored.map((alias): Alias => {
    const counting = newest.get(alias.name) ?? alias.id;
    return { ...alias, source: "database", ...(counting === alias.id ? {} : { overriddenBy: counting }) };
  });
  const others = builtInAliases.filter(({ name }) => !newest.has(name));
  const builtIn = others.map((alias): Alias => ({ ...alias, source: "built-in" }));
  return [...builtIn, ...own].sort((a, b) => compareTexts(a.name, b.name) || (a.id ?? 0) - (b.id ?? 0));
}
