/** Python's three outcomes of a test for each of many runs, a byte each, and how `and`, `or` and `not` combine them. */
import type { Expression, LogicalOperator } from "../query/tree.ts";

/** What the evaluation of a test comes to for a run. It fails for a missing value, mostly. */
export const truths = { false: 0, true: 1, fails: 2 } as const;
export type Truth = (typeof truths)[keyof typeof truths];
export type TruthName = keyof typeof truths;

export const truthNames: Readonly<Record<Truth, TruthName>> = ["false", "true", "fails"];

/** What an operand has to be for the next one to be looked at. */
export function goesOn(operator: LogicalOperator): Truth {
  return operator === "and" ? truths.true : truths.false;
}

/** The outcome of a node whose operands have these outcomes; null for a node that is no combination of tests. */
export function combined(node: Expression, truthOf: (operand: Expression) => Truth): Truth | null {
  if (node.kind === "alias") return node.body === undefined ? null : truthOf(node.body);
  if (node.kind === "not") {
    const operand = truthOf(node.operand);
    return operand === truths.fails ? operand : operand === truths.true ? truths.false : truths.true;
  }
  if (node.kind !== "logical") return null;
  const goesOnWhere = goesOn(node.operator);
  let last = goesOnWhere;
  for (const operand of node.operands) {
    last = truthOf(operand);
    if (last !== goesOnWhere) break;
  }
  return last;
}

/** The same for all runs at once; null for a node that is no combination of tests. May give back what `truthsOf` gave. */
export function combinedAll(
  node: Expression,
  truthsOf: (operand: Expression) => Uint8Array,
): Uint8Array | null {
  if (node.kind === "alias") return node.body === undefined ? null : truthsOf(node.body);
  if (node.kind === "not") {
    return truthsOf(node.operand).map((truth) => (truth === truths.fails ? truth : 1 - truth));
  }
  if (node.kind !== "logical") return null;
  const goesOnWhere = goesOn(node.operator);
  const [first, ...others] = node.operands;
  if (first === undefined) return null;
  const all = truthsOf(first).slice();
  for (const operand of others) {
    const next = truthsOf(operand);
    for (let at = 0; at < all.length; at++) if (all[at] === goesOnWhere) all[at] = next[at] ?? 0;
  }
  return all;
}
