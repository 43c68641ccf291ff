import { writeName } from "./names.ts";
import { binding, infix, leftBinding, prefix, rightBinding } from "./operators.ts";
import { quoteText } from "./strings.ts";
import type { Binary, Expression, ListLiteral } from "./tree.ts";

/** The canonical text of a tree: `parse` makes the same tree of it, up to the places in the text. */
export function format(tree: Expression): string {
  if ("left" in tree) return formatBinary(tree);
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
      return tree.operator + within(tree.operand, bindingOf(tree));
    case "not":
      return `not ${within(tree.operand, bindingOf(tree))}`;
    case "logical": {
      const place = rightBinding(tree.operator);
      return tree.operands.map((operand) => within(operand, place)).join(` ${tree.operator} `);
    }
    case "comparison":
      return [
        within(tree.first, binding.comparison + 1),
        ...tree.links.map(({ operator, right }) => `${operator} ${within(right, rightBinding(operator))}`),
      ].join(" ");
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

function formatBinary({ operator, left, right }: Binary): string {
  return `${within(left, leftBinding(operator))} ${operator} ${within(right, rightBinding(operator))}`;
}

/** How tightly a node holds together; an operand that is looser than its place needs brackets. */
function bindingOf(node: Expression): number {
  if (node.kind === "not") return prefix.not.binding;
  if (node.kind === "sign") return prefix[node.operator].binding;
  if (node.kind === "comparison") return binding.comparison;
  return "operator" in node ? infix[node.operator].binding : binding.whole;
}

function within(node: Expression, place: number): string {
  return bindingOf(node) < place ? `(${format(node)})` : format(node);
}

/** `5.lower` would be read as the number `5.` and a name. */
function formatTarget(target: Expression): string {
  return target.kind === "integer" ? `(${format(target)})` : within(target, binding.whole);
}

function formatList({ brackets, items }: ListLiteral): string {
  const inner = items.map(format).join(", ");
  return brackets === "[]" ? `[${inner}]` : `(${inner}${items.length === 1 ? "," : ""})`;
}

function formatFloat(value: number): string {
  const digits = String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}
