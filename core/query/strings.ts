import { problem, replaceBy } from "./problems.ts";
import type { QueryProblem } from "./tree.ts";

/** A string literal as it was read: `to` is the place after its closing quote. */
export interface ReadString {
  readonly to: number;
  readonly value: string;
  readonly problem?: QueryProblem;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const octalEscape = /[0-7]{1,3}/y;
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const typographicQuotes: Readonly<Record<string, string>> = {
  "‘": "‘’'",
  "’": "‘’'",
  "“": '“”"',
  "”": '“”"',
  "„": '“”"',
};

/** Whether a string literal begins at `from`, be it with a quote that must be mended. */
export function startsString(text: string, from: number): boolean {
  const first = text.charAt(from);
  return first === "'" || first === '"' || Object.hasOwn(typographicQuotes, first);
}

/** Reads the string literal that begins at `from`, with Python's escapes. Never throws. */
export function readString(text: string, from: number): ReadString {
  const quote = text.charAt(from);
  const closing = typographicQuotes[quote];
  if (closing !== undefined) return readTypographic(text, from, closing);
  if (text.startsWith(quote.repeat(3), from)) return readTripleQuoted(text, from, quote.repeat(3));
  let value = "";
  let firstProblem: QueryProblem | undefined;
  let index = from + 1;
  for (;;) {
    const character = text.charAt(index);
    if (character === quote) return finish(index + 1, value, firstProblem);
    if (character === "" || character === "\n") return unterminated(text, from, index, value);
    if (character !== "\\") {
      value += character;
      index += 1;
      continue;
    }
    const escape = readEscape(text, index);
    value += escape.value;
    index = escape.to;
    firstProblem ??= escape.problem;
  }
}

/** The text as a literal that reads back as the same text. */
export function quoteText(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const body = value.replace(/[\\'"\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === "\\") return "\\\\";
    if (character === "'" || character === '"') return character === quote ? `\\${character}` : character;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === "\r") return "\\r";
    const code = (character.codePointAt(0) ?? 0).toString(16);
    if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
    return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
  });
  return quote + body + quote;
}

function finish(to: number, value: string, found: QueryProblem | undefined): ReadString {
  return found === undefined ? { to, value } : { to, value, problem: found };
}

function unterminated(text: string, from: number, to: number, value: string): ReadString {
  const quote = text.charAt(from);
  const end = from + text.slice(from, to).trimEnd().length;
  const mend = [replaceBy({ from: end, to: end }, quote, `add ${quote}`)];
  const message = `The text that begins here has no closing ${quote}. Texts end on the line where they begin.`;
  return { to, value, problem: problem("unterminated-string", { from, to: end }, message, mend) };
}

function readTypographic(text: string, from: number, closing: string): ReadString {
  let to = from + 1;
  while (to < text.length && text[to] !== "\n" && !closing.includes(text.charAt(to))) to += 1;
  const value = text.slice(from + 1, to);
  const closed = closing.includes(text.charAt(to)) && to < text.length;
  if (closed) to += 1;
  const message = "These are typographic quotes. Use the straight quotes ' or \".";
  const mend = [replaceBy({ from, to }, quoteText(value))];
  return { to, value, problem: problem("typographic-quotes", { from, to }, message, mend) };
}

function readTripleQuoted(text: string, from: number, quotes: string): ReadString {
  const end = text.indexOf(quotes, from + 3);
  const to = end < 0 ? text.length : end + 3;
  const value = text.slice(from + 3, end < 0 ? text.length : end);
  const message = "Texts stand between single quotes ' or \", not between three of them.";
  const mend = [replaceBy({ from, to }, quoteText(value))];
  return { to, value, problem: problem("triple-quotes", { from, to }, message, mend) };
}

/** Reads one escape; `from` is the place of its backslash. As in Python, an unknown one stands for itself. */
function readEscape(text: string, from: number): ReadString {
  const letter = text.charAt(from + 1);
  const simple = simpleEscapes[letter];
  if (simple !== undefined) return { to: from + 2, value: simple };
  octalEscape.lastIndex = from + 1;
  const octal = octalEscape.exec(text)?.[0];
  if (octal !== undefined) {
    return { to: from + 1 + octal.length, value: String.fromCodePoint(Number.parseInt(octal, 8)) };
  }
  const digitCount = hexDigits[letter];
  if (digitCount !== undefined) return readHexEscape(text, from, digitCount);
  if (letter === "N") {
    const message = "Characters by name (\\N{…}) are not supported. Write the character itself, or \\uXXXX.";
    return { to: from + 2, value: "", problem: problem("bad-escape", { from, to: from + 2 }, message) };
  }
  return { to: from + 1, value: "\\" };
}

function readHexEscape(text: string, from: number, digitCount: number): ReadString {
  const digits = /^[0-9a-fA-F]*/.exec(text.slice(from + 2, from + 2 + digitCount))?.[0] ?? "";
  const to = from + 2 + digits.length;
  const name = text.slice(from, from + 2);
  if (digits.length < digitCount) {
    const message = `${name} needs ${digitCount} hexadecimal digits. For a backslash write \\\\.`;
    const mend = [replaceBy({ from, to: from + 1 }, "\\\\")];
    return { to, value: "", problem: problem("bad-escape", { from, to }, message, mend) };
  }
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    const message = `${text.slice(from, to)} stands for no character.`;
    return { to, value: "", problem: problem("bad-escape", { from, to }, message) };
  }
  return { to, value: String.fromCodePoint(code) };
}
