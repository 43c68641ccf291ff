/**
 * The operators of the language, a row each. Tokenizer, parser, tree, formatter, completion, “Query as Python” and
 * docs/query-language.md take from here what they need; CONTRIBUTING.md says what else a new one needs.
 */
import type { Kind } from "./types.ts";

/** How tightly operators bind, as in Python. */
export const binding = {
  or: 10,
  and: 20,
  not: 30,
  comparison: 40,
  sum: 50,
  product: 60,
  sign: 70,
  power: 80,
  /** What is not an operation: a name, a literal, a call. */
  whole: 100,
} as const;

interface OperatorRow {
  /** The kind of its node in the tree. */
  readonly node: string;
  readonly binding: number;
  /** What it means, for completion. */
  readonly detail: string;
  /** The same for the documentation, where that says more. */
  readonly meaning?: string;
  /** What comes of it where its first operand is missing; begins with “fails”, “false” or “true”, as a test tries. */
  readonly missing: string;
  /** Signs that people write for it, with the reason why they are none, to be followed by “is written …”; empty for no reason. */
  readonly signs?: Readonly<Record<string, string>>;
  /** Words that people write where it should stand, with what to write. */
  readonly words?: Readonly<Record<string, string>>;
  /** How the Python client says it: as here, as here where the right operand is a number other than 0, or not at all. */
  readonly python: "same" | "unless zero" | "refused";
}

export interface InfixRow extends OperatorRow {
  /**
   * `left`: `a - b - c` is `(a - b) - c`. `right`: `a ** b ** c` is `a ** (b ** c)`. Their nodes have the fields `operator`, `left` and
   * `right` (`BinaryNode` in tree.ts). `chain`: all operators that bind as tightly have one node together.
   */
  readonly groups: "left" | "right" | "chain";
  /** How tightly its right operand binds at least, where that is not said by `binding` and `groups`. */
  readonly right?: number;
  /** The kinds of values after which completion offers it: texts have an order, which is rarely meant. */
  readonly offeredAfter: readonly Kind[];
  /** What stands to its right. */
  readonly takes: "truth" | "alike" | "list" | "list or text" | "None" | "number";
  readonly gives: "operand" | "truth" | "number";
  /** What a comparison asks. */
  readonly asks?: "equality" | "order" | "membership" | "identity";
  /** Whether it divides by its right operand. */
  readonly divides?: true;
}

const logical = {
  node: "logical",
  groups: "chain",
  offeredAfter: ["number", "text", "time"],
  takes: "truth",
  gives: "operand",
  python: "same",
} as const;
const comparison = {
  node: "comparison",
  binding: binding.comparison,
  groups: "chain",
  gives: "truth",
} as const;
const equality = {
  ...comparison,
  python: "same",
  asks: "equality",
  takes: "alike",
  offeredAfter: ["number", "text", "time"],
} as const;
const order = {
  ...comparison,
  python: "same",
  asks: "order",
  takes: "alike",
  offeredAfter: ["number", "time"],
  missing: "fails",
} as const;
const membership = {
  ...comparison,
  python: "same",
  asks: "membership",
  takes: "list or text",
  offeredAfter: ["number", "text"],
} as const;
const identity = {
  ...comparison,
  python: "refused",
  asks: "identity",
  takes: "None",
  offeredAfter: ["number", "text", "time"],
} as const;
const arithmetic = {
  node: "arithmetic",
  groups: "left",
  offeredAfter: ["number"],
  takes: "number",
  gives: "number",
  missing: "fails",
  python: "same",
} as const;
const product = { ...arithmetic, binding: binding.product } as const;
const division = { ...product, divides: true, python: "unless zero" } as const;

