import type { Page } from "./pages.ts";
import type { ComputedColumn } from "../../core/api/search.ts";
import { emptyRoute, formatRoute, parseNames, parseRoute, problemOfAddress, type Route } from "./route.ts";

/** Where the window is: the route in its address, its history, and the ways from here to other pages. */
export class Navigation {
  route = $state.raw<Route>(emptyRoute);
  readonly #onmove: () => void;
  readonly #computedOf: (names: readonly string[]) => readonly ComputedColumn[];

  /**
   * `onmove` is called after Back, Forward, and wherever the address changes as if it had been typed in; `computedOf` tells
   * which of some names are computed columns, and `tell` hears what an address has that leads nowhere.
   */
  constructor(
    onmove: () => void,
    computedOf: (names: readonly string[]) => readonly ComputedColumn[],
    tell: (words: string) => void,
  ) {
    this.#onmove = onmove;
    this.#computedOf = computedOf;
    const read = () => {
      this.route = parseRoute(window.location.hash);
      const problem = problemOfAddress(window.location.hash);
      if (problem !== null) tell(problem);
    };
    read();
    window.addEventListener("popstate", () => {
      read();
      onmove();
    });
  }

  /** Whether the table of runs is what is shown, or the page of one of its runs. */
  get isTableSeen(): boolean {
    return ["runs", "run"].includes(this.route.page);
  }

  /** Goes to a route; Back leads to where we are now. */
  push(wanted: Route): void {
    const route = this.#withComputed(wanted);
    const address = formatRoute(route);
    // The state tells a place we came to from a page from one that the window began at.
    if (address !== window.location.hash) window.history.pushState(this.route.page, "", address);
    this.route = route;
  }

  /** Changes the route without a step in the history. */
  replace(wanted: Route): void {
    const route = this.#withComputed(wanted);
    const address = formatRoute(route);
    if (address !== window.location.hash) window.history.replaceState(window.history.state, "", address);
    this.route = route;
  }

  /** Goes to a place as if its address had been typed in. */
  goTo(route: Route): void {
    this.push(route);
    this.#onmove();
  }

  /** Goes to a page; the search goes with it, an open run does not. */
  go(page: Page, view: Route["view"] = {}): void {
    this.push({ ...this.route, page, run: null, view });
  }

  /** Keeps in the address what the page shows; a step of its own in the history where `how` says so. */
  setView(view: Route["view"], how: "push" | "replace" = "replace"): void {
    this[how]({ ...this.route, view });
  }

  /** The route with what the computed columns are that it names, so that a link to it says so. */
  #withComputed(route: Route): Route {
    const { computed: given = [], ...search } = route.search;
    const names = [...(search.columns ?? []), ...Object.values(route.view).flatMap(parseNames)];
    const known = this.#computedOf(names).filter(({ name }) => !given.some((other) => other.name === name));
    const computed = [...given.filter(({ name }) => names.includes(name)), ...known];
    return { ...route, search: { ...search, ...(computed.length === 0 ? {} : { computed }) } };
  }

  /** Opens a run in the panel beside the table. */
  select(run: number | null): void {
    this.replace({ ...this.route, page: "runs", run });
  }

  openPage(run: number): void {
    const next = { ...this.route, page: "run", run } as const;
    // From run to run on the page: Back leads to the table, not through all of them.
    if (this.route.page === "run") this.replace(next);
    else this.push(next);
  }

  closePage(): void {
    // Only what was gone to in this window has a state: a step back from there stays in it.
    if (window.history.state !== null) window.history.back();
    else this.replace({ ...this.route, page: "runs", view: {} });
  }
}
