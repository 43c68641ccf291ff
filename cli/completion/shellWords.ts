/** The words of a line that is being typed, as a shell takes them apart; the last is not finished. */
export interface ShellWords {
  readonly words: readonly string[];
  /** In which quotes the last word is, or none. */
  readonly quote: Quote;
  /** The last word as it is typed, from its opening quote on. */
  readonly raw: string;
}
export type Quote = "" | "'" | '"';

/** Takes a line apart at blanks, with quotes and backslashes as bash has them. */
export function shellWords(line: string): ShellWords {
  const words: string[] = [];
  let word = "";
  let quote: Quote = "";
  let start = 0;
  let begun = false;
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (quote === "" && /\s/.test(character)) {
      if (begun) words.push(word);
      word = "";
      begun = false;
      start = index + 1;
      continue;
    }
    begun = true;
    if (character === quote) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      start = index;
    } else if (character === "\\" && isEscaped(line.charAt(index + 1), quote)) word += line.charAt(++index);
    else word += character;
  }
  return { words: [...words, word], quote, raw: line.slice(start) };
}

function isEscaped(next: string, quote: Quote): boolean {
  if (quote === "'") return false;
  return quote === "" ? next !== "" : next !== "" && '"\\$`'.includes(next);
}

/** A text so written that bash reads it as itself within these quotes: no part of it is ever run. */
export function quoted(text: string, quote: Quote): string {
  if (quote === "'") return text.replaceAll("'", "'\\''");
  if (quote === '"') return text.replace(/["\\$`]/g, "\\$&");
  return text.replace(/[^\w@%+=:,./-]/gu, "\\$&");
}
