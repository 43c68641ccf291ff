/**
 * The tests of one condition that its column's menu can make and knows again in an expression:
 * `kind == 'a'`, `kind not in ['a', 'b']`, `80 <= beam_current < 120`, `radiator_id is None`.
 * They are parts of the expression that are joined by `and`; another test of the condition stays as it is.
 */
import { cutLength, type Cell } from "../../core/api/values.ts";
import {
  analyze,
  format,
  parse,
  type ComparisonOperator,
  type Expression,
  type ValueType,
  type Vocabulary,
} from "../../core/query/index.ts";

type Value = string | number | boolean;

export type ColumnTest =
  | { readonly kind: "values"; readonly values: readonly Value[]; readonly isExcluded: boolean }
  /** `from` is included, `to` is where `isClosed`; null for no end. */
  | {
      readonly kind: "range";
      readonly from: Value | null;
      readonly to: Value | null;
      readonly isClosed: boolean;
    }
  | { readonly kind: "presence"; readonly isPresent: boolean };

/** What is tested: a condition, one of the names that every database has, or what is computed of these. */
export interface TestedColumn {
  readonly name: string;
  readonly type: ValueType;
  /** Of a computed column. */
  readonly expression?: string | undefined;
}

/** Whether the language can ask for values of a column: for the length of a run it cannot. */
export function isTestable(column: TestedColumn, vocabulary: Vocabulary): boolean {
  if (column.type === "json" || column.type === "blob") return false;
  return analyze(format(comparison(subjectOf(column), "is not", none)), vocabulary).ok;
}

/** The menu's test of a column in an expression; null where there is none. */
export function readTest(expression: string, column: TestedColumn): ColumnTest | null {
  const subject = format(subjectOf(column));
  for (const part of partsOf(expression) ?? []) {
    const test = testIn(part, subject);
    if (test) return test;
  }
  return null;
}

/** The expression with this test of a column in place of the one it has; null where it cannot be read. */
export function withTest(expression: string, column: TestedColumn, test: ColumnTest | null): string | null {
  const parts = partsOf(expression);
  if (parts === null) return null;
  const subject = format(subjectOf(column));
  const others = parts.filter((part) => testIn(part, subject) === null);
  return joined(test ? [...others, treeOf(column, test)] : others);
}

/** The parts of an expression that are joined by `and`, each with the expression that is left without it. */
export function filtersOf(expression: string): readonly { readonly text: string; readonly rest: string }[] {
  const parts = partsOf(expression);
  // What cannot be read is one thing.
  if (parts === null || parts.length <= 1)
    return expression.trim() === "" ? [] : [{ text: expression, rest: "" }];
  return parts.map((part, at) => ({ text: format(part), rest: joined(parts.toSpliced(at, 1)) }));
}

const nowhere = { from: 0, to: 0 };
const none: Expression = { kind: "none", ...nowhere };

function partsOf(expression: string): readonly Expression[] | null {
  const parsed = parse(expression);
  if (!parsed.ok) return null;
  const tree = parsed.value;
  if (tree === null) return [];
  return tree.kind === "logical" && tree.operator === "and" ? tree.operands : [tree];
}

function joined(parts: readonly Expression[]): string {
  const [only] = parts;
  if (!only) return "";
  if (parts.length === 1) return format(only);
  return format({ kind: "logical", operator: "and", operands: parts, ...nowhere });
}

function treeOf(column: TestedColumn, test: ColumnTest): Expression {
  const name = subjectOf(column);
  if (test.kind === "presence") return comparison(name, test.isPresent ? "is not" : "is", none);
  const literal = (value: Value) => literalOf(value, column.type);
  if (test.kind === "values") return valuesTree(name, test.values.map(literal), test.isExcluded);
  const { from, to, isClosed } = test;
  const upper = isClosed ? "<=" : "<";
  if (from === null)
    return to === null ? comparison(name, "is not", none) : comparison(name, upper, literal(to));
  if (to === null) return comparison(name, ">=", literal(from));
  const links = [
    { operator: "<=", operatorSpan: nowhere, right: name },
    { operator: upper, operatorSpan: nowhere, right: literal(to) },
  ] as const;
  return { kind: "comparison", first: literal(from), links, ...nowhere };
}