/** The operators between two operands, in the order in which completion offers them. */
export const infix = {
  and: {
    ...logical,
    binding: binding.and,
    detail: "both",
    meaning: "both; `b` is not looked at where `a` is false",
    missing: "false",
    signs: { "&&": "", "&": "Operators on bits are not part of this language; to require both" },
  },
  or: {
    ...logical,
    binding: binding.or,
    detail: "one or both",
    meaning: "one or both; `b` is not looked at where `a` is true",
    missing: "true where `b` is",
    signs: { "||": "", "|": "Operators on bits are not part of this language; for one of both" },
  },
  "==": {
    ...equality,
    detail: "equal",
    missing: "false, unless both are missing",
    signs: { "===": "", "=": "A single = would assign a value; a comparison" },
    words: { equals: "Write ==." },
  },
  "!=": {
    ...equality,
    detail: "not equal",
    missing: "true, unless both are missing",
    signs: { "!==": "", "<>": "", "≠": "" },
    words: { xor: "Write (a) != (b) for one of both." },
  },
  "<": {
    ...order,
    detail: "less, earlier",
    meaning: "less, earlier; `a < b < c` is `a < b and b < c`",
    words: { between: "To compare with both ends of a range write 80 < beam_current < 120." },
  },
  "<=": { ...order, detail: "less or equal", signs: { "=<": "", "≤": "" } },
  ">": { ...order, detail: "greater, later" },
  ">=": { ...order, detail: "greater or equal", signs: { "=>": "", "≥": "" } },
  in: {
    ...membership,
    detail: "one of a list, part of a text",
    missing: "false, unless the list names `None`; fails with a text",
    words: {
      like: "To look for a part of a text write 'part' in run_config, or run_config.startswith('…').",
    },
  },
  "not in": {
    ...membership,
    detail: "none of a list, no part of a text",
    missing: "true, unless the list names `None`; fails with a text",
  },
  is: {
    ...identity,
    detail: "missing",
    meaning: "has no value",
    missing: "true",
    words: { isnull: "Write is None." },
  },
  "is not": { ...identity, detail: "present", meaning: "has a value", missing: "false" },
  "+": { ...arithmetic, binding: binding.sum, detail: "plus" },
  "-": {
    ...arithmetic,
    binding: binding.sum,
    detail: "minus",
    signs: { "−": "This is a typographic minus; the minus", "–": "This is a dash; the minus" },
  },
  "*": { ...product, detail: "times", signs: { "×": "" } },
  "/": { ...division, detail: "divided by", signs: { "÷": "" } },
  "//": { ...division, detail: "divided by, rounded down" },
  "%": {
    ...division,
    detail: "remainder of a division",
    meaning: "remainder of a division, with the sign of the divisor",
  },
  "**": {
    ...arithmetic,
    binding: binding.power,
    groups: "right",
    // `2 ** -1`
    right: binding.sign,
    detail: "to the power of",
    meaning: "to the power of; `-a ** 2` is `-(a ** 2)`, and `a ** b ** c` is `a ** (b ** c)`",
    python: "unless zero",
  },
} as const satisfies Readonly<Record<string, InfixRow>>;

/** The operators before their one operand. */
export const prefix = {
  not: {
    node: "not",
    binding: binding.not,
    detail: "negation",
    meaning: "negation; `not a == b` is `not (a == b)`",
    missing: "true",
    signs: { "!": "" },
    python: "same",
  },
  "-": {
    node: "sign",
    binding: binding.sign,
    detail: "the negative number",
    missing: "fails",
    python: "same",
  },
  "+": {
    node: "sign",
    binding: binding.sign,
    detail: "the same number",
    missing: "fails",
    python: "same",
  },
} as const satisfies Readonly<Record<string, OperatorRow>>;

export type InfixOperator = keyof typeof infix;
export type PrefixOperator = keyof typeof prefix;
/** The operators whose nodes are of a kind. */
export type OperatorOf<Node> = {
  [Operator in InfixOperator]: (typeof infix)[Operator]["node"] extends Node ? Operator : never;
}[InfixOperator];
/** The kinds of nodes of the operators that are no chains. */
export type BinaryKind = {
  [Operator in InfixOperator]: (typeof infix)[Operator]["groups"] extends "chain"
    ? never
    : (typeof infix)[Operator]["node"];
}[InfixOperator];

/** All operators by their words or sign; `-` and `+` are there twice. */
export const operatorRows: readonly (readonly [operator: string, row: OperatorRow])[] = [
  ...Object.entries(infix),
  ...Object.entries(prefix),
];

/** Whether an operator is written in letters, and not as a sign. */
export function isWord(operator: string): boolean {
  return /^[a-z]/.test(operator);
}

const infixByName = new Map(Object.keys(infix).map((operator) => [operator, operator as InfixOperator]));

/** The operator between two operands that is written so; null where there is none. */
export function infixNamed(text: string): InfixOperator | null {
  return infixByName.get(text) ?? null;
}

/** Whether the nodes of an operator are of a kind. */
export function isOperatorOf<Node extends string>(
  node: Node,
  operator: InfixOperator,
): operator is OperatorOf<Node> {
  return infix[operator].node === node;
}

export function isPrefix(text: string): text is PrefixOperator {
  return Object.hasOwn(prefix, text);
}

/** How tightly the left operand of an operator binds at least; one that binds less tightly stands in parentheses. */
export function leftBinding(operator: InfixOperator): number {
  const { binding, groups } = infix[operator];
  return groups === "left" ? binding : binding + 1;
}

/** The same of its right operand. */
export function rightBinding(operator: InfixOperator): number {
  const { binding, groups, right }: InfixRow = infix[operator];
  return right ?? (groups === "right" ? binding : binding + 1);
}
