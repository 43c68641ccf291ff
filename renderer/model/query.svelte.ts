import type { RunBounds } from "../../core/api/runRange.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import type { ComputedColumn, Order } from "../../core/api/search.ts";
import type { ComputedColumns } from "./computedColumns.svelte.ts";
import { knownColumns } from "./columns.ts";
import type { QueryHistory } from "./history.svelte.ts";
import type { Navigation } from "./navigation.svelte.ts";
import { pageRow } from "./pages.ts";
import type { Preferences } from "./preferences.svelte.ts";
import { defaultOrder, toRouteSearch, type RouteSearch } from "./route.ts";
import type { RunSearch } from "./search.svelte.ts";
import type { Session } from "./session.svelte.ts";

/** A result with its query: the window's, or that beside it. */
export interface Side {
  readonly search: RunSearch;
  readonly query: Query;
}

/** What a query is made of and kept in. */
interface State {
  readonly search: RunSearch;
  readonly session: Session;
  readonly navigation: Pick<Navigation, "route" | "push" | "replace">;
  readonly preferences: Pick<Preferences, "readColumns" | "keepColumns">;
  readonly history: QueryHistory;
  readonly computed: ComputedColumns;
}

/** The query of the window as people change it: what is changed is searched for, and kept in the address. */
export class Query {
  readonly #search: RunSearch;
  readonly #session: Session;
  readonly #navigation: State["navigation"];
  readonly #preferences: State["preferences"];
  readonly #history: QueryHistory;
  readonly #computed: ComputedColumns;

  constructor({ search, session, navigation, preferences, history, computed }: State) {
    this.#search = search;
    this.#session = session;
    this.#navigation = navigation;
    this.#preferences = preferences;
    this.#history = history;
    this.#computed = computed;
  }

  /** Runs the query as it stands, and keeps it in the address. Runs in place of a condition become the range. */
  async submit(): Promise<void> {
    const search = this.#search;
    search.takeRuns(this.#session.vocabulary);
    this.#remember("push");
    const before = search.held;
    await search.run();
    const { held } = search;
    if (held && held !== before) this.#history.add(held.search, held.result.count);
  }

  /** Asks what was asked before, or saved; columns that it leaves open stay as they are. */
  async run(query: RouteSearch): Promise<void> {
    const search = this.#search;
    this.#computed.give(query.computed ?? []);
    const { available } = this.#session;
    search.adopt(query, query.columns ? knownColumns(query.columns, available) : search.columns);
    await this.submit();
  }

  async setRange(runMin: number | null, runMax: number | null): Promise<void> {
    await this.setBounds({ runMin, runMax, ranges: [] });
  }

  /** Looks through these runs only; `boundsOfRuns` names a list of them. */
  async setBounds(bounds: RunBounds): Promise<void> {
    this.#search.setBounds(bounds);
    await this.submit();
  }

  async setColumns(columns: readonly string[]): Promise<void> {
    const search = this.#search;
    const { database } = this.#session;
    search.columns = columns;
    if (database) this.#preferences.keepColumns(database.connection, columns);
    const isOrderGone = search.order.column !== "run" && !columns.includes(search.order.column);
    if (isOrderGone) await this.sort(defaultOrder);
    else this.#remember("replace", search.shown);
    // What is only moved or hidden is here already.
    const here = search.held?.result.columns.map(({ name }) => name) ?? [];
    if (columns.some((name) => !here.includes(name))) await search.update();
  }

  /** Keeps a computed column, in place of another or at the end of the table. Back leads to what it was before. */
  async saveComputed(column: ComputedColumn, old: ComputedColumn | null): Promise<void> {
    const search = this.#search;
    this.#computed.save(column, old);
    if (old !== null && search.columns.includes(old.name)) {
      await this.replaceComputed(old, column);
      return;
    }
    search.columns = [...new Set([...search.columns, column.name])];
    await this.#showComputed(false);
  }

  async removeComputed(column: ComputedColumn): Promise<void> {
    this.#computed.remove(column);
    await this.replaceComputed(column, null);
  }

  /** Shows what a computed column is by now, where the table has it: changed by another result, too. Null: it was removed. */
  async replaceComputed(old: ComputedColumn, column: ComputedColumn | null): Promise<void> {
    const search = this.#search;
    const { columns, order } = search;
    if (!columns.includes(old.name)) return;
    const now = column === null ? [] : [column.name];
    const isSorted = order.column === old.name;
    search.columns = columns.flatMap((name) => (name === old.name ? now : [name]));
    if (isSorted) search.order = column === null ? defaultOrder : { ...order, column: column.name };
    await this.#showComputed(isSorted);
  }

  /** Brings the table and the address to what the computed columns are now. */
  async #showComputed(isSorted: boolean): Promise<void> {
    const search = this.#search;
    const { database, defaults } = this.#session;
    if (database) this.#preferences.keepColumns(database.connection, search.columns);
    const { route } = this.#navigation;
    this.#navigation.push({ ...route, search: toRouteSearch(search.shown, defaults) });
    if (isSorted) await search.run();
    else await search.update();
  }

  async sort(order: Order): Promise<void> {
    const sorted = this.#search.sort(order);
    this.#remember("replace", this.#search.shown);
    await sorted;
  }

  /** Back, Forward, an address typed in, or another tab: does what the address says. */
  follow(isOtherTab = false): void {
    const search = this.#search;
    const { database, isReady } = this.#session;
    if (!database || !isReady) {
      // What was typed while a database is being opened stays only until another address is gone to.
      search.expression = this.#navigation.route.search.expression;
      return;
    }
    const before = JSON.stringify(search.asked);
    this.adopt(database);
    if (JSON.stringify(search.asked) === before) return;
    if (isOtherTab) search.disown();
    void search.run();
  }

  /** Takes the query over from the address, without running it. */
  adopt({ connection }: DatabaseInfo): void {
    const { search } = this.#navigation.route;
    this.#computed.give(search.computed ?? []);
    const { available, defaults, vocabulary } = this.#session;
    const chosen = search.columns ?? this.#preferences.readColumns(connection);
    this.#search.adopt(search, chosen ? knownColumns(chosen, available) : defaults);
    this.#search.takeRuns(vocabulary);
  }

  #remember(how: "push" | "replace", asked = this.#search.asked): void {
    const navigation = this.#navigation;
    const search = toRouteSearch(asked, this.#session.defaults);
    const { route } = navigation;
    // A query asks for runs: pages that show none of the result make room for the table.
    const stays = how === "replace" || pageRow(route.page).showsResult === true;
    navigation[how](stays ? { ...route, search } : { ...route, search, page: "runs", view: {} });
  }
}
