import type { Checked, Expression } from "../../../core/query/tree.ts";

/** A tree in brackets, short enough for a table of tests: `a + 1 < b` is `(< (+ a 1) b)`. */
export function sketch(node: Expression | null): string {
  if (node === null) return "all";
  switch (node.kind) {
    case "integer":
      return String(node.value);
    case "float":
      return `${node.value}f`;
    case "string":
      return JSON.stringify(node.value);
    case "boolean":
      return node.value ? "True" : "False";
    case "none":
      return "None";
    case "name":
      return node.name;
    case "alias":
      return node.body === undefined ? `@${node.name}` : `(@${node.name} ${sketch(node.body)})`;
    case "list":
      return node.brackets === "[]"
        ? `[${node.items.map(sketch).join(" ")}]`
        : `(tuple${node.items.map((item) => ` ${sketch(item)}`).join("")})`;
    case "sign":
      return `(${node.operator} ${sketch(node.operand)})`;
    case "arithmetic":
      return `(${node.operator} ${sketch(node.left)} ${sketch(node.right)})`;
    case "comparison":
      return `(${sketch(node.first)}${node.links.map(({ operator, right }) => ` ${operator} ${sketch(right)}`).join("")})`;
    case "not":
      return `(not ${sketch(node.operand)})`;
    case "logical":
      return `(${node.operator}${node.operands.map((operand) => ` ${sketch(operand)}`).join("")})`;
    case "call":
      return `(.${node.method} ${sketch(node.target)}${node.argument === null ? "" : ` ${sketch(node.argument)}`})`;
    case "function":
      return `(${node.name}${node.arguments.map((argument) => ` ${sketch(argument)}`).join("")})`;
    case "index":
      return `(at ${node.at} ${sketch(node.target)})`;
    case "slice":
      return `(slice ${node.start ?? ""}:${node.stop ?? ""}:${node.step ?? ""} ${sketch(node.target)})`;
  }
}

/** The same tree without places in the text. */
export function withoutSpans(tree: Expression | null): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => {
      if (
        key === "from" ||
        key === "to" ||
        key === "operatorSpan" ||
        key === "methodSpan" ||
        key === "nameSpan"
      )
        return undefined;
      return typeof value === "bigint" ? `${value}n` : value;
    }),
  );
}

/** The value of a result that must be right. */
export function valueOf<T>(checked: Checked<T>): T {
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked.value;
}

/**
 * The problems of a result as `code at "place": fixed text | …`, where each fix is shown by the text it makes.
 * A place without characters is shown by its offset.
 */
export function problemsOf(text: string, checked: Checked<unknown>): string[] {
  if (checked.ok) return [];
  return checked.problems.map(({ code, from, to, fixes }) => {
    const place = from === to ? `${from}` : `«${text.slice(from, to)}»`;
    const fixed = fixes.map((fix) => text.slice(0, fix.from) + fix.insert + text.slice(fix.to));
    return [`${code} ${place}`, ...fixed].join(" → ");
  });
}
