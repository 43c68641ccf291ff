import type { Alias } from "../api/catalogue.ts";
import { compareTexts } from "../text/compareTexts.ts";
import { mergeAliases } from "../query/aliases.ts";
import { builtInAliases } from "../query/builtInAliases.ts";
import type { Database } from "../db/database.ts";

/** The aliases every database has and those of its table `aliases`, which win, by name. */
export async function listAliases(database: Pick<Database, "read">): Promise<Alias[]> {
  const stored = await database.read
    .selectFrom("aliases")
    .select(["id", "name", "code", "description"])
    .orderBy("id")
    .execute();
  const merged = mergeAliases<Alias>(
    builtInAliases.map((alias) => ({ ...alias, source: "built-in" })),
    stored.map((alias) => ({ ...alias, source: "database" })),
  );
  return merged.sort((a, b) => compareTexts(a.name, b.name));
}
