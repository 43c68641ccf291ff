import type { Page } from "./pages.ts";
import { emptyRoute, formatRoute, parseRoute, type Route } from "./route.ts";

/** Where the window is: the route in its address, its history, and the ways from here to other pages. */
export class Navigation {
  route = $state.raw<Route>(emptyRoute);
  readonly #onmove: () => void;

  /** `onmove` is called after Back, Forward, and wherever the address changes as if it had been typed in. */
  constructor(onmove: () => void) {
    this.#onmove = onmove;
    this.route = parseRoute(window.location.hash);
    window.addEventListener("popstate", () => {
      this.route = parseRoute(window.location.hash);
      onmove();
    });
  }

  /** Whether the table of runs is what is shown, or the page of one of its runs. */
  get isTableSeen(): boolean {
    return ["runs", "run"].includes(this.route.page);
  }

  /** Goes to a route; Back leads to where we are now. */
  push(route: Route): void {
    const address = formatRoute(route);
    // The state tells a place we came to from a page from one that the window began at.
    if (address !== window.location.hash) window.history.pushState(this.route.page, "", address);
    this.route = route;
  }

  /** Changes the route without a step in the history. */
  replace(route: Route): void {
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
