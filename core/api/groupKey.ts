/** The keys of groups of runs: values of columns, integers beyond 2^53 as texts of their digits. */
import { kindOf, type ValueType } from "../query/types.ts";
import { compareTexts } from "../text/compareTexts.ts";
import type { Cell } from "./values.ts";

/** A text of an integer's digits. */
export const wholeNumber = /^-?\d+$/;

/** The order of two keys, those without a value last. */
export function compareKey(a: Cell, b: Cell, type: ValueType): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const [left, right] = [numberOf(a, type), numberOf(b, type)];
  if (left === null || right === null) return compareTexts(String(a), String(b));
  return left < right ? -1 : Number(left > right);
}

function numberOf(key: Exclude<Cell, null>, type: ValueType): number | bigint | null {
  if (typeof key !== "string") return Number(key);
  return kindOf(type) === "number" && wholeNumber.test(key) ? BigInt(key) : null;
}
