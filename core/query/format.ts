import { writeName } from "./names.ts";
import { quoteText } from "./strings.ts";
import type { Expression, ListLiteral } from "./tree.ts";

/** How tightly a node holds together; an operand that is looser than its place needs brackets. */
const tightness = {
  or: 10,
  and: 20,
  not: 30,
  comparison: 40,
  sum: 50,
  product: 60,
  sign: 70,
  power: 80,
  whole: 100,
};

/** The canonical text of a tree: `parse` makes the same tree of it, up to the places in the text. */
export function format(tree: Expression): string {
  switch (tree.kind) {
    case "integer":
      return String(tree.value);
    case "float":
      return formatFloat(tree.value);
    case "string":
      return quoteText(tree.value);
    case "boolean":
      return tree.value ? "True" : "False";
    case "none":
      return "None";
    case "name":
      return writeName(tree.name);
    case "alias":
      return `@${tree.name}`;
    case "list":
      return formatList(tree);
    case "sign":
      return tree.operator + within(tree.operand, tightness.sign);
    case "not":
      return `not ${within(tree.operand, tightness.not)}`;
    case "logical":
      return tree.operands
        .map((operand) => within(operand, tightnessOf(tree) + 1))
        .join(` ${tree.operator} `);
    case "comparison":
      return [
        within(tree.first, tightness.sum),
        ...tree.links.map(({ operator, right }) => `${operator} ${within(right, tightness.sum)}`),
      ].join(" ");
    case "arithmetic": {
      const own = tightnessOf(tree);
      const power = tree.operator === "**";
      const left = within(tree.left, power ? own + 1 : own);
      const right = within(tree.right, power ? tightness.sign : own + 1);
      return `${left} ${tree.operator} ${right}`;
    }
    case "call": {
      const argument = tree.argument === null ? "" : format(tree.argument);
      return `${formatTarget(tree.target)}.${tree.method}(${argument})`;
    }
    case "function":
      return `${tree.name}(${tree.arguments.map(format).join(", ")})`;
    case "index":
      return `${formatTarget(tree.target)}[${tree.at}]`;
    case "slice": {
      const step = tree.step === null ? "" : `:${tree.step}`;
      return `${formatTarget(tree.target)}[${tree.start ?? ""}:${tree.stop ?? ""}${step}]`;
    }
  }
}

function tightnessOf(node: Expression): number {
  switch (node.kind) {
    case "logical":
      return tightness[node.operator];
    case "not":
      return tightness.not;
    case "comparison":
      return tightness.comparison;
    case "arithmetic":
      if (node.operator === "**") return tightness.power;
      return node.operator === "+" || node.operator === "-" ? tightness.sum : tightness.product;
    case "sign":
      return tightness.sign;
    default:
      return tightness.whole;
  }
}

function within(node: Expression, place: number): string {
  return tightnessOf(node) < place ? `(${format(node)})` : format(node);
}

/** `5.lower` would be read as the number `5.` and a name. */
function formatTarget(target: Expression): string {
  return target.kind === "integer" ? `(${format(target)})` : within(target, tightness.whole);
}

function formatList({ brackets, items }: ListLiteral): string {
  const inner = items.map(format).join(", ");
  return brackets === "[]" ? `[${inner}]` : `(${inner}${items.length === 1 ? "," : ""})`;
}

function formatFloat(value: number): string {
  const digits = String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}
