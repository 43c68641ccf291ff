import { noSuchConditionType } from "../api/missing.ts";
import type { RcdbError } from "../api/failure.ts";
import type { ConditionType, NamedRow } from "../api/catalogue.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { deleteRows } from "./conditionRows.ts";
import { unknownCondition } from "./conditionTypes.ts";
import { rowMeant } from "./namedRow.ts";
import { lockRun } from "./runs.ts";
import { readStored, storedValue } from "./storedValues.ts";
import { logValueChanges } from "./valueChanges.ts";
import type { Writing } from "./writing.ts";

/**
 * Removes conditions of a run, all rows of each, and logs their values; those that the run does not have are passed
 * over. Throws `no_such_run`, `no_such_condition`, and `ambiguous` for a name that several condition types have.
 */
export async function deleteConditions(
  writing: Writing,
  {
    run,
    names,
    ids = [],
  }: { readonly run: number; readonly names: readonly string[]; readonly ids?: readonly number[] },
): Promise<{ deleted: number }> {
  await lockRun(writing, run);
  const types = await wantedTypes(writing, [
    ...names.map((name) => ({ name })),
    ...ids.map((id) => ({ id })),
  ]);
  if (types.size === 0) return { deleted: 0 };
  const rows = await readStored(writing.transaction.read, [run], [...types.keys()]);
  const deleted = rows.flatMap((row) => {
    const type = types.get(row.condition_type_id);
    return type ? [{ id: row.id, run, type, old: storedValue(type, row) }] : [];
  });
  await deleteRows(
    writing,
    deleted.map(({ id }) => id),
  );
  await logValueChanges(writing, deleted);
  return { deleted: new Set(deleted.map(({ type }) => type)).size };
}

async function wantedTypes(
  { transaction }: Writing,
  asked: readonly NamedRow[],
): Promise<ReadonlyMap<number, ConditionType>> {
  const known = await listConditionTypes(transaction);
  const wording = { noun: "condition type", describe: ({ type }: ConditionType) => type };
  const wanted = new Map<number, ConditionType>();
  for (const which of asked) {
    const type = rowMeant(known, which, wording);
    if (!type) throw noSuchType(which, known);
    wanted.set(type.id, type);
  }
  return wanted;
}

function noSuchType({ id, name = "" }: NamedRow, known: readonly ConditionType[]): RcdbError {
  if (id === undefined) {
    return unknownCondition(
      name,
      known.map((type) => type.name),
    );
  }
  return noSuchConditionType(id);
}
