import { Operands } from "./parserOperands.ts";
import { Unparsable } from "./parserProblems.ts";
import { problem } from "./problems.ts";
import { readTokens, type Token } from "./tokens.ts";
import {
  infix,
  infixNamed,
  isOperatorOf,
  isPrefix,
  prefix,
  rightBinding,
  type InfixOperator,
  type InfixRow,
  type PrefixOperator,
} from "./operators.ts";
import type {
  Binary,
  Checked,
  ComparisonLink,
  ComparisonOperator,
  Expression,
  LogicalOperator,
  Span,
} from "./tree.ts";
import { nestingProblem, tooDeep } from "./walk.ts";

/** Characters an expression may have. */
export const maxLength = 100_000;

/**
 * Parses the text of an expression. The value is null for an empty text, which selects every run.
 * Slips that are easily fixed (`=`, `&&`, `true`) are reported together; an error that leaves the meaning open
 * ends the reading.
 */
export function parse(text: string): Checked<Expression | null> {
  if (text.length > maxLength) {
    const message = `An expression can have ${maxLength} characters; this one has ${text.length}.`;
    return {
      ok: false,
      problems: [problem("too-long", { from: maxLength, to: text.length }, message)],
    };
  }
  const parser = new Parser(readTokens(text));
  if (parser.isEmpty) return { ok: true, value: null };
  const tree = parser.readAll();
  if (tree === null || parser.found.length > 0) return { ok: false, problems: parser.found };
  const deep = tooDeep(tree);
  if (deep !== null) return { ok: false, problems: [nestingProblem(deep)] };
  return { ok: true, value: tree };
}

/** A Pratt parser: every operator takes what binds more tightly than itself. */
class Parser extends Operands {
  /** The token that was last asked for its operator, and the answer. */
  private asked: Token | undefined;
  private answer: InfixOperator | null = null;

  /** Whether there is nothing to read. */
  get isEmpty(): boolean {
    return this.peek() === undefined;
  }

  readAll(): Expression | null {
    try {
      const tree = this.read(0);
      const left = this.peek();
      if (left !== undefined) this.unexpected(left);
      return tree;
    } catch (error) {
      if (error instanceof Unparsable) return null;
      throw error;
    }
  }

  /** Reads an operand and all operators after it that bind at least as tightly as `minimum`. */
  protected override read(minimum: number): Expression {
    const from = this.position();
    let left = this.readOperand(minimum);
    for (;;) {
      const next = this.readOperator(left, from, minimum);
      if (next === null) return left;
      left = next;
    }
  }

  private readOperator(left: Expression, from: number, minimum: number): Expression | null {
    const operator = this.infixOperator();
    if (operator === null || infix[operator].binding < minimum) return null;
    if (isOperatorOf("logical", operator)) return this.readLogical(left, from, operator);
    if (isOperatorOf("comparison", operator)) return this.readComparison(left, from, operator);
    return this.readBinary(left, from, operator);
  }

  /** The operator that comes next: a sign, a word or two words. Asked for at each level of a nesting. */
  private infixOperator(): InfixOperator | null {
    const token = this.peek();
    if (token !== this.asked) {
      this.asked = token;
      this.answer = token === undefined ? null : this.readInfix(token);
    }
    return this.answer;
  }

  private readInfix(token: Token): InfixOperator | null {
    if (token.kind === "operator") return infixNamed(token.text);
    if (token.kind !== "keyword") return null;
    const second = this.peek(1);
    const both = second?.kind === "keyword" ? infixNamed(`${token.text} ${second.text}`) : null;
    return both ?? infixNamed(token.text);
  }

  private takeOperator(operator: InfixOperator): Span {
    const { from } = this.advance();
    if (operator.includes(" ")) this.advance();
    return { from, to: this.lastEnd };
  }

  private readBinary(left: Expression, from: number, operator: Binary["operator"]): Binary {
    const place = this.takeOperator(operator);
    const { node: kind, groups }: InfixRow = infix[operator];
    const read = (): Expression => this.read(rightBinding(operator));
    // What groups to the right is read by recursion.
    const right = groups === "right" ? this.nested(place, read) : read();
    // The kind is that of the operator: both are of its row.
    return { kind, operator, left, right, from, to: this.lastEnd } as Binary;
  }

  private readLogical(first: Expression, from: number, operator: LogicalOperator): Expression {
    const operands = [first];
    while (this.infixOperator() === operator) {
      this.takeOperator(operator);
      operands.push(this.read(rightBinding(operator)));
    }
    return { kind: "logical", operator, operands, from, to: this.lastEnd };
  }

  private readComparison(first: Expression, from: number, begun: ComparisonOperator): Expression {
    const links: ComparisonLink[] = [];
    let operator: InfixOperator | null = begun;
    while (operator !== null && isOperatorOf("comparison", operator)) {
      const operatorSpan = this.takeOperator(operator);
      links.push({ operator, operatorSpan, right: this.read(rightBinding(operator)) });
      operator = this.infixOperator();
    }
    return { kind: "comparison", first, links, from, to: this.lastEnd };
  }

  private readOperand(minimum: number): Expression {
    const token = this.peek();
    if ((token?.kind === "keyword" || token?.kind === "operator") && isPrefix(token.text)) {
      return this.readPrefix(token, token.text, minimum);
    }
    return this.readValue();
  }

  private readPrefix(token: Token, operator: PrefixOperator, minimum: number): Expression {
    const { binding } = prefix[operator];
    if (minimum > binding) this.prefixNeedsBrackets(token);
    this.advance();
    const operand = this.nested(token, () => this.read(binding));
    const place = { from: token.from, to: this.lastEnd };
    return operator === "not"
      ? { kind: "not", operand, ...place }
      : { kind: "sign", operator, operand, ...place };
  }
}
