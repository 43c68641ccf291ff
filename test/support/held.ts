import type { Route } from "@playwright/test";

/** Requests of a page that wait until the test lets them go: `page.route(address, (route) => held.back(route))`. */
export class Held {
  /** How many have come so far. */
  count = 0;
  #release: () => void = () => undefined;
  readonly #released = new Promise<void>((resolve) => (this.#release = resolve));

  /** Lets the request go on to the server once `release` was called. */
  async back(route: Route): Promise<void> {
    this.count += 1;
    await this.#released;
    await route.continue();
  }

  /** Lets go of those that are held, and of all that come later. */
  release(): void {
    this.#release();
  }
}
