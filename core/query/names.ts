/** Names of conditions as an expression has them: a word, or anything within back quotes. */
import { isWord, operatorRows } from "./operators.ts";
import { problem, replaceBy } from "./problems.ts";
import type { QueryProblem } from "./tree.ts";

/** A name within back quotes as it was read: `to` is the place after its closing quote. */
export interface ReadName {
  readonly to: number;
  readonly name: string;
  readonly problem?: QueryProblem;
}

const quotedName = /`((?:[^`]|``)*)`/y;

/** Reads the name whose back quote stands at `from`; two back quotes within it stand for one. Never throws. */
export function readQuotedName(text: string, from: number): ReadName {
  quotedName.lastIndex = from;
  const found = quotedName.exec(text);
  if (found !== null) {
    return { to: quotedName.lastIndex, name: (found[1] ?? "").replaceAll("``", "`") };
  }
  const lineEnd = text.indexOf("\n", from);
  const line = text.slice(from, lineEnd < 0 ? text.length : lineEnd).trimEnd();
  const to = from + line.length;
  const message = "The name that begins here has no closing `.";
  const fix = [replaceBy({ from: to, to }, "`", "add `")];
  return {
    to,
    name: line.slice(1),
    problem: problem("unterminated-name", { from, to }, message, fix),
  };
}

const word = /^[\p{ID_Start}_]\p{ID_Continue}*$/u;

/** The words that operators are written with. */
export const operatorWords: ReadonlySet<string> = new Set(
  operatorRows.flatMap(([operator]) => (isWord(operator) ? operator.split(" ") : [])),
);

/** Words that mean something else, in whichever letters: what is written so is taken for a slip. */
const wordFixes: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...operatorWords].map((word) => [word, word])),
  true: "True",
  false: "False",
  none: "None",
  null: "None",
};

/** The keyword or constant that is meant by a word in other letters; null for any other word. */
export function meantWord(found: string): string | null {
  const small = found.toLowerCase();
  return Object.hasOwn(wordFixes, small) ? (wordFixes[small] ?? null) : null;
}

export const pythonKeywords: ReadonlySet<string> = new Set(
  (
    "as assert async await break class continue def del elif else except finally for from global if import " +
    "lambda nonlocal pass raise return try while with yield"
  ).split(" "),
);

/** A name as it is written in an expression: within back quotes where it is not a word, or a word of the language. */
export function writeName(name: string): string {
  const isPlain = word.test(name) && meantWord(name) === null && !pythonKeywords.has(name);
  return isPlain ? name : `\`${name.replaceAll("`", "``")}\``;
}
