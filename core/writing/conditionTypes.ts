import { noSuchCondition } from "../api/missing.ts";
import { RcdbError } from "../api/failure.ts";
import type { ConditionType, GivenConditionType, Stored } from "../api/catalogue.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { CharacterSet } from "../db/database.ts";
import { columnsOf } from "../db/tables.ts";
import { logChanges } from "./log.ts";
import { checkDescription, checkName, quotedOrNothing } from "./texts.ts";
import { quoted } from "../text/quoted.ts";
import { idAboveLinked, newId, now, type Reading, type Writing } from "./writing.ts";

/**
 * Creates a condition type, unless the very same one is there. Throws `conflict` where one of that name has another type
 * or description, `bad_value` and `too_large` for a name that no expression could ask for (back quotes hold all but themselves), or a text that cannot be stored.
 */
export async function createConditionType(
  writing: Writing,
  { name, type, description }: GivenConditionType,
): Promise<Stored> {
  const { transaction } = writing;
  await transaction.lockCatalogue();
  const stored = await transaction.read
    .selectFrom("condition_types")
    .select(columnsOf.condition_types)
    .orderBy("id")
    .execute();
  // Compared here: a server's collation may take A and a for the same.
  const found = stored.find((candidate) => candidate.name === name);
  if (found) {
    checkSame(name, [
      ["type", found.value_type, type],
      ["description", found.description, description],
    ]);
    return { id: found.id, created: false };
  }
  checkNewConditionType(writing, { name, description });
  const free = await idAboveLinked(transaction, "condition_types", "conditions", "condition_type_id");
  const result = await transaction.write
    .insertInto("condition_types")
    .values({ ...free, name, value_type: type, description, created: now() })
    .executeTakeFirstOrThrow();
  const id = newId(result);
  const title = `Created condition type ${name}`;
  await logChanges(writing, [
    { title, data: { type, description }, row: `condition_types_${id}`, run: null },
  ]);
  return { id, created: true };
}

/** Refuses what cannot be a new condition type, as `createConditionType` does. */
export function checkNewConditionType(
  { limits: { characters } }: Pick<Writing, "limits">,
  { name, description }: Pick<GivenConditionType, "name" | "description">,
): void {
  checkConditionName(name, characters.get("condition_types.name"));
  checkDescription(description, characters.get("condition_types.description"));
}

function checkSame(
  name: string,
  properties: readonly (readonly [property: string, stored: string | null, given: string | null])[],
): void {
  // Some clients store no description as an empty one.
  const different = properties.filter(([, stored, given]) => (stored ?? "") !== (given ?? ""));
  if (different.length === 0) return;
  const told = different.map(
    ([property, stored, given]) =>
      `its ${property} is ${quotedOrNothing(stored)}, not ${quotedOrNothing(given)}`,
  );
  throw new RcdbError(
    "conflict",
    `The condition type ${quoted(name)} exists already: ${told.join(", and ")}. Give the same, or choose another name.`,
    { name, different: different.map(([property]) => property) },
  );
}

function checkConditionName(name: string, characters: CharacterSet | undefined): void {
  checkName("The name of the condition type", name, characters);
  if (!name.includes("`")) return;
  throw new RcdbError(
    "bad_value",
    `${quoted(name)} has a back quote, so no expression could ask for it. Choose another name.`,
    { name },
  );
}

/** All condition types; of several with one name the oldest. */
export async function readTypesByName({ transaction }: Reading): Promise<Map<string, ConditionType>> {
  const byName = new Map<string, ConditionType>();
  for (const type of await listConditionTypes(transaction)) {
    if (!byName.has(type.name)) byName.set(type.name, type);
  }
  return byName;
}

/** The failure of a condition to store that the database does not know, with the names that are near. */
export function unknownCondition(name: string, known: Iterable<string>): RcdbError {
  return noSuchCondition(name, [...known], "Create its condition type first.");
}
