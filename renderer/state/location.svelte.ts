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

  /** Goes to a route; Back leads to where we are now, which `from` may name for `cameFrom`. */
  push(route: Route, from: Route["page"] | null = null): void {
    const address = formatRoute(route);
    if (address !== window.location.hash) window.history.pushState(from, "", address);
    this.route = route;
  }

  /** The page that one step back leads to, where it was said. */
  get cameFrom(): unknown {
    const state: unknown = window.history.state;
    return state;
  }

  /** Changes the route without a step in the history. */
  replace(route: Route): void {
    const address = formatRoute(route);
    if (address !== window.location.hash) window.history.replaceState(window.history.state, "", address);
    this.route = route;
  }
}
