import type { Command } from "commander";
import { quoted, shellWords } from "./shellWords.ts";
import { suggest } from "./suggest.ts";

/** What bash is to put in place of its current word, for a line that begins with `rcdb` and ends at the cursor. */
export async function completeBash(program: Command, line: string, breaks: string): Promise<string[]> {
  const { words, quote, raw } = shellWords(line);
  const suggestions = await suggest(program, words.slice(1));
  // An unquoted word is several to bash, of which only the last is replaced.
  const kept = quote === "" ? breaksWithin(raw, breaks) : 0;
  return suggestions.map(({ value }) => quoted(value, quote).slice(kept));
}

/** How many characters of a word come before what bash takes for its last part. */
function breaksWithin(word: string, breaks: string): number {
  return Math.max(...Array.from(breaks, (character) => word.lastIndexOf(character))) + 1;
}
