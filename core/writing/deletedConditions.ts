import type { ConditionType } from "../api/schemas.ts";
import { readTypesByName, unknownCondition } from "./conditionTypes.ts";
import { lockRun } from "./runs.ts";
import { readStored, storedValue } from "./storedValues.ts";
import { logValueChanges, type ValueChange } from "./valueChanges.ts";
import { batches } from "../batches.ts";
import type { Writing } from "./writing.ts";

const rowsAtOnce = 5000;

/**
 * Removes conditions of a run, all rows of each, and logs their values; those that the run does not have are passed
 * over. Throws `no_such_run` and `no_such_condition`.
 */
export async function deleteConditions(
  writing: Writing,
  { run, names }: { readonly run: number; readonly names: readonly string[] },
): Promise<{ deleted: number }> {
  await lockRun(writing, run);
  const types = await wantedTypes(writing, names);
  if (types.size === 0) return { deleted: 0 };
  const rows = await readStored(writing.transaction.read, [run], [...types.keys()]);
  const deleted = rows.flatMap((row) => {
    const type = types.get(row.condition_type_id);
    return type ? [{ id: row.id, run, type, old: storedValue(type, row) }] : [];
  });
  await deleteValues(writing, deleted);
  return { deleted: new Set(deleted.map(({ type }) => type)).size };
}

async function wantedTypes(
  writing: Writing,
  names: readonly string[],
): Promise<ReadonlyMap<number, ConditionType>> {
  const known = await readTypesByName(writing);
  const wanted = new Map<number, ConditionType>();
  for (const name of names) {
    const type = known.get(name);
    if (!type) throw unknownCondition(name, known.keys());
    wanted.set(type.id, type);
  }
  return wanted;
}

/** Removes rows of `conditions` and logs what they held. Their runs must be locked. */
export async function deleteValues(writing: Writing, deleted: readonly ValueChange[]): Promise<void> {
  for (const batch of batches(deleted, rowsAtOnce)) {
    const ids = batch.map(({ id }) => id);
    await writing.transaction.write.deleteFrom("conditions").where("id", "in", ids).execute();
    await logValueChanges(writing, batch);
  }
}
