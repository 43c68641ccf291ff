/**
 * The tree of a condition expression, as the parser makes it.
 *
 * Every node has the span of the text it came from (UTF-16 offsets, `to` exclusive),
 * so that later steps (aliases, types, SQL) can report errors at their place.
 */
import type { FunctionName } from "./functions.ts";
import type { TextMethod } from "./methods.ts";
import type { BinaryKind, OperatorOf } from "./operators.ts";
import type { ProblemCode } from "./problemCodes.ts";
import type { ValueType } from "./types.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

export type ArithmeticOperator = OperatorOf<"arithmetic">;
export type ComparisonOperator = OperatorOf<"comparison">;
export type LogicalOperator = OperatorOf<"logical">;

interface IntegerLiteral extends Span {
  readonly kind: "integer";
  readonly value: bigint;
}
interface FloatLiteral extends Span {
  readonly kind: "float";
  readonly value: number;
}
interface StringLiteral extends Span {
  readonly kind: "string";
  readonly value: string;
}
interface BooleanLiteral extends Span {
  readonly kind: "boolean";
  readonly value: boolean;
}
interface NoneLiteral extends Span {
  readonly kind: "none";
}
/** `[a, b]` or `(a, b)`: only ever the right side of `in` and `not in`. */
export interface ListLiteral extends Span {
  readonly kind: "list";
  readonly brackets: "[]" | "()";
  readonly items: readonly Expression[];
}
/** A condition type, or one of `run`, `started`, `finished`. */
export interface Name extends Span {
  readonly kind: "name";
  readonly name: string;
}
/** `@name`; `body` is the alias' own tree once aliases are expanded, with spans in the alias' text. */
export interface AliasUse extends Span {
  readonly kind: "alias";
  readonly name: string;
  readonly body?: Expression;
}
export interface Sign extends Span {
  readonly kind: "sign";
  readonly operator: "-" | "+";
  readonly operand: Expression;
}
/** `left operator right`: each operator that is not a chain has a node of this form, of the kind that its row in operators.ts says. */
interface BinaryNode<Kind extends BinaryKind> extends Span {
  readonly kind: Kind;
  readonly operator: OperatorOf<Kind>;
  readonly left: Expression;
  readonly right: Expression;
}
export type Binary = { readonly [Kind in BinaryKind]: BinaryNode<Kind> }[BinaryKind];
export type Arithmetic = BinaryNode<"arithmetic">;
/** `first op right op right …`; more than one link is a chain as in `80 < x < 120`. */
export interface Comparison extends Span {
  readonly kind: "comparison";
  readonly first: Expression;
  readonly links: readonly ComparisonLink[];
}
export interface ComparisonLink {
  readonly operator: ComparisonOperator;
  readonly operatorSpan: Span;
  readonly right: Expression;
}
interface Not extends Span {
  readonly kind: "not";
  readonly operand: Expression;
}
/** Two or more operands of the same operator, evaluated from left to right, stopping early. */
export interface Logical extends Span {
  readonly kind: "logical";
  readonly operator: LogicalOperator;
  readonly operands: readonly Expression[];
}
/** `target.method(argument)`; `lower` and `upper` have no argument. */
export interface MethodCall extends Span {
  readonly kind: "call";
  readonly target: Expression;
  readonly method: TextMethod;
  readonly methodSpan: Span;
  readonly argument: Expression | null;
}

/** `abs(x)`, `min(x, y)`; only `min` and `max` may have a list of values as their one argument. */
export interface FunctionCall extends Span {
  readonly kind: "function";
  readonly name: FunctionName;
  readonly nameSpan: Span;
  readonly arguments: readonly Expression[];
}
/** `text[at]`: one character, counted from the end where `at` is negative. */
export interface Index extends Span {
  readonly kind: "index";
  readonly target: Expression;
  readonly at: bigint;
}
/** `text[start:stop:step]`; null where a place is left out. */
export interface Slice extends Span {
  readonly kind: "slice";
  readonly target: Expression;
  readonly start: bigint | null;
  readonly stop: bigint | null;
  readonly step: bigint | null;
}

export type Expression =
  | IntegerLiteral
  | FloatLiteral
  | StringLiteral
  | BooleanLiteral
  | NoneLiteral
  | ListLiteral
  | Name
  | AliasUse
  | Sign
  | Binary
  | Comparison
  | Not
  | Logical
  | MethodCall
  | FunctionCall
  | Index
  | Slice;

/** What is wrong with an expression, where, and (where it is known) how to fix it. */
export interface QueryProblem extends Span {
  readonly code: ProblemCode;
  readonly message: string;
  /** Replacements of text that would fix it, the likeliest first. */
  readonly fixes: readonly QueryFix[];
  /** The runs of a text that is not a condition but names runs, as `10001-10010` or the name of a run period; only then. */
  readonly runs?: readonly NamedRuns[];
  /** The name of the run period that the text is, or that stands at this place. */
  readonly period?: string;
  /** The query without the run period, where that is one of the conditions that all have to hold. */
  readonly rest?: string;
}
/** First and last of some runs, both included; null for no bound. */
export interface NamedRuns {
  readonly runMin: number | null;
  readonly runMax: number | null;
}
export interface QueryFix extends Span {
  readonly label: string;
  readonly insert: string;
}

/** What names mean in the database at hand: needed by the type check, completion and alias expansion. */
export interface Vocabulary {
  readonly conditions: readonly ConditionName[];
  readonly aliases: readonly AliasDefinition[];
  /** Names that are runs where they are the whole query; none where they are left out. */
  readonly periods?: readonly PeriodName[];
}
/** A run period: its first and last run by its name. */
export interface PeriodName {
  readonly name: string;
  readonly runMin: number;
  readonly runMax: number;
}
export interface ConditionName {
  readonly name: string;
  readonly type: ValueType;
  readonly description: string | null;
}
export interface AliasDefinition {
  readonly name: string;
  readonly code: string;
  readonly description: string | null;
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly QueryProblem[] };
