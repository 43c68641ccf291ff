import { meantWord, operatorWords, pythonKeywords, readQuotedName } from "./names.ts";
import { readNumber, startsNumber } from "./numbers.ts";
import { isWord, operatorRows } from "./operators.ts";
import { problem, replaceBy } from "./problems.ts";
import { readString, startsString } from "./strings.ts";
import type { QueryProblem, Span } from "./tree.ts";

/** `problem` is a piece that can stand for nothing; the other kinds may carry a problem that is easily fixed. */
type PlainTokenKind =
  | "name"
  | "alias"
  | "keyword"
  | "constant"
  | "operator"
  | "bracket"
  | "punctuation"
  | "problem";
export type TokenKind = "integer" | "float" | "string" | PlainTokenKind;

interface TokenPlace extends Span {
  /** The token as it is, or should be, written: `==` where the text has `=`. Of a name the name, without back quotes. */
  readonly text: string;
  readonly problem?: QueryProblem;
}
export type Token = TokenPlace &
  (
    | { readonly kind: "integer"; readonly value: bigint }
    | { readonly kind: "float"; readonly value: number }
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: PlainTokenKind; readonly isQuoted?: true }
  );

/** Longer ones first: the first that fits is taken. */
const operators = operatorRows
  .flatMap(([operator]) => (isWord(operator) ? [] : [operator]))
  .sort(longerFirst);
const constants = new Set(["True", "False", "None"]);
const signFixes = operatorRows
  .flatMap(([meant, { signs = {} }]) => Object.entries(signs).map(([sign, why]) => ({ sign, meant, why })))
  .sort((a, b) => longerFirst(a.sign, b.sign));
const uselessSigns: readonly (readonly [sign: string, message: string])[] = [
  [":=", "An expression cannot assign a value. To compare, write ==."],
  ["<<", "Operators on bits are not part of this language."],
  [">>", "Operators on bits are not part of this language."],
  ["^", "^ is an operator on bits and not part of this language. A power is written **."],
  ["~", "~ is an operator on bits and not part of this language. To negate, write not."],
  [";", "One expression only: ; cannot follow. Join conditions with and or or."],
  ["#", "Comments are not part of this language."],
  ["\\", "A backslash stands at the end of a line that goes on in the next one, or within a text."],
  ["{", "Braces are not part of this language. Lists are written [1, 2, 3]."],
  ["}", "Braces are not part of this language. Lists are written [1, 2, 3]."],
];
function longerFirst(a: string, b: string): number {
  return b.length - a.length;
}

/** The signs of a list by their first character: nearly all characters begin none of them. */
function byFirst<Sign>(signs: readonly Sign[], textOf: (sign: Sign) => string): ReadonlyMap<string, Sign[]> {
  const found = new Map<string, Sign[]>();
  for (const sign of signs) {
    const first = textOf(sign).charAt(0);
    found.set(first, [...(found.get(first) ?? []), sign]);
  }
  return found;
}
const operatorsByFirst = byFirst(operators, (operator) => operator);
const fixesByFirst = byFirst(signFixes, ({ sign }) => sign);
const uselessByFirst = byFirst(uselessSigns, ([sign]) => sign);