function valuesTree(name: Expression, values: readonly Expression[], isExcluded: boolean): Expression {
  const [only] = values;
  if (only && values.length === 1) return comparison(name, isExcluded ? "!=" : "==", only);
  const list: Expression = { kind: "list", brackets: "[]", items: values, ...nowhere };
  return comparison(name, isExcluded ? "not in" : "in", list);
}

/** `subject` is what is tested, as the formatter writes it. */
function testIn(part: Expression, subject: string): ColumnTest | null {
  if (part.kind !== "comparison") return null;
  const [link, second] = part.links;
  if (!link) return null;
  if (second) {
    const from = valueOf(part.first);
    const to = valueOf(second.right);
    const isRange = link.operator === "<=" && format(link.right) === subject && part.links.length === 2;
    if (!isRange || from === null || to === null || !["<", "<="].includes(second.operator)) return null;
    return { kind: "range", from, to, isClosed: second.operator === "<=" };
  }
  return format(part.first) === subject ? simpleTest(link.operator, link.right) : null;
}

function simpleTest(operator: ComparisonOperator, right: Expression): ColumnTest | null {
  if (right.kind === "none") {
    if (operator !== "is" && operator !== "is not") return null;
    return { kind: "presence", isPresent: operator === "is not" };
  }
  if (right.kind === "list") {
    const values = right.items.map(valueOf).filter((value) => value !== null);
    if (values.length < right.items.length || (operator !== "in" && operator !== "not in")) return null;
    return { kind: "values", values, isExcluded: operator === "not in" };
  }
  const value = valueOf(right);
  if (value === null) return null;
  const isExcluded = operator === "!=";
  if (operator === "==" || isExcluded) return { kind: "values", values: [value], isExcluded };
  const isClosed = operator === "<=";
  if (operator === "<" || isClosed) return { kind: "range", from: null, to: value, isClosed };
  return operator === ">=" ? { kind: "range", from: value, to: null, isClosed: false } : null;
}

function comparison(first: Expression, operator: ComparisonOperator, right: Expression): Expression {
  return {
    kind: "comparison",
    first,
    links: [{ operator, operatorSpan: nowhere, right }],
    ...nowhere,
  };
}

/** What a test is about: the name of a column, or what a computed one is calculated by. */
function subjectOf({ name, expression }: TestedColumn): Expression {
  const parsed = expression === undefined ? null : parse(expression);
  return (parsed?.ok ? parsed.value : null) ?? { kind: "name", name, ...nowhere };
}

function literalOf(value: Value, type: ValueType): Expression {
  if (typeof value === "string") return { kind: "string", value, ...nowhere };
  if (typeof value === "boolean") return { kind: "boolean", value, ...nowhere };
  if (value < 0 || Object.is(value, -0)) {
    return { kind: "sign", operator: "-", operand: literalOf(-value, type), ...nowhere };
  }
  const isWhole = Number.isSafeInteger(value) && type !== "float";
  if (isWhole) return { kind: "integer", value: BigInt(value), ...nowhere };
  return { kind: "float", value, ...nowhere };
}

/** The value that a literal is, signs included; null for anything else. */
function valueOf(tree: Expression): Value | null {
  if (tree.kind === "integer") return Number(tree.value);
  if (tree.kind === "float" || tree.kind === "string" || tree.kind === "boolean") return tree.value;
  if (tree.kind !== "sign") return null;
  const value = valueOf(tree.operand);
  if (typeof value !== "number") return null;
  return tree.operator === "-" ? -value : value;
}

/** Whether a value can be asked for: of long texts only the beginning is known. */
export function isAskable(value: Cell): value is Value {
  return value !== null && !(typeof value === "string" && value.length >= cutLength);
}
