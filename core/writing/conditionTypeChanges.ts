/** Condition types that are there: renamed, described, removed with their values. */
import type { CallContext } from "../api/dispatch.ts";
import type { ChangedConditionType, ConditionType, ConditionTypeUse, NamedRow } from "../api/catalogue.ts";
import { RcdbError } from "../api/failure.ts";
import { noSuchConditionType } from "../api/missing.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { showStep } from "../db/progress.ts";
import { tokenize } from "../query/tokens.ts";
import { quoted } from "../text/quoted.ts";
import { deleteRows } from "./conditionRows.ts";
import { checkNewConditionType, unknownCondition } from "./conditionTypes.ts";
import { logChanges } from "./log.ts";
import { rowMeant } from "./namedRow.ts";
import { readStoredOfType, storedValue } from "./storedValues.ts";
import { logValueChanges } from "./valueChanges.ts";
import type { Reading, Writing } from "./writing.ts";

/** How many values a condition type has, of how many runs, and the aliases that name it. Throws `no_such_condition` and `ambiguous`. */
export async function readTypeUse(
  database: Pick<Database, "read">,
  which: NamedRow,
): Promise<ConditionTypeUse> {
  const { read } = database;
  const type = await typeMeant({ transaction: database }, which);
  const counted = await read
    .selectFrom("conditions")
    .select((is) => [
      is.fn.countAll<number>().as("values"),
      is.fn.count<number>("run_number").distinct().as("runs"),
    ])
    .where("condition_type_id", "=", type.id)
    .executeTakeFirstOrThrow();
  const aliases = await read.selectFrom("aliases").select(["name", "code"]).orderBy("name").execute();
  const naming = aliases.filter(({ code }) => isNamedIn(code, type.name)).map(({ name }) => name);
  return { ...counted, aliases: [...new Set(naming)] };
}

function isNamedIn(code: string, name: string): boolean {
  return tokenize(code).some(({ kind, text }) => kind === "name" && text === name);
}

/**
 * Changes the name or the description of a condition type. Throws `no_such_condition`, `ambiguous`, `already_exists` where another one has the new
 * name, `bad_value` and `too_large` for texts that cannot be stored.
 */
export async function updateConditionType(
  writing: Writing,
  { newName, description, ...which }: ChangedConditionType,
): Promise<ConditionType> {
  const { transaction } = writing;
  await transaction.lockCatalogue();
  const type = await typeMeant(writing, which);
  const next = {
    name: newName ?? type.name,
    description: description === undefined ? type.description : description,
  };
  // A name that another program chose may stay, whatever it is.
  if (next.name !== type.name) await checkFree(writing, next.name);
  checkNewConditionType(writing, { name: newName ?? "name", description: next.description });
  const old = { name: type.name, description: type.description };
  if (next.name === old.name && (next.description ?? "") === (old.description ?? "")) return type;
  await transaction.write.updateTable("condition_types").set(next).where("id", "=", type.id).execute();
  const title = `Changed condition type ${type.name}`;
  await logChanges(writing, [
    { title, data: { old, new: next }, row: `condition_types_${type.id}`, run: null },
  ]);
  return { ...type, ...next };
}

async function checkFree({ transaction }: Writing, name: string): Promise<void> {
  const types = await listConditionTypes(transaction);
  if (!types.some((type) => type.name === name)) return;
  const message = `There is a condition type ${quoted(name)} already. Choose another name.`;
  throw new RcdbError("already_exists", message, { name });
}

/**
 * Removes a condition type and its values, of which there must be as many as are given: each stands in the log. Throws `no_such_condition`,
 * `ambiguous`, `conflict` where it has another number of values, and `cancelled`.
 */
export async function deleteConditionType(
  writing: Writing,
  { values, ...which }: NamedRow & { readonly values: number },
  context: CallContext,
): Promise<{ values: number }> {
  const { transaction } = writing;
  await transaction.lockCatalogue();
  const type = await typeMeant(writing, which);
  const use = await readTypeUse(transaction, { id: type.id });
  if (use.values !== values) {
    throw new RcdbError(
      "conflict",
      `The condition type ${quoted(type.name)} has ${use.values} values of ${use.runs} runs, which would be removed with it. Nothing was removed.`,
      { name: type.name, ...use },
    );
  }
  await deleteValues(writing, type, values, context);
  await transaction.write.deleteFrom("condition_types").where("id", "=", type.id).execute();
  const { name, description } = type;
  const data = { old: { type: type.type, description }, values };
  const title = `Deleted condition type ${name}`;
  await logChanges(writing, [{ title, data, row: `condition_types_${type.id}`, run: null }]);
  return { values };
}

const rowsAtOnce = 5000;

async function deleteValues(
  writing: Writing,
  type: ConditionType,
  total: number,
  context: CallContext,
): Promise<void> {
  let after = Number.MIN_SAFE_INTEGER;
  for (let done = 0; ;) {
    showStep(context, done, total, "Removing values");
    const rows = await readStoredOfType(writing.transaction.read, type.id, after, rowsAtOnce);
    const last = rows.at(-1);
    if (!last) return;
    await deleteRows(
      writing,
      rows.map(({ id }) => id),
    );
    await logValueChanges(
      writing,
      rows.map((row) => ({ id: row.id, run: row.run_number, type, old: storedValue(type, row) })),
    );
    done += rows.length;
    after = last.id;
  }
}

async function typeMeant(reading: Reading, which: NamedRow): Promise<ConditionType> {
  const known = await listConditionTypes(reading.transaction);
  const wording = { noun: "condition type", describe: ({ type }: ConditionType) => type };
  const found = rowMeant(known, which, wording);
  if (found) return found;
  const { id, name = "" } = which;
  if (id !== undefined) throw noSuchConditionType(id);
  throw unknownCondition(
    name,
    known.map((type) => type.name),
  );
}
