import { cut } from "./cut.ts";
import { operatorWords } from "./names.ts";
import { nearest } from "./nearest.ts";
import { infix, operatorRows } from "./operators.ts";
import { either, mostProblems, problem, replaceBy } from "./problems.ts";
import type { Token, TokenKind } from "./tokens.ts";
import { functionNames } from "./functions.ts";
import { methods, textMethods, type TextMethod } from "./methods.ts";
import type { QueryProblem, Span } from "./tree.ts";

/** Ends the reading of an expression; what is wrong has been reported already. */
export class Unparsable extends Error {}

/** What people write who come from SQL and other languages, where an operator is expected. */
const operatorHints: ReadonlyMap<string, string> = new Map([
  ...operatorRows.flatMap(([, { words = {} }]) => Object.entries(words)),
  ...Object.entries(methods).flatMap(([name, row]): [string, string][] =>
    "asOperator" in row ? [[name, row.asOperator]] : [],
  ),
]);
/** The words that a misspelt one may be meant for; one before None alone is hardly. */
const infixWords = Object.entries(infix).flatMap(([operator, { takes }]) =>
  operatorWords.has(operator) && takes !== "None" ? [operator] : [],
);

/** Walks along the tokens, and says in words what is wrong where they make no expression. */
export class ParserProblems {
  readonly found: QueryProblem[] = [];
  private readonly tokens: Token[] = [];
  private readonly rest: Iterator<Token, undefined>;
  private index = 0;

  /** Takes the tokens one by one, as far as the text makes sense. */
  constructor(tokens: Iterable<Token, undefined>) {
    this.rest = tokens[Symbol.iterator]();
  }

  protected peek(ahead = 0): Token | undefined {
    while (this.tokens.length <= this.index + ahead) {
      const next = this.rest.next();
      if (next.done) return undefined;
      this.tokens.push(next.value);
    }
    return this.tokens[this.index + ahead];
  }

  protected at(kind: TokenKind, text: string): boolean {
    const token = this.peek();
    return token?.kind === kind && token.text === text;
  }

  /** Where the next token begins, or the text ends. */
  protected position(): number {
    return this.peek()?.from ?? this.lastEnd;
  }

  /** Where the token read last ends. */
  protected get lastEnd(): number {
    return this.tokens[this.index - 1]?.to ?? 0;
  }

  /** Takes the next token, with the slip it may carry. */
  protected advance(): Token {
    const token = this.peek();
    if (token === undefined) throw new RangeError("advance() past the last token");
    this.index += 1;
    if (token.problem !== undefined) this.report(token.problem);
    return token;
  }

  protected report(found: QueryProblem): void {
    this.found.push(found);
    if (this.found.length === mostProblems) throw new Unparsable();
  }

  protected stop(found: QueryProblem): never {
    this.report(found);
    throw new Unparsable();
  }

  /** A token that continues nothing: after a complete expression, or within brackets. */
  protected unexpected(token: Token): never {
    if (token.problem !== undefined) this.stop(token.problem);
    const word = token.kind === "name" && token.isQuoted !== true ? token.text : "";
    const hint = operatorHints.get(word.toLowerCase());
    if (hint !== undefined) {
      this.stop(problem("operator-expected", token, `${cut(token.text)} is not an operator. ${hint}`));
    }
    if (token.kind === "bracket" && (token.text === ")" || token.text === "]")) {
      const remove = [replaceBy(token, "", `remove ${token.text}`)];
      this.stop(
        problem("bracket", token, `There is no bracket that this ${token.text} would close.`, remove),
      );
    }
    if (token.text === "," && token.kind === "punctuation") {
      this.commaRefused(token);
    }
    if (token.text === ":" && token.kind === "punctuation") {
      const message =
        "A colon separates the ends of a part of a text, as in run_config[:4], and has no meaning here.";
      this.stop(problem("colon", token, message));
    }
    if (token.kind === "keyword" && token.text === "not") {
      this.stop(problem("operator-expected", token, "Before not comes and or or; or not in is meant."));
    }
    const place = { from: token.from, to: token.from };
    const [meant] = word.length > 1 ? nearest(word, infixWords) : [];
    if (meant !== undefined) {
      const message = `An operator is expected here, not ${cut(token.text)}. Did you mean ${meant}?`;
      this.stop(problem("operator-expected", token, message, [replaceBy(token, meant)]));
    }
    const fixes = ["and", "or"].map((word) => replaceBy(place, `${word} `, `insert ${word}`));
    const message = `An operator (and, or, ==, …) is missing before ${cut(token.text)}.`;
    this.stop(problem("operator-expected", token, message, fixes));
  }

