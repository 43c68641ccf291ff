import * as v from "valibot";
import { formatInteger } from "../lib/format.ts";
import { readStored, writeStored } from "../lib/storage.ts";
import type { Navigation } from "./navigation.svelte.ts";
import type { Side } from "./query.svelte.ts";
import { emptyRoute, type RouteSearch } from "./route.ts";
import { storedSearch } from "./savedQuery.ts";

/** More of them are narrower than a word of their titles. */
export const mostTabs = 50;

const storedTabs = v.object({
  searches: v.array(v.unknown()),
  current: v.pipe(v.number(), v.integer(), v.minValue(0)),
  beside: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)))),
});
type StoredTabs = v.InferOutput<typeof storedTabs>;
const isStoredTabs = (value: unknown): value is StoredTabs => v.is(storedTabs, value);

/** What the tabs need of the window. */
interface TabNeeds {
  readonly navigation: Pick<Navigation, "route" | "push" | "replace">;
  /** Those of the table, as an address may leave them open; null before the database is known. */
  readonly shownColumns: () => readonly string[] | null;
  /** Another tab has been gone to: the address has its search. */
  readonly onswitch: () => void;
  readonly tell: (words: string) => void;
}

/**
 * Several results in one window: a tab is a query with its runs, columns and order. One of them is shown, and its search is that of
 * the window's address; another one may be shown beside it; those of the others wait. With one tab there is nothing to see of them.
 */
export class ResultTabs {
  #others = $state.raw<readonly RouteSearch[]>([emptyRoute.search]);
  current = $state(0);
  /** Which of the others is shown beside it; null for none. */
  beside = $state<number | null>(null);
  /** Whether keys and menus act on that one, as the focus is in it. */
  isBesideUsed = $state(false);
  /** The result beside, while there is room for it. */
  right = $state.raw<Side | null>(null);
  readonly #needs: TabNeeds;
  readonly #navigation: TabNeeds["navigation"];
  #connection: string | null = null;

  constructor(needs: TabNeeds) {
    this.#needs = needs;
    this.#navigation = needs.navigation;
  }

  /** What each of them asks for. */
  get list(): readonly RouteSearch[] {
    const { search: shown } = this.#navigation.route;
    return this.#others.map((search, at) => (at === this.current ? shown : search));
  }

  /**
   * Takes over the tabs that a database had, without what cannot be read; an address with a search of its own has the tab that was
   * shown. Answers whether the search is that of a tab now.
   */
  open(connection: string): boolean {
    this.#connection = connection;
    const stored = readStored(`tabs ${connection}`, isStoredTabs);
    const { searches, current, beside } = readTabs(stored);
    this.#others = searches;
    this.current = current;
    this.beside = beside;
    const navigation = this.#navigation;
    const { route } = navigation;
    const kept = searches[current];
    if (stored === null || kept === undefined || !isSame(route.search, emptyRoute.search)) {
      this.follow();
      return false;
    }
    navigation.replace({ ...route, search: kept });
    return true;
  }

