import { cut } from "./cut.ts";
import { operatorWords } from "./names.ts";
import { problem, replaceBy } from "./problems.ts";
import type { QueryProblem } from "./tree.ts";

/** A number literal as it was read; `kind` tells how `value` is to be taken. */
export type ReadNumber = { readonly to: number; readonly problem?: QueryProblem } & (
  | { readonly kind: "integer"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
);

const floatPattern =
  /(?:(?:\d+(?:_\d+)*)?\.\d+(?:_\d+)*|\d+(?:_\d+)*\.)(?:[eE][+-]?\d+(?:_\d+)*)?|\d+(?:_\d+)*[eE][+-]?\d+(?:_\d+)*/y;
const prefixedPattern = /0(?:[xX](?:_?[0-9a-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)/y;
const decimalPattern = /\d+(?:_\d+)*/y;
const wordPattern = /[\p{ID_Continue}]+/uy;
const numberStart = /\.?\d/y;

/** Whether a number begins at `from`. */
export function startsNumber(text: string, from: number): boolean {
  return matchAt(numberStart, text, from) !== "";
}

/** Reads the number that begins at `from`, by Python's rules. Never throws. */
export function readNumber(text: string, from: number): ReadNumber {
  const read = readFloat(text, from) ?? readInteger(text, from);
  const tail = matchAt(wordPattern, text, read.to);
  // As in Python, a keyword may follow without a blank: `event_count > 5and has_beam`.
  if (tail === "" || operatorWords.has(tail) || read.problem !== undefined) return read;
  const number = text.slice(from, read.to);
  const to = read.to + tail.length;
  const message = `"${cut(text.slice(from, to))}" is not a number. Numbers have no units; before a word comes a blank.`;
  return {
    ...read,
    to,
    problem: problem("bad-number", { from, to }, message, [replaceBy({ from, to }, number)]),
  };
}

function readFloat(text: string, from: number): ReadNumber | null {
  const digits = matchAt(floatPattern, text, from);
  if (digits === "") return null;
  const to = from + digits.length;
  const value = Number(digits.replaceAll("_", ""));
  if (Number.isFinite(value)) return { kind: "float", to, value };
  const message = "This number is too large: the largest is about 1.8e308.";
  return { kind: "float", to, value: 0, problem: problem("bad-number", { from, to }, message) };
}

function readInteger(text: string, from: number): ReadNumber {
  const prefixed = matchAt(prefixedPattern, text, from);
  const digits = prefixed || matchAt(decimalPattern, text, from);
  const to = from + digits.length;
  const plain = digits.replaceAll("_", "");
  const value = BigInt(plain);
  if (prefixed !== "" || !/^0+[1-9]/.test(plain)) return { kind: "integer", to, value };
  const message = "An integer does not begin with 0 (an octal number begins with 0o).";
  const fixes = [replaceBy({ from, to }, String(value))];
  if (/^[0-7]+$/.test(plain)) fixes.push(replaceBy({ from, to }, `0o${plain.replace(/^0+/, "")}`));
  return { kind: "integer", to, value, problem: problem("leading-zero", { from, to }, message, fixes) };
}

/** What a sticky pattern matches at `from`; "" for nothing. */
function matchAt(pattern: RegExp, text: string, from: number): string {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? "";
}
