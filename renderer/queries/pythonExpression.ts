/** An expression as the Python client takes it, where it can give the same runs. */
import type { Alias, ConditionType } from "../../core/api/catalogue.ts";
import { analyze, format, type Expression } from "../../core/query/index.ts";
import { methods } from "../../core/query/methods.ts";
import { infix, type InfixRow } from "../../core/query/operators.ts";
import type { Binary } from "../../core/query/tree.ts";
import { children, mapChildren } from "../../core/query/walk.ts";

/** What is known of the database: its conditions, and its aliases with where they come from. */
export interface Known {
  readonly conditions: readonly ConditionType[];
  readonly aliases: readonly Alias[];
}

/** The text for the client, or what in the expression it refuses or answers otherwise. */
export type PythonExpression =
  | { readonly isSame: true; readonly text: string }
  | { readonly isSame: false; readonly reasons: readonly string[] };

/** Takes an expression without errors; one with errors is refused as a whole. */
export function pythonExpression(text: string, known: Known): PythonExpression {
  const analyzed = analyze(text, known);
  if (!analyzed.ok) return { isSame: false, reasons: ["this expression"] };
  const { tree } = analyzed.value;
  if (tree === null) return { isSame: true, text: "" };
  const written = rewritten(tree, known);
  const reasons = [...new Set(reasonsIn(written, known))];
  const code = format(written);
  if (code.includes("__")) reasons.push("__");
  return reasons.length === 0 ? { isSame: true, text: code } : { isSame: false, reasons };
}

/**
 * Writes out the aliases that the client does not have, or takes for others: it knows nothing of those of a database, and
 * finds one whose name another one begins with. `.startswith` ends its whole query at the first run without a value; a
 * slice drops that run, as here.
 */
function rewritten(node: Expression, known: Known): Expression {
  if (node.kind === "alias" && node.body !== undefined && isOwn(node.name, known)) {
    return rewritten(node.body, known);
  }
  const changed = mapChildren(node, (child) => rewritten(child, known));
  if (changed.kind !== "call" || methods[changed.method].python !== "slice") return changed;
  if (changed.argument?.kind !== "string") return changed;
  const { target, argument, from, to } = changed;
  const stop = BigInt(Array.from(argument.value).length);
  const first: Expression = { kind: "slice", target, start: null, stop, step: null, from, to };
  const links = [{ operator: "==", operatorSpan: { from, to }, right: argument }] as const;
  return { kind: "comparison", first, links, from, to };
}

function isOwn(name: string, { aliases }: Known): boolean {
  return aliases.some(
    (alias) =>
      (alias.name === name && alias.source === "database") ||
      (alias.source === "built-in" && alias.name !== name && name.startsWith(alias.name)),
  );
}

/** Names that the client's reading of an expression has another meaning for. */
const takenNames = new Set(["run", "math", "startswith", "print", "exec"]);

function reasonsIn(node: Expression, known: Known): string[] {
  const inner = node.kind === "alias" ? node.body : undefined;
  const beneath = inner ? [inner] : children(node);
  return [...reasonsHere(node, known), ...beneath.flatMap((child) => reasonsIn(child, known))];
}

function reasonsHere(node: Expression, { conditions }: Known): string[] {
  if ("left" in node) return reasonsOf(node);
  switch (node.kind) {
    case "none":
      return ["None"];
    case "boolean":
      return ["True and False"];
    case "call":
      return [`.${node.method}()`];
    case "function":
      return [`${node.name}()`];
    case "index":
      return ["a single character of a text, which may be missing"];
    case "comparison":
      // None is a reason of its own.
      return node.links.flatMap(({ operator, right }) => {
        const isRefused = infix[operator].python === "refused" && right.kind !== "none";
        return isRefused ? [operator] : [];
      });
    case "name": {
      const type = conditions.find(({ name }) => name === node.name)?.type;
      const isPlain = /^[A-Za-z_]\w*$/.test(node.name) && !takenNames.has(node.name);
      if (type === undefined || !isPlain || format(node) !== node.name) return [node.name];
      return type === "time" ? [`the time ${node.name}`] : [];
    }
    case "integer":
    case "float":
    case "string":
    case "list":
    case "alias":
    case "sign":
    case "not":
    case "logical":
    case "slice":
      return [];
  }
}

function reasonsOf({ operator, right }: Binary): string[] {
  const row: InfixRow = infix[operator];
  switch (row.python) {
    case "same":
      return [];
    case "unless zero":
      return isNumber(right) ? [] : [`${operator} by what may be 0`];
    case "refused":
      return [operator];
  }
}

/** A number that is written out; a 0 to divide by has been refused. */
function isNumber(node: Expression): boolean {
  if (node.kind === "sign") return isNumber(node.operand);
  return node.kind === "integer" || node.kind === "float";
}