  private commaRefused(comma: Token): never {
    const before = this.tokens[this.index - 1];
    const after = this.peek(1);
    const adjacent = before?.to === comma.from && after?.from === comma.to;
    if (adjacent && before.kind === "integer" && /^\d{3}$/.test(after.text)) {
      const number = { from: before.from, to: after.to };
      const message = "Numbers are written without commas between their digits.";
      this.stop(problem("comma", number, message, [replaceBy(number, before.text + after.text)]));
    }
    const message = "A comma separates the elements of a list and has no meaning here.";
    this.stop(problem("comma", comma, message));
  }

  protected operandExpected(token: Token | undefined): never {
    const previous = this.tokens[this.index - 1];
    const after = previous === undefined ? "" : ` after ${cut(previous.text)}`;
    if (token === undefined) {
      const end = { from: this.lastEnd, to: this.lastEnd };
      this.stop(problem("value-expected", end, `The expression ends where a value is expected${after}.`));
    }
    if (token.kind === "problem") this.unexpected(token);
    if (token.problem !== undefined) this.report(token.problem);
    const message = `A value (a condition, a number, a text) is expected${after}, not ${cut(token.text)}.`;
    this.stop(problem("value-expected", token, message));
  }

  protected prefixNeedsBrackets(token: Token): void {
    const message = `Put brackets around ${token.text} and its operand here: (${token.text} …).`;
    this.report(problem("not-brackets", token, message));
  }

  protected expectClosing(open: Token): void {
    const closing = open.text === "(" ? ")" : "]";
    const token = this.peek();
    if (token?.kind === "bracket" && token.text === closing) {
      this.advance();
      return;
    }
    if (token === undefined) {
      const end = { from: this.lastEnd, to: this.lastEnd };
      const fix = [replaceBy(end, closing, `add ${closing}`)];
      this.stop(problem("bracket", open, `This ${open.text} is never closed.`, fix));
    }
    if (token.kind === "bracket" && (token.text === ")" || token.text === "]")) {
      const message = `The bracket ${open.text} is closed by ${closing}, not by ${token.text}.`;
      this.stop(problem("bracket", token, message, [replaceBy(token, closing)]));
    }
    this.unexpected(token);
  }

  protected indexExpected(open: Token): never {
    const token = this.peek();
    if (token === undefined) this.expectClosing(open);
    const message =
      "Between [ ] stand whole numbers, written out: run_config[0], run_config[:4], run_config[-3:].";
    this.stop(problem("indexing", token ?? open, message));
  }

  protected functionRefused(name: Token): never {
    const isMethod = textMethods.some((method) => method === name.text);
    const fixes = isMethod ? [] : nearest(name.text, functionNames).map((known) => replaceBy(name, known));
    const hint = isMethod
      ? `Write it after a text: run_config.${name.text}('…').`
      : `The functions are ${functionNames.join(", ")}; the methods of texts ${textMethods.join(", ")}.`;
    this.stop(problem("call", name, `The function ${cut(name.text)}(…) does not exist here. ${hint}`, fixes));
  }

  protected methodExpected(dot: Token, name: Token | undefined): never {
    const known = either(textMethods);
    if (name?.kind !== "name" && name?.kind !== "keyword") {
      this.stop(problem("method", dot, `After the dot comes a method of texts: ${known}.`));
    }
    const fixes = nearest(name.text, textMethods).map((method) => replaceBy(name, method));
    this.stop(problem("method", name, `Texts have no method ${cut(name.text)}. They have ${known}.`, fixes));
  }

  protected callBracketsExpected(name: Token, method: TextMethod): never {
    const end: Span = { from: name.to, to: name.to };
    const brackets = methods[method].argument === null ? "()" : "('…')";
    const fixes = brackets === "()" ? [replaceBy(end, brackets, `add ${brackets}`)] : [];
    const message = `${method} is a method; write ${method}${brackets}.`;
    this.stop(problem("method", name, message, fixes));
  }

  protected oneArgumentOnly(method: TextMethod): never {
    const comma = this.peek() ?? { from: this.lastEnd, to: this.lastEnd };
    this.stop(problem("argument", comma, `${method} takes one text only. Join two tests with or.`));
  }
}
