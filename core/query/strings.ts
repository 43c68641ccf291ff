import { problem, replaceBy } from "./problems.ts";
import type { QueryProblem, Span } from "./tree.ts";

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

/** Whether a string literal begins at `from`, be it with a quote that must be fixed. */
export function startsString(text: string, from: number): boolean {
  const first = text.charAt(from);
  return first === "'" || first === '"' || Object.hasOwn(typographicQuotes, first);
}

/**
 * Reads the string literal that begins at `from`, with Python's escapes. `prefix` are the letters it begins with:
 * after `r` a backslash stands for itself, `b` and `f` are refused. Never throws.
 */
export function readString(text: string, from: number, prefix = ""): ReadString {
  const start = from + prefix.length;
  const letters = prefix.toLowerCase();
  const isRaw = letters.includes("r");
  const closing = typographicQuotes[text.charAt(start)];
  if (closing !== undefined) return readTypographic(text, from, closing);
  const quote = text.charAt(start);
  const quotes = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const read = readQuoted(text, start, quotes, isRaw);
  if (letters === "" || letters === "u" || letters === "r" || read.problem?.code === "unterminated-string") {
    return read;
  }
  return { ...read, problem: read.problem ?? prefixRefused({ from, to: read.to }, prefix, read.value) };
}

function prefixRefused(place: Span, prefix: string, value: string): QueryProblem {
  const meaning = prefix.toLowerCase().includes("b")
    ? "bytes, and no condition is"
    : "a text with {…} put in";
  const message = `The letter ${prefix} makes ${meaning}: conditions are compared with plain texts.`;
  return problem("string-prefix", place, message, [replaceBy(place, quoteText(value))]);
}

/** Reads a literal between `quotes`, one or three of a kind; `start` is the place of the first. */
function readQuoted(text: string, start: number, quotes: string, isRaw: boolean): ReadString {
  const parts: string[] = [];
  let firstProblem: QueryProblem | undefined;
  let index = start + quotes.length;
  for (;;) {
    const character = text.charAt(index);
    if (text.startsWith(quotes, index)) return finish(index + quotes.length, parts.join(""), firstProblem);
    if (character === "" || character === "\n")
      return unterminated(text, start, quotes, index, parts.join(""));
    if (character !== "\\") {
      parts.push(character);
      index += 1;
      continue;
    }
    const escape = isRaw ? rawEscape(text, index) : readEscape(text, index);
    parts.push(escape.value);
    index = escape.to;
    firstProblem ??= escape.problem;
  }
}

/** In a raw text a backslash is kept, together with the quote or backslash that it keeps from being read. */
function rawEscape(text: string, from: number): ReadString {
  const next = text.charAt(from + 1);
  const isKept = next === "'" || next === '"' || next === "\\";
  return isKept ? { to: from + 2, value: `\\${next}` } : { to: from + 1, value: "\\" };
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

function unterminated(text: string, start: number, quotes: string, to: number, value: string): ReadString {
  const end = start + text.slice(start, to).trimEnd().length;
  const fix = [replaceBy({ from: end, to: end }, quotes, `add ${quotes}`)];
  const message = `The text that begins here has no closing ${quotes}. Texts end on the line where they begin.`;
  return { to, value, problem: problem("unterminated-string", { from: start, to: end }, message, fix) };
}

function readTypographic(text: string, from: number, closing: string): ReadString {
  let to = from + 1;
  while (to < text.length && text[to] !== "\n" && !closing.includes(text.charAt(to))) to += 1;
  const value = text.slice(from + 1, to);
  const closed = closing.includes(text.charAt(to)) && to < text.length;
  if (closed) to += 1;
  const message = "These are typographic quotes. Use the straight quotes ' or \".";
  const fix = [replaceBy({ from, to }, quoteText(value))];
  return { to, value, problem: problem("typographic-quotes", { from, to }, message, fix) };
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
    const fix = [replaceBy({ from, to: from + 1 }, "\\\\")];
    return { to, value: "", problem: problem("bad-escape", { from, to }, message, fix) };
  }
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    const message = `${text.slice(from, to)} stands for no character.`;
    return { to, value: "", problem: problem("bad-escape", { from, to }, message) };
  }
  return { to, value: String.fromCodePoint(code) };
}
