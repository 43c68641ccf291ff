import type { ConditionType } from "../api/catalogue.ts";
import type { ReadHandle } from "../db/database.ts";
import { readStoredById, storedValue, type StoredCondition } from "../writing/storedValues.ts";
import type { ValueChange } from "../writing/valueChanges.ts";
import { isSame } from "../writing/values.ts";
import { batches } from "../text/batches.ts";

import type { SurplusCondition } from "./surplus.ts";

/** Condition types by their ids. */
export type Types = ReadonlyMap<number, ConditionType>;

/** What an older row of a condition holds. */
export interface OlderValue extends ValueChange {
  /** Whether it is another value than the newest row's. */
  readonly differs: boolean;
}

/** How many rows are read, or changed, by one statement. */
export const perStatement = 300;

/**
 * The values of the older rows, condition by condition. None where there is no such type, for nobody can read them,
 * and where the newest row is gone: then one of these counts.
 */
export async function readOlderValues(
  read: ReadHandle,
  conditions: readonly SurplusCondition[],
  types: Types,
): Promise<OlderValue[][]> {
  const rows = new Map<number, StoredCondition>();
  const ids = conditions.flatMap(({ newest, older }) => [...older, newest]);
  for (const some of batches(ids, perStatement)) {
    for (const row of await readStoredById(read, some)) rows.set(row.id, row);
  }
  return conditions.map((condition) => olderValues(condition, rows, types));
}

function olderValues(
  { run, typeId, newest, older }: SurplusCondition,
  rows: ReadonlyMap<number, StoredCondition>,
  types: Types,
): OlderValue[] {
  const type = types.get(typeId);
  const kept = rows.get(newest);
  if (!type || !kept) return [];
  const keptValue = storedValue(type, kept);
  return older.flatMap((id) => {
    const row = rows.get(id);
    if (!row) return [];
    const old = storedValue(type, row);
    return [{ id, run, type, old, differs: !isSame(type, old, keptValue) }];
  });
}
