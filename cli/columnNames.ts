import { badInput } from "./failures.ts";

const quotes = ['"', "'", "`"];

/**
 * The names of conditions in a text, separated by blanks and commas. A name with such characters stands in quotes,
 * doubled where they belong to the name: `"avg score",b`; a text that is the name of a condition as a whole needs none.
 * Throws `bad_input` where a quote is not closed.
 */
export function columnNames(text: string, known: ReadonlySet<string>): string[] {
  const words = splitNames(text);
  return words.every((word) => known.has(word)) || !known.has(text.trim()) ? words : [text.trim()];
}

function splitNames(text: string): string[] {
  const names: string[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (/[\s,]/.test(character)) at += 1;
    else {
      const end = quotes.includes(character) ? endOfQuoted(text, at) : endOfWord(text, at);
      names.push(unquoted(text.slice(at, end)));
      at = end;
    }
  }
  return names;
}

function endOfWord(text: string, from: number): number {
  const length = text.slice(from).search(/[\s,]/);
  return length < 0 ? text.length : from + length;
}

/** Behind the closing quote of a name that begins at `from`. */
function endOfQuoted(text: string, from: number): number {
  const quote = text.charAt(from);
  for (let at = text.indexOf(quote, from + 1); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text.charAt(at + 1) !== quote) return at + 1;
  }
  throw badInput(`A quote in “${text}” is not closed. Write names with blanks as "avg score",event_count.`);
}

function unquoted(word: string): string {
  const quote = word.charAt(0);
  return quotes.includes(quote) ? word.slice(1, -1).replaceAll(quote + quote, quote) : word;
}
