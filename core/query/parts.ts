import type { Expression } from "./tree.ts";

/**
 * The parts of an expression that all have to be true: the chain of its outermost `and`. An alias is one of them, or with
 * `unfold` those of its text, each within the use of the alias that it comes from, for its place in the text.
 */
export function partsOf(node: Expression, unfold: boolean): readonly Expression[] {
  if (node.kind === "logical" && node.operator === "and") {
    return node.operands.flatMap((operand) => partsOf(operand, unfold));
  }
  if (unfold && node.kind === "alias" && node.body !== undefined) {
    return partsOf(node.body, unfold).map((body) => ({ ...node, body }));
  }
  return [node];
}
