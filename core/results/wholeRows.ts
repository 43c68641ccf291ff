import type { Rows } from "../api/search.ts";
import type { Database } from "../db/database.ts";
import type { ShownRows } from "./heldResult.ts";

/** Rows of a result with their texts whole: those held cut are read from the database again. */
export async function readWholeRows(
  database: Database,
  result: ShownRows,
  from: number,
  count: number,
): Promise<Rows> {
  const rows = result.rows(from, count);
  const cut = result.cutTexts(from, count);
  for (let start = 0; start < cut.length; start += idsPerStatement) {
    const some = cut.slice(start, start + idsPerStatement);
    const stored = await database.read
      .selectFrom("conditions")
      .select(["id", "text_value"])
      .where(
        "id",
        "in",
        some.map(({ id }) => id),
      )
      .execute();
    const whole = new Map(stored.map(({ id, text_value }) => [id, text_value]));
    for (const { column, row, id } of some) {
      const values = rows.values[column];
      if (values) values[row] = whole.get(id) ?? null;
    }
  }
  return rows;
}

/** Bound parameters of one statement; SQLite takes 32,766. */
const idsPerStatement = 5000;
