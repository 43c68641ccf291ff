/** Computed columns as people write them in one text. */
import type { ComputedColumn } from "./search.ts";

/** `name = expression` or `name [unit] = expression`; the first `=` that stands alone is the one. */
const pattern = /^\s*([^=<>![\]"'`]+?)\s*(?:\[([^\]]*)\]\s*)?=(?!=)\s*(\S[\s\S]*)$/;

/** The computed column that a word is, `charge [uC]=beam_current*run_length/1e6`; null where it is none. */
export function computedColumnOf(text: string): ComputedColumn | null {
  const [, name, unit, expression] = pattern.exec(text) ?? [];
  if (name === undefined || expression === undefined) return null;
  return { name, expression: expression.trim(), unit: unit?.trim() ?? null, description: null };
}
