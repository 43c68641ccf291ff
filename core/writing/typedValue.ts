import type { Cell } from "../api/values.ts";
import type { ValueType } from "../query/types.ts";

/**
 * A value as it is typed, for a condition of that type. All but a bool is left a text: `encodeValue` takes the
 * numbers from it exactly, and says what does not fit.
 */
export function typedValue(text: string, type: ValueType | undefined): NonNullable<Cell> {
  if (type === "bool" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if (type === "bool" && /^[01]$/.test(text)) return Number(text);
  return text;
}
