/** What is searched for in a line: a text, or a regular expression, which takes a time linear in the line's length. */
import { RE2JS, RE2JSSyntaxException } from "re2js";
import { RcdbError } from "../api/failure.ts";
import type { FileSearch } from "../api/files.ts";

export interface LinePattern {
  /** Whether it is found anywhere in a text. */
  test(text: string): boolean;
  /** The first place in a text; null where it is not found. */
  find(text: string): { readonly from: number; readonly to: number } | null;
}

type Wanted = Pick<FileSearch, "text" | "regularExpression" | "caseSensitive">;

/** Throws `bad_input` for what is not a regular expression of RE2, with the place. */
export function linePattern({ text, regularExpression, caseSensitive }: Wanted): LinePattern {
  return regularExpression ? expressionPattern(text, caseSensitive) : textPattern(text, caseSensitive);
}

function textPattern(text: string, caseSensitive: boolean): LinePattern {
  const source = text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const pattern = new RegExp(source, caseSensitive ? "u" : "iu");
  return {
    test: (line) => pattern.test(line),
    find: (line) => {
      const match = pattern.exec(line);
      return match && { from: match.index, to: match.index + match[0].length };
    },
  };
}

/**
 * The language's own engine tries the ways in which a pattern may fit one after the other, `(a+)+$` for years. RE2 follows all of
 * them at once.
 */
function expressionPattern(text: string, caseSensitive: boolean): LinePattern {
  const pattern = compile(text, caseSensitive);
  return {
    test: (line) => pattern.test(line),
    find: (line) => {
      // Most lines have none: `test` needs no places, and is several times as quick.
      if (!pattern.test(line)) return null;
      const matcher = pattern.matcher(line);
      return matcher.find() ? { from: matcher.start(), to: matcher.end() } : null;
    },
  };
}

function compile(text: string, caseSensitive: boolean): RE2JS {
  try {
    return RE2JS.compile(text, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (thrown) {
    if (!(thrown instanceof RE2JSSyntaxException)) throw thrown;
    throw refusal(text, thrown);
  }
}

function refusal(text: string, { error, input }: RE2JSSyntaxException): RcdbError {
  const part = input ?? "";
  const from = placeOf(part, text);
  const rest = text.slice(from);
  for (const [start, name, advice] of unsupportedParts) {
    const found = start.exec(rest)?.[0];
    if (found === undefined) continue;
    const message = `“${text}” cannot be searched for: ${name} (“${found}” at character ${from + 1}) is not supported. ${advice}`;
    return new RcdbError("bad_input", message, { text, from });
  }
  const place = part === "" || part === text ? "" : ` (“${part}” at character ${from + 1})`;
  const message = `“${text}” is not a regular expression: ${error}${place}. Correct it.`;
  return new RcdbError("bad_input", message, { text, from });
}

const withoutLooking = "Search for more lines without it, or for what it asks for alone.";

/** What the language's own expressions have and RE2 has not, as no engine can do it in linear time. */
const unsupportedParts: readonly (readonly [start: RegExp, name: string, advice: string])[] = [
  [/^\(\?<?[=!]/, "look-around", withoutLooking],
  [/^\\(?:[1-9]\d*|k<[^>]*>)/, "a back-reference", "Write the repeated part out."],
];

/** Where the part that RE2 complains of begins: not in the middle of an escape, and no bracket of a class. */
function placeOf(part: string, text: string): number {
  let isInClass = false;
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith(part, at) && !(isInClass && part.startsWith("("))) return at;
    const character = text.charAt(at);
    if (character === "\\") at++;
    else if (character === "[") isInClass = true;
    else if (character === "]") isInClass = false;
  }
  return 0;
}
