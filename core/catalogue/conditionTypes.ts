import type { ConditionType } from "../api/catalogue.ts";
import { compareTexts } from "../text/compareTexts.ts";
import { valueTypes, type ValueType } from "../query/types.ts";
import type { Database } from "../db/database.ts";

/** All condition types, by name. Types of a kind this program does not know are texts to it. */
export async function listConditionTypes(database: Pick<Database, "read">): Promise<ConditionType[]> {
  const found = await database.read
    .selectFrom("condition_types")
    .select(["id", "name", "value_type", "description", "created"])
    .orderBy("id")
    .execute();
  return found
    .map(({ value_type, ...type }) => ({ ...type, type: knownValueType(value_type) ?? "string" }))
    .sort((a, b) => compareTexts(a.name, b.name));
}

/** The type that a stored one means, in whatever case; null for one that this program does not know. */
export function knownValueType(stored: string): ValueType | null {
  const name = stored.trim().toLowerCase();
  return valueTypes.find((type) => type === name) ?? null;
}

/** The column of `conditions` that holds values of a type. */
export function valueColumn(
  type: ValueType,
): "int_value" | "float_value" | "bool_value" | "time_value" | "text_value" {
  switch (type) {
    case "int":
    case "float":
    case "bool":
    case "time":
      return `${type}_value`;
    default:
      return "text_value";
  }
}
