import { problem } from "./problems.ts";
import type { Expression, QueryProblem, Span } from "./tree.ts";

/** The nodes directly beneath a node, from left to right; of an expanded alias its body. */
export function children(node: Expression): readonly Expression[] {
  if ("left" in node) return [node.left, node.right];
  switch (node.kind) {
    case "list":
      return node.items;
    case "alias":
      return node.body === undefined ? [] : [node.body];
    case "sign":
    case "not":
      return [node.operand];
    case "comparison":
      return [node.first, ...node.links.map((link) => link.right)];
    case "logical":
      return node.operands;
    case "call":
      return node.argument === null ? [node.target] : [node.target, node.argument];
    case "function":
      return node.arguments;
    case "index":
    case "slice":
      return [node.target];
    case "integer":
    case "float":
    case "string":
    case "boolean":
    case "none":
    case "name":
      return [];
  }
}

/** How many characters of text a tree was made of, those of its aliases included. */
export function textLength(tree: Expression): number {
  let length = tree.to - tree.from;
  const open: Expression[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === "alias" && node.body !== undefined) length += node.body.to - node.body.from;
    open.push(...children(node));
  }
  return length;
}

/** The same node with each of its children replaced by what `change` makes of it (an alias' body is left alone). */
export function mapChildren(node: Expression, change: (child: Expression) => Expression): Expression {
  if ("left" in node) return { ...node, left: change(node.left), right: change(node.right) };
  switch (node.kind) {
    case "list":
      return { ...node, items: node.items.map(change) };
    case "sign":
    case "not":
      return { ...node, operand: change(node.operand) };
    case "comparison": {
      const first = change(node.first);
      return {
        ...node,
        first,
        links: node.links.map((link) => ({ ...link, right: change(link.right) })),
      };
    }
    case "logical":
      return { ...node, operands: node.operands.map(change) };
    case "call": {
      const target = change(node.target);
      return { ...node, target, argument: node.argument === null ? null : change(node.argument) };
    }
    case "function":
      return { ...node, arguments: node.arguments.map(change) };
    case "index":
    case "slice":
      return { ...node, target: change(node.target) };
    case "alias":
    case "integer":
    case "float":
    case "string":
    case "boolean":
    case "none":
    case "name":
      return node;
  }
}

/**
 * How many levels deep a tree may be. Every later step (types, SQL) walks the tree recursively, and SQLite itself
 * refuses SQL nested more than 1,000 levels deep.
 */
export const maxDepth = 200;

/** The first node found beyond `maxDepth`, or null. Does not recurse, so that no tree is too deep for it. */
export function tooDeep(tree: Expression): Expression | null {
  let level: readonly Expression[] = [tree];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > maxDepth) return level[0] ?? null;
    level = level.flatMap((node) => children(node));
  }
  return null;
}

/** The problem of an expression that is nested too deeply, at the place where it becomes so. */
export function nestingProblem(place: Span): QueryProblem {
  const message = `The expression is nested more than ${maxDepth} levels deep here. Split it into several.`;
  return problem("too-deep", place, message);
}