const stringPrefix = /(?:[bfru]|rb|br|fr|rf)(?=['"])/iy;

/** A backslash joins a line with the next one. */
const blanks = /(?:\s|\\\r?\n)+/uy;
const word = /[\p{ID_Start}_]\p{ID_Continue}*/uy;

/**
 * Cuts a text into tokens. Never fails: every character that is no blank belongs to a token, and what cannot be
 * understood is a token with a problem. Also what the editor colours the text by.
 */
export function tokenize(text: string): Token[] {
  return [...readTokens(text)];
}

/** The same one by one, for who may not want all. */
export function* readTokens(text: string): Generator<Token, undefined> {
  let index = matchAt(blanks, text, 0).length;
  while (index < text.length) {
    const token = readToken(text, index);
    yield token;
    index = token.to + matchAt(blanks, text, token.to).length;
  }
}

function readToken(text: string, from: number): Token {
  const prefix = matchAt(stringPrefix, text, from);
  if (prefix !== "" || startsString(text, from)) {
    const { to, ...read } = readString(text, from, prefix);
    return { kind: "string", from, to, text: text.slice(from, to), ...read };
  }
  if (text[from] === "`") {
    const { to, name, ...read } = readQuotedName(text, from);
    return { kind: "name", isQuoted: true, from, to, text: name, ...read };
  }
  if (startsNumber(text, from)) {
    const { to, ...read } = readNumber(text, from);
    return { from, to, text: text.slice(from, to), ...read };
  }
  const found = matchAt(word, text, from);
  if (found !== "") return readWord(text, from, found);
  return text[from] === "@" ? readAlias(text, from) : readSign(text, from);
}

function readWord(text: string, from: number, found: string): Token {
  const to = from + found.length;
  if (operatorWords.has(found)) return { kind: "keyword", from, to, text: found };
  if (constants.has(found)) return { kind: "constant", from, to, text: found };
  if (pythonKeywords.has(found)) {
    const message = `"${found}" is a keyword of Python and has no meaning in a condition expression.`;
    return {
      kind: "problem",
      from,
      to,
      text: found,
      problem: problem("keyword", { from, to }, message),
    };
  }
  const meant = meantWord(found);
  if (meant === null) return { kind: "name", from, to, text: found };
  const slip = problem("spelling", { from, to }, `Write ${meant} instead of ${found}.`, [
    replaceBy({ from, to }, meant),
  ]);
  return {
    kind: operatorWords.has(meant) ? "keyword" : "constant",
    from,
    to,
    text: meant,
    problem: slip,
  };
}

function readAlias(text: string, from: number): Token {
  const name = matchAt(word, text, from + 1);
  const to = from + 1 + name.length;
  if (name !== "") return { kind: "alias", from, to, text: text.slice(from, to) };
  const message = "After @ comes the name of an alias, without a blank between: @is_production.";
  return {
    kind: "problem",
    from,
    to,
    text: "@",
    problem: problem("alias-name", { from, to }, message),
  };
}

function readSign(text: string, from: number): Token {
  const character = String.fromCodePoint(text.codePointAt(from) ?? 0);
  if ("()[]".includes(character)) return { kind: "bracket", from, to: from + 1, text: character };
  if (",.:".includes(character) && !text.startsWith(":=", from))
    return { kind: "punctuation", from, to: from + 1, text: character };
  const first = text.charAt(from);
  const starts = (sign: string): boolean => text.startsWith(sign, from);
  const fixable = fixesByFirst.get(first)?.find(({ sign }) => starts(sign));
  const operator = operatorsByFirst.get(first)?.find(starts);
  // `!==` and `===` begin with an operator, and `==` begins with `=`: the longer one is meant.
  if (fixable !== undefined && fixable.sign.length > (operator?.length ?? 0)) {
    return fixSign(text, from, fixable);
  }
  const useless = uselessByFirst.get(first)?.find(([sign]) => starts(sign));
  if (useless !== undefined) return uselessSign(from, useless[0], useless[1]);
  if (operator !== undefined) return { kind: "operator", from, to: from + operator.length, text: operator };
  return uselessSign(from, character, `${nameOf(character)} has no meaning in a condition expression.`);
}

function fixSign(text: string, from: number, { sign, meant, why }: (typeof signFixes)[number]): Token {
  const span = { from, to: from + sign.length };
  const isWord = operatorWords.has(meant);
  const message = why === "" ? `Write ${meant} instead of ${sign}.` : `${why} is written ${meant}.`;
  const before = isWord && /[^\s(]/.test(text.charAt(from - 1)) ? " " : "";
  const after = isWord && /\S/.test(text.charAt(span.to)) ? " " : "";
  const slip = problem("spelling", span, message, [replaceBy(span, before + meant + after)]);
  return { kind: isWord ? "keyword" : "operator", ...span, text: meant, problem: slip };
}

function uselessSign(from: number, sign: string, message: string): Token {
  const span = { from, to: from + sign.length };
  return {
    kind: "problem",
    ...span,
    text: sign,
    problem: problem("unknown-character", span, message),
  };
}

/** A character as it can be shown in a message: invisible ones by their code. */
function nameOf(character: string): string {
  if (!/[\p{C}\p{M}]/u.test(character)) return `"${character}"`;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `The invisible character U+${code}`;
}

function matchAt(pattern: RegExp, text: string, from: number): string {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? "";
}
