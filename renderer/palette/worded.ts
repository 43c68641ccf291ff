/** Finding entries by whole words: those of their names, those that describe them, and synonyms of both. */
import { synonymsOf } from "./synonyms.ts";

/** Beside those of letters found in names, 1 for all of a name. */
const scores = { name: 0.8, synonym: 0.7, words: 0.6 } as const;

interface Described {
  readonly name: string;
  readonly words?: string;
}

interface Worded<Entry> {
  readonly entry: Entry;
  readonly name: readonly string[];
  readonly words: readonly string[];
}

/** Entries made ready to be found by words; those without `words` are found by their names alone, and are not among them. */
export class WordIndex<Entry extends Described> {
  readonly #entries: readonly Worded<Entry>[];

  constructor(entries: readonly Entry[]) {
    this.#entries = entries
      .filter(({ words }) => words !== undefined)
      .map((entry) => ({ entry, name: wordsOf(entry.name), words: wordsOf(entry.words ?? "") }));
  }

  /** The entries that have each word of a query, by how near it is to their names. */
  search(query: string): readonly { readonly score: number; readonly entry: Entry }[] {
    const asked = wordsOf(query).map((word) => ({ word, synonyms: synonymsOf(word) }));
    if (asked.length === 0) return [];
    return this.#entries
      .map((worded) => ({
        score: Math.min(...asked.map((one) => scoreOf(worded, one))),
        entry: worded.entry,
      }))
      .filter(({ score }) => score > 0);
  }
}

function scoreOf(
  { name, words }: Worded<unknown>,
  asked: { readonly word: string; readonly synonyms: readonly string[] },
): number {
  const begins = (word: string) => word.startsWith(asked.word);
  if (name.some(begins)) return scores.name;
  // One or several of them: “Plots” is found by “graph”.
  const isMeant = (word: string) => asked.synonyms.some((other) => word === other || word === `${other}s`);
  if (name.some(isMeant)) return scores.synonym;
  return words.some(begins) ? scores.words : 0;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:[-'.][\p{L}\p{N}]+)*/gu) ?? [];
}
