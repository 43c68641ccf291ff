import type { Alias } from "./api/schemas.ts";
import { builtInAliases } from "./query/builtInAliases.ts";
import type { Database } from "./db/database.ts";

/** The aliases every database has and those of its table `aliases`, which win, by name. */
export async function listAliases(database: Database): Promise<Alias[]> {
  const stored = await database.read
    .selectFrom("aliases")
    .select(["name", "code", "description"])
    .orderBy("id")
    .execute();
  const byName = new Map<string, Alias>();
  for (const alias of builtInAliases) byName.set(alias.name, { ...alias, source: "built-in" });
  for (const alias of stored) byName.set(alias.name, { ...alias, source: "database" });
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name));
}
