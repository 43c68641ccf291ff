/**
 * JSON by its text: what `JSON.parse` loses stays, that is all digits of numbers, and members of every name as often as they are
 * there. All texts given must be JSON, as `JSON.parse` takes it. Nothing here recurses or goes back in a text, so neither its size nor its
 * depth matters.
 */
import { PythonFloat, pythonJson } from "./pythonJson.ts";

/** A piece of a JSON text: a bracket, a comma, a colon, a string in its quotes, a number or a word. */
export interface JsonToken {
  readonly text: string;
  /** Where it begins. */
  readonly at: number;
}

const blanks = " \t\n\r";
const marks = "{}[],:";

/** The tokens of a text, in their order. */
export function* jsonTokens(json: string): Generator<JsonToken> {
  let at = 0;
  while (at < json.length) {
    const character = json.charAt(at);
    if (blanks.includes(character)) {
      at += 1;
      continue;
    }
    const end = endOfToken(json, at, character);
    yield { text: json.slice(at, end), at };
    at = end;
  }
}

function endOfToken(json: string, at: number, first: string): number {
  if (marks.includes(first)) return at + 1;
  let end = at + 1;
  if (first === '"') {
    while (end < json.length && json.charAt(end) !== '"') end += json.charAt(end) === "\\" ? 2 : 1;
    return end + 1;
  }
  while (end < json.length && !blanks.includes(json.charAt(end)) && !`${marks}"`.includes(json.charAt(end))) {
    end += 1;
  }
  return end;
}

/** The text of each item of a list. */
export function jsonItems(json: string): string[] {
  return parts(json).map(({ value }) => value);
}

/** The members of an object: name and the text of the value, in their order; a name may come twice. */
export function jsonMembers(json: string): (readonly [name: string, value: string])[] {
  return parts(json).map(({ name, value }) => [name, value]);
}

interface Part {
  readonly name: string;
  readonly value: string;
}

/** What stands directly in a list or an object. */
function parts(json: string): Part[] {
  const found: Part[] = [];
  let depth = 0;
  let [name, from, to] = ["", -1, -1];
  for (const { text, at } of jsonTokens(json)) {
    const opens = text === "{" || text === "[";
    const closes = text === "}" || text === "]";
    if (closes) depth -= 1;
    const isOutside = depth === 0;
    if (depth === 1 && text === ":") {
      name = JSON.parse(json.slice(from, to)) as string;
      from = -1;
    } else if ((isOutside && closes) || (depth === 1 && text === ",")) {
      if (from >= 0) found.push({ name, value: json.slice(from, to) });
      from = -1;
    } else if (depth >= 1) {
      if (from < 0) from = at;
      to = at + text.length;
    }
    if (opens) depth += 1;
  }
  return found;
}

/** The same as the Python client writes it (`pythonJson`), with all digits of its numbers and all its members. */
export function asPythonWrites(json: string): string {
  const pieces: string[] = [];
  for (const { text } of jsonTokens(json)) pieces.push(pieceInPython(text));
  return pieces.join("");
}

function pieceInPython(text: string): string {
  if (text === "," || text === ":") return `${text} `;
  if (text.startsWith('"')) return pythonJson(JSON.parse(text) as string);
  if (!/[\d]/.test(text.charAt(text.length - 1)) || !/[.eE]/.test(text)) return text;
  const written = pythonJson(new PythonFloat(Number(text)));
  return Number.isFinite(Number(text)) && canonicalNumber(written) === canonicalNumber(text) ? written : text;
}

/** All digits of a number without zeros at its ends, and its power of ten. */
export function canonicalNumber(text: string): string {
  const sign = text.startsWith("-") ? "-" : "";
  const [mantissa = "", power = "0"] = text.slice(sign.length).split(/[eE]/);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = whole + fraction;
  let [from, to] = [0, digits.length];
  while (digits.charAt(from) === "0") from += 1;
  while (to > from && digits.charAt(to - 1) === "0") to -= 1;
  if (from === to) return "0";
  const exponent = BigInt(power.replace("+", "")) + BigInt(whole.length - to);
  return `${sign}${digits.slice(from, to)}e${exponent.toString()}`;
}
