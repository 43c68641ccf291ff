import { functionNames } from "./functions.ts";
import { methods, textMethods, type TextMethod } from "./methods.ts";
import { ParserProblems } from "./parserProblems.ts";
import { problem, replaceBy } from "./problems.ts";
import type { Token } from "./tokens.ts";
import type { Expression, Span } from "./tree.ts";
import { maxDepth, nestingProblem } from "./walk.ts";

/** Reads what operators stand between: names, literals, brackets, lists, calls, parts of texts. */
export abstract class Operands extends ParserProblems {
  /** How many brackets, signs and `not` are open, each a level of this parser's own recursion. */
  private depth = 0;

  /** Reads an operand and all operators after it that bind at least as tightly as `minimum`. */
  protected abstract read(minimum: number): Expression;

  /** A value with the methods and places after it. */
  protected readValue(): Expression {
    const from = this.position();
    let operand = this.readPrimary();
    for (;;) {
      if (this.at("punctuation", ".")) operand = this.readCall(operand, from);
      else if (this.at("bracket", "[")) operand = this.readSubscript(operand, from);
      else return operand;
    }
  }

  private readPrimary(): Expression {
    const token = this.peek();
    if (token === undefined) this.operandExpected(token);
    if (token.kind === "bracket" && token.text === "(") return this.readGroup(token);
    if (token.kind === "bracket" && token.text === "[") return this.readList(token);
    const tree = leaf(token);
    if (tree === null) this.operandExpected(token);
    this.advance();
    if (tree.kind === "name" && this.at("bracket", "(")) return this.readFunction(token);
    return tree;
  }

  /** `name(argument, …)`. */
  private readFunction(token: Token): Expression {
    const name = functionNames.find((known) => known === token.text);
    const open = this.peek();
    if (name === undefined || open === undefined || isQuoted(token)) this.functionRefused(token);
    this.advance();
    const args: Expression[] = [];
    while (!this.at("bracket", ")")) {
      args.push(this.nested(open, () => this.read(0)));
      if (!this.at("punctuation", ",")) break;
      this.advance();
    }
    this.expectClosing(open);
    const nameSpan = { from: token.from, to: token.to };
    return {
      kind: "function",
      name,
      nameSpan,
      arguments: args,
      from: token.from,
      to: this.lastEnd,
    };
  }

  /** `[at]` or `[start:stop:step]` after its target: whole numbers, written out. */
  private readSubscript(target: Expression, from: number): Expression {
    const open = this.advance();
    const places: (bigint | null)[] = [this.readPlace(open)];
    let step: Span = open;
    while (places.length < 3 && this.at("punctuation", ":")) {
      this.advance();
      step = this.peek() ?? open;
      places.push(this.readPlace(open));
    }
    const [start = null, stop = null, by = null] = places;
    if (places.length === 1 && start === null) this.indexExpected(open);
    this.expectClosing(open);
    if (by === 0n)
      this.report(problem("slice-step", step, "The step of a slice is not 0: it would never end."));
    if (places.length > 1) return { kind: "slice", target, start, stop, step: by, from, to: this.lastEnd };
    return { kind: "index", target, at: start ?? 0n, from, to: this.lastEnd };
  }

  /** A whole number with its signs; null where a slice leaves it out. */
  private readPlace(open: Token): bigint | null {
    let sign = 1n;
    let isSigned = false;
    while (this.at("operator", "-") || this.at("operator", "+")) {
      if (this.advance().text === "-") sign = -sign;
      isSigned = true;
    }
    const token = this.peek();
    if (token?.kind === "integer") {
      this.advance();
      return sign * token.value;
    }
    const isLeftOut = this.at("punctuation", ":") || this.at("bracket", "]");
    if (isSigned || !(isLeftOut || token === undefined)) this.indexExpected(open);
    return null;
  }

  /** `( … )`: an expression, or with a comma (or nothing) in it a list. */
  private readGroup(open: Token): Expression {
    this.advance();
    if (this.closes(")"))
      return { kind: "list", brackets: "()", items: [], from: open.from, to: this.lastEnd };
    const first = this.nested(open, () => this.read(0));
    if (this.at("punctuation", ",")) return this.readItems(open, "()", [first]);
    this.expectClosing(open);
    return first;
  }

  private readList(open: Token): Expression {
    this.advance();
    if (this.closes("]"))
      return { kind: "list", brackets: "[]", items: [], from: open.from, to: this.lastEnd };
    return this.readItems(open, "[]", [this.nested(open, () => this.read(0))]);
  }

  private readItems(open: Token, brackets: "[]" | "()", items: Expression[]): Expression {
    while (this.at("punctuation", ",")) {
      this.advance();
      if (this.at("bracket", brackets.charAt(1))) break;
      items.push(this.nested(open, () => this.read(0)));
    }
    this.expectClosing(open);
    return { kind: "list", brackets, items, from: open.from, to: this.lastEnd };
  }

  /** `.method(argument)` after its target. */
  private readCall(target: Expression, from: number): Expression {
    const dot = this.advance();
    const name = this.peek();
    const method = textMethods.find((known) => known === name?.text);
    if (name === undefined || method === undefined || isQuoted(name)) this.methodExpected(dot, name);
    this.advance();
    const open = this.peek();
    if (open === undefined || !this.at("bracket", "(")) this.callBracketsExpected(name, method);
    this.advance();
    const argument = this.readArgument(open, name, method);
    const methodSpan = { from: name.from, to: name.to };
    return { kind: "call", target, method, methodSpan, argument, from, to: this.lastEnd };
  }

  private readArgument(open: Token, name: Token, method: TextMethod): Expression | null {
    const needsArgument = methods[method].argument !== null;
    const argument = this.at("bracket", ")") ? null : this.nested(open, () => this.read(0));
    if (this.at("punctuation", ",")) this.oneArgumentOnly(method);
    this.expectClosing(open);
    const place = { from: name.from, to: this.lastEnd };
    if (needsArgument && argument === null) {
      this.report(problem("argument", place, `${method} needs a text: ${method}('…').`));
    } else if (!needsArgument && argument !== null) {
      const fix = [replaceBy(place, `${method}()`)];
      this.report(problem("argument", place, `${method}() takes nothing between its brackets.`, fix));
    }
    return argument;
  }

  private closes(bracket: ")" | "]"): boolean {
    const closing = this.at("bracket", bracket);
    if (closing) this.advance();
    return closing;
  }

  /** Reads what is one level deeper. */
  protected nested(place: Span, read: () => Expression): Expression {
    this.depth += 1;
    if (this.depth > maxDepth) this.stop(nestingProblem(place));
    const tree = read();
    this.depth -= 1;
    return tree;
  }
}

function isQuoted(token: Token): boolean {
  return token.kind === "name" && token.isQuoted === true;
}

/** The tree of a token that is a value by itself, or null. */
function leaf(token: Token): Expression | null {
  const { from, to } = token;
  switch (token.kind) {
    case "integer":
      return { kind: "integer", value: token.value, from, to };
    case "float":
      return { kind: "float", value: token.value, from, to };
    case "string":
      return { kind: "string", value: token.value, from, to };
    case "alias":
      return { kind: "alias", name: token.text.slice(1), from, to };
    case "name":
      return { kind: "name", name: token.text, from, to };
    case "constant":
      if (token.text === "None") return { kind: "none", from, to };
      return { kind: "boolean", value: token.text === "True", from, to };
    case "keyword":
    case "operator":
    case "bracket":
    case "punctuation":
    case "problem":
      return null;
  }
}
