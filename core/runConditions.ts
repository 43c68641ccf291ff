import { sql, type Selectable } from "kysely";
import type { Cell, ConditionType } from "./api/schemas.ts";
import { listConditionTypes, valueColumn } from "./conditionTypes.ts";
import type { Database } from "./db/database.ts";
import type { ConditionTable } from "./db/tables.ts";
import type { ValueType } from "./query/tree.ts";
import { hintForRuns } from "./selection/access.ts";
import { shownTime } from "./times.ts";

export interface StoredCondition {
  readonly run: number;
  readonly type: ConditionType;
  readonly value: Cell;
  readonly created: string | null;
}

/**
 * All conditions of some runs with their texts whole, by name; of one stored twice only the newest. Rows
 * whose type is gone are left out.
 */
export async function readConditions(
  database: Database,
  runs: readonly number[],
): Promise<StoredCondition[]> {
  const types = new Map((await listConditionTypes(database)).map((type) => [type.id, type]));
  const hint = await hintForRuns(database);
  // With all types named an index that begins with the type finds the rows as well.
  const { rows } = await sql<Selectable<ConditionTable>>`SELECT * FROM conditions${hint}
    WHERE run_number IN (${sql.join(runs)}) AND condition_type_id IN (${sql.join([...types.keys(), -1])})
    ORDER BY id`.execute(database.read);
  const newest = new Map(rows.map((row) => [`${row.run_number} ${row.condition_type_id}`, row]));
  const conditions = [...newest.values()].flatMap((row) => {
    const type = types.get(row.condition_type_id ?? NaN);
    if (!type || row.run_number === null) return [];
    const value = toCell(type.type, row[valueColumn(type.type)]);
    return [{ run: row.run_number, type, value, created: row.created && shownTime(row.created) }];
  });
  return conditions.sort((a, b) => a.type.name.localeCompare(b.type.name));
}

function toCell(type: ValueType, stored: string | number | null): Cell {
  if (stored === null) return null;
  if (type === "bool") return stored !== 0;
  return type === "time" ? shownTime(String(stored)) : stored;
}
