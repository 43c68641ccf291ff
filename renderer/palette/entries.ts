/** What the palette finds, by kinds, and how it finds it. */
import fuzzysort from "fuzzysort";
import type { ValueType } from "../../core/query/index.ts";
import { WordIndex } from "./worded.ts";

export interface Entry {
  /** Unique among all, and the same the next time: what was chosen last is known by it. */
  readonly id: string;
  /** What is searched, by letters and, where it has `words`, by synonyms. */
  readonly name: string;
  /** Beside the name: not searched. */
  readonly detail: string;
  /** What else it is found by, word by word: a description, dates. */
  readonly words?: string;
  /** What Enter does: “open run”. */
  readonly enter: string;
  /** The type of a condition. */
  readonly type?: ValueType;
  /** The key that does the same. */
  readonly keys?: string;
  readonly choose: () => void;
  /** What else can be done with it, by Enter together with Control. */
  readonly second?: { readonly name: string; readonly act: () => void };
}

/** A name in parts: those that were searched for are marked. */
type NamePart = string | { readonly match: string };

export interface FoundEntry {
  readonly entry: Entry;
  readonly parts: readonly NamePart[];
}
export interface FoundGroup {
  readonly name: string;
  readonly items: readonly FoundEntry[];
}

/** Entries of one kind, made ready to be searched quickly: there may be a hundred thousand of them. */
export class Kind {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly #snapshot: ReturnType<typeof snapshotOf>;
  readonly #index: WordIndex<Entry>;

  constructor(name: string, entries: readonly Entry[]) {
    this.name = name;
    this.entries = entries;
    this.#snapshot = snapshotOf(entries);
    this.#index = new WordIndex(entries);
  }

  /** What fits a query, best first: by letters of the name, by words. */
  search(query: string, recent: readonly string[] = []): readonly Scored[] {
    const byLetters = fuzzysort
      .go(query, this.#snapshot, { limit: mostOfKind, threshold: leastScore })
      .map((result): Scored => ({
        score: result.score,
        found: { entry: result.obj, parts: result.highlight((match) => ({ match })) },
      }));
    const best = new Map(byLetters.map((scored) => [scored.found.entry.id, scored]));
    for (const { entry, score } of this.#index.search(query)) {
      const before = best.get(entry.id);
      if (before === undefined) best.set(entry.id, { score, found: { entry, parts: [entry.name] } });
      else if (before.score < score) best.set(entry.id, { ...before, score });
    }
    const advantageOf = ({ found }: Scored) => (recent.includes(found.entry.id) ? advantage : 0);
    return [...best.values()]
      .map((scored) => ({ ...scored, score: scored.score + advantageOf(scored) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, mostOfKind);
  }
}

interface Scored {
  readonly score: number;
  readonly found: FoundEntry;
}

const mostOfKind = 8;
const leastScore = 0.5;
const mostRecent = 6;
/** What was chosen before is likely to be meant again. */
const advantage = 0.15;

function snapshotOf(entries: readonly Entry[]) {
  return fuzzysort.snapshot(entries, { key: "name" });
}

/**
 * What fits a query, by kinds, the kind with the best fit first. Without a query: what was chosen last (`recent`, by id, the
 * last one first), then all of the first kind.
 */
export function find(query: string, kinds: readonly Kind[], recent: readonly string[]): FoundGroup[] {
  const wanted = query.trim();
  if (wanted === "") return unasked(kinds, recent);
  return kinds
    .map((kind) => {
      const items = kind.search(wanted, recent);
      return { name: kind.name, best: items[0]?.score ?? 0, items: items.map(({ found }) => found) };
    })
    .filter(({ items }) => items.length > 0)
    .sort((a, b) => b.best - a.best)
    .map(({ name, items }) => ({ name, items }));
}

function unasked(kinds: readonly Kind[], recent: readonly string[]): FoundGroup[] {
  const byId = new Map(kinds.flatMap(({ entries }) => entries.map((entry) => [entry.id, entry] as const)));
  const asFound = (entry: Entry): FoundEntry => ({ entry, parts: [entry.name] });
  const chosen = recent.flatMap((id) => byId.get(id) ?? []).slice(0, mostRecent);
  const [first] = kinds;
  const rest = first?.entries.filter((entry) => !chosen.includes(entry)) ?? [];
  return [
    ...(chosen.length === 0 ? [] : [{ name: "Recent", items: chosen.map(asFound) }]),
    ...(first ? [{ name: first.name, items: rest.map(asFound) }] : []),
  ];
}
