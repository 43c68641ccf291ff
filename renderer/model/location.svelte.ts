import { emptyRoute, formatRoute, parseRoute, type Route } from "./route.ts";

/** Where the window is: the route in its address, and its history. */
export class Location {
  route = $state.raw<Route>(emptyRoute);

  constructor(onmove: () => void) {
    this.route = parseRoute(window.location.hash);
    window.addEventListener("popstate", () => {
      this.route = parseRoute(window.location.hash);
      onmove();
    });
  }

  /** Goes to a route; Back leads to where we are now. */
  push(route: Route): void {
    const address = formatRoute(route);
    // The state tells a place we came to from a page from one that the window began at.
    if (address !== window.location.hash) window.history.pushState(this.route.page, "", address);
    this.route = route;
  }

  /** Whether one step back leads to another place of this window. */
  get canGoBack(): boolean {
    return window.history.state !== null;
  }

  /** Changes the route without a step in the history. */
  replace(route: Route): void {
    const address = formatRoute(route);
    if (address !== window.location.hash) window.history.replaceState(window.history.state, "", address);
    this.route = route;
  }
}