  /** After a step in the history: where it leads to what another tab asks for, that one is shown. Answers whether it does. */
  follow(): boolean {
    const { search } = this.#navigation.route;
    const at = this.#others.findIndex((other, index) => index !== this.current && isSame(other, search));
    if (at < 0 || isSame(this.#others[this.current] ?? emptyRoute.search, search)) return false;
    this.#goTo(at);
    this.#keep(this.#others);
    return true;
  }

  /** A new tab with all runs and the columns that are shown, at the end, unless there are as many as can be. */
  add(): void {
    if (!this.#hasRoom()) return;
    this.#fixColumns();
    const { columns, computed } = this.#navigation.route.search;
    this.#keep([...this.list, { ...emptyRoute.search, columns, computed }]);
    this.#show(this.#others.length - 1);
  }

  select(at: number): void {
    if (at === this.current || this.#others[at] === undefined) return;
    this.#fixColumns();
    this.#keep(this.list);
    this.#show(at);
  }

  /**
   * Writes the columns of the shown tab out before it is left: columns that its address leaves open would be those that are chosen
   * in another tab meanwhile. The address is written, too, so that a step back to it finds its tab.
   */
  #fixColumns(): void {
    const { route } = this.#navigation;
    if (route.search.columns !== null || this.#connection === null) return;
    const columns = this.#needs.shownColumns();
    if (columns === null) return;
    this.#navigation.replace({ ...route, search: { ...route.search, columns: [...columns] } });
  }

  /** The result that has the focus, or had it before a menu or dialog: that beside; null where it is the window's. */
  get used(): Side | null {
    return this.isBesideUsed ? this.right : null;
  }

  /** The tab after the one that is shown, or before it; the one beside it stays there, where it is seen. */
  step(by: 1 | -1, isBesideSeen: boolean): void {
    const count = this.#others.length;
    let next = (this.current + by + count) % count;
    if (isBesideSeen && next === this.beside) next = (next + by + count) % count;
    this.select(next);
  }

  /** What the tab beside the shown one asks for. */
  get besideSearch(): RouteSearch | null {
    return this.beside === null ? null : (this.#others[this.beside] ?? null);
  }

  /** Shows a tab beside the shown one; the shown one itself as another tab of the same. Where there are too many of them: nothing. */
  showBeside(at: number): void {
    this.#fixColumns();
    if (at !== this.current) {
      this.beside = at;
      this.#keep(this.list);
    } else if (this.#hasRoom()) {
      this.beside = this.#others.length;
      this.#keep([...this.list, this.#navigation.route.search]);
    }
  }

  /** Shows the next tab beside the shown one, or a copy of that where it is the only one; where one is beside it: takes it away. */
  toggleBeside(): void {
    if (this.beside === null) this.showBeside((this.current + 1) % this.#others.length);
    else this.endBeside();
  }

  /** Shows one tab again; the other one stays a tab. */
  endBeside(): void {
    this.beside = null;
    this.#keep(this.list);
  }

  /** The tab beside becomes the one that the window is about, and that one comes beside it. */
  swap(): void {
    if (this.beside !== null) this.select(this.beside);
  }

  /** The tab beside asks for something else now. */
  changeBeside(search: RouteSearch): void {
    if (this.beside !== null) this.#keep(this.list.with(this.beside, search));
  }

  #hasRoom(): boolean {
    if (this.#others.length < mostTabs) return true;
    this.#needs.tell(`There are ${mostTabs} tabs, and no more can be opened. Close one first.`);
    return false;
  }

  /** Where the tab beside becomes the shown one they change places. */
  #goTo(at: number): void {
    if (at === this.beside) this.beside = this.current;
    this.current = at;
  }

  /** Closes a tab, unless it is the only one; in place of the shown one the one beside it is shown, or else its neighbour. */
  close(at: number): void {
    if (this.#others.length === 1) return;
    const rest = this.list.filter((_, other) => other !== at);
    const isShown = at === this.current;
    const placeOf = (other: number) => (at < other ? other - 1 : other);
    const beside = this.beside === null || this.beside === at ? null : placeOf(this.beside);
    const next = isShown && beside !== null ? beside : Math.min(placeOf(this.current), rest.length - 1);
    this.beside = beside === next ? null : beside;
    this.#keep(rest);
    if (isShown) this.#show(next);
    else {
      this.current = next;
      this.#keep(rest);
    }
  }

  /** Closes all tabs but one. */
  closeOthers(at: number): void {
    const search = this.list[at];
    if (search === undefined) return;
    const isShown = at === this.current;
    this.beside = null;
    this.current = 0;
    this.#keep([search]);
    if (!isShown) this.#show(0);
  }

  /** Keeps what is asked for now, for the next start. */
  keep(): void {
    if (this.#connection !== null) this.#keep(this.list);
  }

  #show(at: number): void {
    this.#goTo(at);
    const search = this.#others[at] ?? emptyRoute.search;
    this.#keep(this.#others);
    this.#navigation.push({ ...emptyRoute, search });
    this.#needs.onswitch();
  }

  #keep(searches: readonly RouteSearch[]): void {
    this.#others = searches;
    if (this.#connection === null) return;
    // A single one is no tab: the next start is as it would be without.
    const { current, beside } = this;
    writeStored(`tabs ${this.#connection}`, searches.length > 1 ? { searches, current, beside } : null);
  }
}

/** The tabs that can be read, and which of them are shown: those that were, or else the one after the first of them. */
function readTabs(stored: StoredTabs | null): {
  searches: readonly RouteSearch[];
  current: number;
  beside: number | null;
} {
  const shown = stored?.current ?? 0;
  const read = (stored?.searches ?? []).slice(0, mostTabs).flatMap((search, at) => {
    const parsed = v.safeParse(storedSearch, search);
    return parsed.success ? [{ search: parsed.output, at }] : [];
  });
  if (read.length === 0) return { searches: [emptyRoute.search], current: 0, beside: null };
  const found = read.findIndex(({ at }) => at >= shown);
  const current = found < 0 ? read.length - 1 : found;
  const beside = read.findIndex(({ at }) => at === stored?.beside);
  return {
    searches: read.map(({ search }) => search),
    current,
    beside: beside < 0 || beside === current ? null : beside,
  };
}

function isSame(one: RouteSearch, other: RouteSearch): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a tab is called: its query, else its runs. */
export function tabTitle(search: RouteSearch): string {
  return search.expression === "" ? (boundsTitle(search) ?? "All runs") : search.expression;
}

/** The runs that a search looks through; null where these are all. */
export function boundsTitle({
  runMin,
  runMax,
  ranges,
}: Pick<RouteSearch, "runMin" | "runMax" | "ranges">): string | null {
  if (ranges.length > 1) return `${formatInteger(ranges.length)} ranges of runs`;
  if (runMin !== null && runMax !== null) return `Runs ${runMin}–${runMax}`;
  if (runMin !== null) return `Runs from ${runMin}`;
  return runMax === null ? null : `Runs up to ${runMax}`;
}
