/** Which columns have so few values that each is a state: what is drawn as steps or as a band. */
import type { HeldResult } from "../results/heldResult.ts";
import { Kept } from "./kept.ts";

/** Numbers of more values are measured. */
const mostStates = 30;
const kept = new Kept<string, boolean>();

/** Whether the values of a column are states: texts, yes and no, numbers of at most thirty values that most runs share with others. */
export function hasFewValues(result: HeldResult, column: string): boolean {
  return kept.get(result, column, () => areFew(result, column));
}

function areFew(result: HeldResult, column: string): boolean {
  const { type, keys } = result.valuesOf(column);
  if (type === "string" || type === "bool") return true;
  if (type !== "int" && type !== "float") return false;
  const values = new Set<number>();
  let valued = 0;
  for (let row = 0; row < result.count; row++) {
    const key = keys[row] ?? NaN;
    if (Number.isNaN(key)) continue;
    valued++;
    if (values.has(key)) continue;
    if (values.size === mostStates) return false;
    values.add(key);
  }
  return values.size <= Math.max(2, valued / 2);
}
