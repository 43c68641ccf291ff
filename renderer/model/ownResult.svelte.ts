import { untrack } from "svelte";
import { failed, type Failure, type Outcome } from "../../core/api/failure.ts";
import type { Search, SearchResult, Selection } from "../../core/api/search.ts";
import type { WindowClient } from "../client/client.ts";
import type { Navigation } from "./navigation.svelte.ts";
import type { RunSearch, Work } from "./search.svelte.ts";
import type { Session } from "./session.svelte.ts";
import { currentCount, currentRuns, searchWith, wordsOfRuns } from "./currentRuns.ts";

/** What was asked, and what the core holds of it. */
export interface OwnHeld {
  readonly search: Search;
  readonly result: SearchResult;
}

/** Which runs the window is about, and who finds them. */
export interface ResultSources {
  readonly client: Pick<WindowClient, "searchRuns">;
  readonly search: RunSearch;
  readonly navigation: Navigation;
  readonly session: Session;
}

/** A result beside that of the table: the runs of the window with columns of its own. Only the core has its rows. */
export class OwnResult {
  held = $state.raw<OwnHeld | null>(null);
  failure = $state.raw<Failure | null>(null);
  work = $state.raw<Work | null>(null);

  readonly #sources: ResultSources;
  readonly #readColumns: () => readonly string[] | null;
  #controller: AbortController | null = null;
  /** What is under way. */
  #asked: Search | null = null;
  #restoring: Promise<OwnHeld | null> | null = null;

  /** `columns` says which are wanted, null while nothing is. */
  constructor(sources: ResultSources, columns: () => readonly string[] | null) {
    this.#sources = sources;
    this.#readColumns = columns;
  }

  /** The runs that the window is about. */
  readonly runs: Selection = $derived.by(() => currentRuns(this.#sources.search, this.#sources.navigation));
  /** Another text whenever other runs or columns are wanted; null while nothing is. */
  readonly wanted: string | null = $derived.by(() => {
    const columns = this.#readColumns();
    return columns && JSON.stringify([this.runs, columns, currentCount(this.#sources.search)]);
  });
  /** Which runs it is about, in words. */
  readonly words: string = $derived.by(() =>
    wordsOfRuns(
      this.held?.search ?? this.runs,
      this.held?.result.count ?? null,
      this.#sources.session.periods,
    ),
  );

  /** Finds what is wanted whenever that changes. Made for `$effect`. */
  follow(): void {
    if (this.wanted !== null) untrack(() => void this.find());
  }

  /**
   * Finds what is wanted, unless it is held already. What is under way is cancelled; the old result stays until the
   * new one is here.
   */
  async find(): Promise<void> {
    const columns = this.#readColumns();
    if (columns === null) return;
    const search = searchWith(this.runs, columns);
    if (this.#isHere(search, currentCount(this.#sources.search))) return;
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    this.#asked = search;
    this.work = { words: "Reading values", since: performance.now(), isQuiet: false };
    const outcome = await this.#sources.client.searchRuns(search, { signal: controller.signal });
    if (this.#controller !== controller) return;
    this.#end();
    if (outcome.ok) {
      this.held = { search, result: outcome.value };
      this.failure = null;
    } else if (outcome.error.code !== "cancelled") {
      this.failure = outcome.error;
    }
  }

  /** Ends what is under way; the old result stays. */
  cancel(): void {
    this.#controller?.abort();
    this.#end();
  }

  #end(): void {
    this.#controller = null;
    this.#asked = null;
    this.work = null;
  }

  /** Whether a search has been made, and of as many runs as are known to be there, or is under way. */
  #isHere(search: Search, count: number | null): boolean {
    if (this.#asked) return holds(this.#asked, search);
    const { held } = this;
    const isCurrent = count === null || held?.result.count === count;
    return held !== null && isCurrent && holds(held.search, search);
  }

  /** Asks for something of the held result; where the core has lost it, the query is run once more. */
  async ask<T>(call: (result: string) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const { held } = this;
    if (!held) return failed("result_gone", "There is no result yet.");
    const outcome = await call(held.result.result);
    if (outcome.ok || !["result_gone", "interrupted"].includes(outcome.error.code)) return outcome;
    const restored = await this.#restore(held);
    return restored ? call(restored.result.result) : outcome;
  }

  #restore(lost: OwnHeld): Promise<OwnHeld | null> {
    if (this.held && this.held.result.result !== lost.result.result) return Promise.resolve(this.held);
    this.#restoring ??= this.#findAgain(lost).finally(() => (this.#restoring = null));
    return this.#restoring;
  }

  async #findAgain(lost: OwnHeld): Promise<OwnHeld | null> {
    const outcome = await this.#sources.client.searchRuns(lost.search);
    if (this.held?.result.result !== lost.result.result) return this.held;
    if (!outcome.ok) return null;
    this.held = { search: lost.search, result: outcome.value };
    return this.held;
  }
}

/** Whether a result of `held` has all that is asked for. */
function holds(held: Search, asked: Search): boolean {
  const runsOf = ({ expression, runMin, runMax, ranges }: Search): string =>
    JSON.stringify([expression, runMin, runMax, ranges]);
  return runsOf(held) === runsOf(asked) && asked.columns.every((name) => held.columns.includes(name));
}
