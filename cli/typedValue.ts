import type { Cell } from "../core/api/schemas.ts";
import type { ValueType } from "../core/query/tree.ts";

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * A value as it is typed on the command line, for a condition of that type. What does not fit is left a
 * text: the core says what is wrong with it, with integers of any length taken exactly.
 */
export function typedValue(text: string, type: ValueType | undefined): NonNullable<Cell> {
  if (type === "bool" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if (type === "bool" && /^[01]$/.test(text)) return Number(text);
  if (type === "float" && number.test(text)) return Number(text);
  return text;
}
