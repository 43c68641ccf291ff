import type { Expression, Slice } from "../query/tree.ts";

/** The greatest cost of an expression that is still compiled: some hundred kilobytes of SQL. */
export const costLimit = 60_000;

/**
 * About how many parts the SQL of an expression has. Some operators name their operands several times,
 * so that a short text of nested ones can grow to more SQL than a database takes.
 */
export function costOf(node: Expression): number {
  switch (node.kind) {
    case "alias":
      return node.body ? costOf(node.body) : 1;
    case "sign":
    case "not":
      return 1 + costOf(node.operand);
    case "arithmetic": {
      const named = node.operator === "//" || node.operator === "%" ? 5 : node.operator === "**" ? 2 : 1;
      return 1 + named * (costOf(node.left) + costOf(node.right));
    }
    case "logical":
      return total(node.operands);
    case "comparison": {
      // A comparison names its sides again to tell None from a failure; a chain names inner ones twice.
      const sides = costOf(node.first) + total(node.links.map((link) => link.right));
      return 1 + 3 * sides;
    }
    case "call":
      if (node.method === "lower" || node.method === "upper") return 1 + costOf(node.target);
      return 1 + 4 * (costOf(node.target) + (node.argument ? costOf(node.argument) : 0));
    case "function":
      return total(node.arguments);
    case "index":
      return 1 + costOf(node.target);
    case "slice":
      return 1 + (namesTwice(node) ? 2 : 1) * costOf(node.target);
    case "list":
      return total(node.items);
    default:
      return 1;
  }
}

/** From the end and up to a place from the beginning: MySQL has to know how long the text is. */
function namesTwice({ start, stop, step }: Slice): boolean {
  const [first, end] = (step ?? 1n) < 0n ? [stop, start] : [start, stop];
  return first !== null && first < 0n && end !== null && end >= 0n;
}

function total(nodes: readonly Expression[]): number {
  let sum = 1;
  for (const node of nodes) {
    sum += costOf(node);
    if (sum > costLimit) return sum;
  }
  return sum;
}
