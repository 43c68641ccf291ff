import type { WindowClient } from "../client/client.ts";
import type { Navigation } from "./navigation.svelte.ts";
import type { RunSearch } from "./search.svelte.ts";

/** Where a run stands in the result that is shown. */
export interface Place {
  readonly run: number;
  readonly row: number;
  readonly previous: number | null;
  readonly next: number | null;
}

/** The run that is open, in a panel or on its page, as a row of the result. */
export class OpenRun {
  /** The place of the run that is open; null where it is not in the result. While `isPlacing` that of the one before. */
  place = $state.raw<Place | null>(null);
  #placed = $state<number | null>(null);

  readonly #client: Pick<WindowClient, "findRow">;
  readonly #search: RunSearch;
  readonly #navigation: Navigation;

  /** Whether it is not known yet where in the result the open run is. */
  readonly isPlacing = $derived.by(() => {
    const { run } = this.#navigation.route;
    return run !== null && (this.#search.held ? this.#placed !== run : this.#search.work !== null);
  });

  constructor(client: Pick<WindowClient, "findRow">, search: RunSearch, navigation: Navigation) {
    this.#client = client;
    this.#search = search;
    this.#navigation = navigation;
  }

  /** Finds the open run in the result, for its neighbours and its row. */
  async find(run: number): Promise<void> {
    const outcome = await this.#search.ask((result) => this.#client.findRow({ result, run }));
    if (this.#navigation.route.run !== run) return;
    this.place = outcome.ok && outcome.value ? { run, ...outcome.value } : null;
    this.#placed = run;
  }

  /** Another database is open. */
  reset(): void {
    this.place = null;
    this.#placed = null;
  }
}
