/**
 * Regular expressions of `.matches()`. RE2 follows all ways in which a pattern may fit at once; the language's own engine tries one after
 * the other, `(a+)+$` for years, and is used only for what RE2 has not: look-around and back references.
 */
import { RE2JS, RE2JSSyntaxException } from "re2js";

/** Whether it is found anywhere in a text. */
export type Search = (text: string) => boolean;

/** A query matches every row against the same few patterns. */
const known = new Map<string, Search>();
const mostKnown = 50;

/** The search for a pattern in the syntax of the language, with its `u` flag. Throws SyntaxError. */
export function searchFor(pattern: string): Search {
  const found = known.get(pattern) ?? compile(pattern);
  if (known.size >= mostKnown) known.clear();
  known.set(pattern, found);
  return found;
}

function compile(pattern: string): Search {
  const own = new RegExp(pattern, "u");
  try {
    const linear = RE2JS.compile(forRe2(pattern));
    return (text) => linear.test(text);
  } catch (thrown) {
    if (!(thrown instanceof RE2JSSyntaxException)) throw thrown;
    return (text) => own.test(text);
  }
}

/** What is blank, as Python and the language have it; to RE2 only ASCII's are. */
const blank =
  "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
const notBlank =
  "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";

/** The same pattern in RE2's syntax, where that means something else. */
function forRe2(pattern: string): string {
  let isInClass = false;
  return pattern.replace(/\\u\{([0-9a-fA-F]+)\}|\\u([0-9a-fA-F]{4})|\\[^]|[^\\]/g, (part, long, short) => {
    const code = (long ?? short) as string | undefined;
    if (code !== undefined) return `\\x{${code}}`;
    if (part === "\\s" || part === "\\S") {
      const characters = part === "\\s" ? blank : notBlank;
      return isInClass ? characters : `[${characters}]`;
    }
    // "[:" would begin a class of POSIX's.
    if (isInClass && part === "[") return "\\[";
    if (part === "[") isInClass = true;
    else if (part === "]") isInClass = false;
    return part;
  });
}
