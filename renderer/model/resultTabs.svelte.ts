import * as v from "valibot";
import { formatInteger } from "../lib/format.ts";
import { readStored, writeStored } from "../lib/storage.ts";
import type { Navigation } from "./navigation.svelte.ts";
import { emptyRoute, type RouteSearch } from "./route.ts";
import { storedSearch } from "./savedQuery.ts";

const storedTabs = v.object({
  searches: v.pipe(v.array(storedSearch), v.minLength(1), v.maxLength(50)),
  current: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
type StoredTabs = v.InferOutput<typeof storedTabs>;
const isStoredTabs = (value: unknown): value is StoredTabs => v.is(storedTabs, value);

/**
 * Several results in one window: a tab is a query with its runs, columns and order. One of them is shown, and its search is that of
 * the window's address; those of the others wait. With one tab there is nothing to see of them.
 */
export class ResultTabs {
  #others = $state.raw<readonly RouteSearch[]>([emptyRoute.search]);
  current = $state(0);
  readonly #navigation: Navigation;
  #connection: string | null = null;

  constructor(navigation: Navigation) {
    this.#navigation = navigation;
  }

  /** What each of them asks for. */
  readonly list: readonly RouteSearch[] = $derived.by(() =>
    this.#others.map((search, at) => (at === this.current ? this.#navigation.route.search : search)),
  );

  /**
   * Takes over the tabs that a database had; an address with a search of its own has the tab that was shown. Answers whether the
   * search is that of a tab now.
   */
  open(connection: string): boolean {
    this.#connection = connection;
    const stored = readStored(`tabs ${connection}`, isStoredTabs);
    this.#others = stored?.searches ?? [emptyRoute.search];
    this.current = Math.min(stored?.current ?? 0, this.#others.length - 1);
    const navigation = this.#navigation;
    const { route } = navigation;
    const kept = this.#others[this.current];
    if (stored === null || kept === undefined || !isSame(route.search, emptyRoute.search)) {
      this.follow();
      return false;
    }
    navigation.replace({ ...route, search: kept });
    return true;
  }

  /** After a step in the history: where it leads to what another tab asks for, that one is shown. */
  follow(): void {
    const { search } = this.#navigation.route;
    const at = this.#others.findIndex((other, index) => index !== this.current && isSame(other, search));
    if (at < 0 || isSame(this.#others[this.current] ?? emptyRoute.search, search)) return;
    this.current = at;
    this.#keep(this.#others);
  }

  /** A new tab with all runs and the columns that are shown, at the end. */
  add(): void {
    const { columns, computed } = this.#navigation.route.search;
    this.#keep([...this.list, { ...emptyRoute.search, columns, computed }]);
    this.#show(this.#others.length - 1);
  }

  select(at: number): void {
    if (at === this.current || this.#others[at] === undefined) return;
    this.#keep(this.list);
    this.#show(at);
  }

  /** The tab after the one that is shown, or before it. */
  step(by: 1 | -1): void {
    const count = this.#others.length;
    this.select((this.current + by + count) % count);
  }

  /** Closes a tab, unless it is the only one; in place of the shown one its neighbour is shown. */
  close(at: number): void {
    if (this.#others.length === 1) return;
    const rest = this.list.filter((_, other) => other !== at);
    const isShown = at === this.current;
    const next = Math.min(at < this.current ? this.current - 1 : this.current, rest.length - 1);
    this.#keep(rest);
    if (isShown) this.#show(next);
    else {
      this.current = next;
      this.#keep(rest);
    }
  }

  /** Keeps what is asked for now, for the next start. */
  keep(): void {
    if (this.#connection !== null) this.#keep(this.list);
  }

  #show(at: number): void {
    this.current = at;
    const search = this.#others[at] ?? emptyRoute.search;
    this.#keep(this.#others);
    this.#navigation.goTo({ ...emptyRoute, search });
  }

  #keep(searches: readonly RouteSearch[]): void {
    this.#others = searches;
    if (this.#connection === null) return;
    // A single one is no tab: the next start is as it would be without.
    const { current } = this;
    writeStored(`tabs ${this.#connection}`, searches.length > 1 ? { searches, current } : null);
  }
}

function isSame(one: RouteSearch, other: RouteSearch): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a tab is called: its query, else its runs. */
export function tabTitle({ expression, runMin, runMax, ranges }: RouteSearch): string {
  if (expression !== "") return expression;
  if (ranges.length > 1) return `${formatInteger(ranges.length)} ranges of runs`;
  if (runMin !== null && runMax !== null) return `Runs ${runMin}–${runMax}`;
  if (runMin !== null) return `Runs from ${runMin}`;
  return runMax === null ? "All runs" : `Runs up to ${runMax}`;
}
