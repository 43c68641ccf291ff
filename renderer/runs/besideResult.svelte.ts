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
  /** The database and the search that are run, or were asked for at this side; null before there are any. */
  #followed: string | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { client, computed, preferences, tabs } = parts;
    const search = new RunSearch(client, computed);
    // The columns are written out: those that a tab leaves open are those that were chosen last, at either side.
    const keep = (route: Route) => {
      tabs.changeBeside({ ...route.search, columns: route.search.columns ?? [...search.columns] });
      this.#followed = this.#asked();
    };
    this.search = search;
    const navigation = {
      get route(): Route {
        return { ...emptyRoute, search: tabs.besideSearch ?? emptyRoute.search };
      },
      push: keep,
      replace: keep,
    };
    // The columns that the next start and open addresses have are those of the window's own result.
    const readColumns = (connection: string) => preferences.readColumns(connection);
    const ofSide = { readColumns, keepColumns: () => undefined };
    this.query = new Query({ ...parts, search, navigation, preferences: ofSide });
  }

  /**
   * Runs what the tab asks for, now and whenever it is something else. Made for `$effect`: what is known of the database is new after
   * each change of it, and a tab that is closed moves the others, so that this is called more often than there is something to do.
   */
  follow(): void {
    const { database } = this.#parts.session;
    const asked = this.#asked();
    if (asked === this.#followed) return;
    this.#followed = asked;
    if (asked === null || !database) return;
    untrack(() => {
      this.search.disown();
      this.query.adopt(database);
      void this.search.run();
    });
  }

  /** What the tab asks for, of which database; null while there is none. */
  #asked(): string | null {
    const { session, tabs } = this.#parts;
    const { besideSearch } = tabs;
    if (!session.isReady || !session.database || besideSearch === null) return null;
    return JSON.stringify([session.database.connection, besideSearch]);
  }
}
