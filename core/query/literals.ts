import type { Expression } from "./tree.ts";

/** The plain number that a literal stands for, signs included; null for anything else. */
export function literalNumber(node: Expression): number | bigint | null {
  if (node.kind === "integer" || node.kind === "float") return node.value;
  if (node.kind === "boolean") return node.value ? 1n : 0n;
  if (node.kind !== "sign") return null;
  const value = literalNumber(node.operand);
  return value === null || node.operator === "+" ? value : -value;
}
