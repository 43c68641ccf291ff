/** The rows of `conditions`: added, changed in place and removed. Their runs must be locked. */
import { sql } from "kysely";
import type { ConditionType } from "../api/catalogue.ts";
import { valueColumn } from "../catalogue/conditionTypes.ts";
import type { StoredValue } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { batches } from "../text/batches.ts";
import type { Addition, Replacement } from "./valueChanges.ts";
import type { Writing } from "./writing.ts";

/** The most ids in a statement. */
const rowsAtOnce = 5000;

const columns = [
  "text_value",
  "int_value",
  "float_value",
  "bool_value",
  "time_value",
  "run_number",
  "condition_type_id",
  "created",
] as const;

/** A new row: the columns of other types keep their defaults. */
function toRow(run: number, type: ConditionType, value: StoredValue, created: string): StoredValue[] {
  const row: StoredValue[] = [null, 0, 0, 0, null, run, type.id, created];
  row[columns.indexOf(valueColumn(type.type))] = value;
  return row;
}

/** Adds a row for each value. */
export async function insertValues(
  { transaction }: Writing,
  additions: readonly Addition[],
  created: string,
): Promise<void> {
  if (additions.length === 0) return;
  const rows = additions.map(({ run, type, new: value }) => toRow(run, type, value, created));
  await transaction.insertRows("conditions", columns, rows);
}

/** The most rows of a statement that has a value for each: the server looks for each row's among them. */
const valuesAtOnce = 100;

/** Puts the new values into their rows: those that get the same one at once, and many that get one of their own. */
export async function updateValues(
  { transaction }: Writing,
  replacements: readonly Replacement[],
  created: string,
): Promise<void> {
  const groups = [...byNewValue(replacements)];
  for (const { column, value, ids } of groups.filter((group) => group.ids.length > 1)) {
    for (const some of batches(ids, rowsAtOnce)) {
      await transaction.write
        .updateTable("conditions")
        .set({ [column]: value, created })
        .where("id", "in", some)
        .execute();
    }
  }
  const single = groups.filter(({ ids }) => ids.length === 1);
  for (const column of new Set(single.map((group) => group.column))) {
    const own = single.filter((group) => group.column === column);
    for (const some of batches(own, valuesAtOnce)) {
      const ids = some.flatMap((group) => group.ids);
      await transaction.write
        .updateTable("conditions")
        .set({ [column]: valueById(some), created })
        .where("id", "in", ids)
        .execute();
    }
  }
}

function valueById(some: readonly SameValue[]): Sql | StoredValue {
  const [first] = some;
  if (some.length === 1 && first) return first.value;
  const cases = some.map(({ value, ids: [id] }) => sql`WHEN ${id} THEN ${value}`);
  return sql`CASE id ${sql.join(cases, sql` `)} END`;
}

interface SameValue {
  readonly column: ReturnType<typeof valueColumn>;
  readonly value: StoredValue;
  readonly ids: number[];
}

function byNewValue(replacements: readonly Replacement[]): Iterable<SameValue> {
  const groups = new Map<string, SameValue>();
  for (const { id, type, new: value } of replacements) {
    const column = valueColumn(type.type);
    const key = `${column} ${typeof value} ${String(value)}`;
    const group = groups.get(key) ?? { column, value, ids: [] };
    groups.set(key, group);
    group.ids.push(id);
  }
  return groups.values();
}

/** Removes rows. */
export async function deleteRows({ transaction }: Writing, ids: readonly number[]): Promise<void> {
  for (const some of batches(ids, rowsAtOnce)) {
    await transaction.write.deleteFrom("conditions").where("id", "in", some).execute();
  }
}
