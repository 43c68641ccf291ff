import { untrack } from "svelte";
import type { WindowClient } from "../client/client.ts";
import type { ComputedColumns } from "../model/computedColumns.svelte.ts";
import type { QueryHistory } from "../model/history.svelte.ts";
import type { Preferences } from "../model/preferences.svelte.ts";
import { Query } from "../model/query.svelte.ts";
import type { ResultTabs } from "../model/resultTabs.svelte.ts";
import { emptyRoute, type Route } from "../model/route.ts";
import { RunSearch } from "../model/search.svelte.ts";
import type { Session } from "../model/session.svelte.ts";

interface Parts {
  readonly client: WindowClient;
  readonly computed: ComputedColumns;
  readonly session: Session;
  readonly preferences: Preferences;
  readonly history: QueryHistory;
  readonly tabs: ResultTabs;
}

/** The result of the tab beside the one that the window is about: its search is that of its tab, as the window's is of the address. */
export class BesideResult {
  readonly search: RunSearch;
  readonly query: Query;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { client, computed, tabs } = parts;
    const search = new RunSearch(client, computed);
    // The columns are written out: those that a tab leaves open are those that were chosen last, at either side.
    const keep = (route: Route) =>
      tabs.changeBeside({ ...route.search, columns: route.search.columns ?? [...search.columns] });
    this.search = search;
    const navigation = {
      get route(): Route {
        return { ...emptyRoute, search: tabs.besideSearch ?? emptyRoute.search };
      },
      push: keep,
      replace: keep,
    };
    this.query = new Query({ ...parts, search, navigation });
  }

  /** Runs what the tab asks for, now and whenever it is another one. Made for `$effect`. */
  follow(): void {
    const { session, tabs } = this.#parts;
    const { database } = session;
    if (!session.isReady || !database || tabs.beside === null) return;
    untrack(() => {
      this.search.disown();
      this.query.adopt(database);
      void this.search.run();
    });
  }
}
