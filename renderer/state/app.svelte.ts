import { createContext } from "svelte";
import { connect, type WindowClient } from "../client.ts";
import type { WindowCommand } from "../../core/api/wire.ts";
import type { DatabaseInfo, Order } from "../../core/api/schemas.ts";
import { availableColumns, defaultColumns, knownColumns } from "./columns.ts";
import { Actions } from "./actions.svelte.ts";
import { Exports } from "./exports.svelte.ts";
import { Location } from "./location.svelte.ts";
import { Marks } from "./marks.svelte.ts";
import { Preferences } from "./preferences.svelte.ts";
import { emptyRoute, toRouteSearch, type Page, type Route } from "./route.ts";
import { RunSearch } from "./search.svelte.ts";
import { Session } from "./session.svelte.ts";

/** Where a run stands in the result that is shown. */
export interface Place {
  readonly run: number;
  readonly row: number;
  readonly previous: number | null;
  readonly next: number | null;
}

/** The pages that show the runs of the query. */
const pagesOfResult: readonly Page[] = ["runs", "look", "statistics"];

/** The state of the window, and what people do to it. */
export class App {
  readonly client: WindowClient;
  readonly actions = new Actions();
  readonly preferences = new Preferences();
  readonly marks = new Marks();
  readonly location: Location;
  readonly session: Session;
  readonly search: RunSearch;
  readonly exports: Exports;

  readonly available = $derived.by(() => availableColumns(this.session.types));
  /** The place of the run that is open, once it is known; null where it is not in the result. */
  place = $state.raw<Place | null>(null);

  /** The last database whose search was shown: a window that starts takes its search from its address. */
  #shown: string | null = null;

  constructor(oncommand: (command: WindowCommand) => void) {
    this.client = connect(oncommand);
    this.location = new Location(() => this.#follow());
    this.search = new RunSearch(this.client);
    this.search.expression = this.location.route.search.expression;
    this.exports = new Exports(this.client, this.search);
    this.session = new Session(this.client, (database) => this.#start(database));
  }

  /** Runs the query as it stands, and keeps it in the address. */
  async submit(): Promise<void> {
    this.#remember("push");
    await this.search.run();
  }

  async setRange(runMin: number | null, runMax: number | null): Promise<void> {
    this.search.runMin = runMin;
    this.search.runMax = runMax;
    await this.submit();
  }

  async setColumns(columns: readonly string[]): Promise<void> {
    const { search, session } = this;
    search.columns = columns;
    if (search.order.column !== "run" && !columns.includes(search.order.column)) {
      search.order = { column: "run", descending: true };
    }
    if (session.database) this.preferences.keepColumns(session.database.connection, columns);
    this.#remember("replace");
    await search.update();
  }

  async sort(order: Order): Promise<void> {
    const sorted = this.search.sort(order);
    this.#remember("replace");
    await sorted;
  }

  /** Opens a run in the panel beside the table. */
  select(run: number | null): void {
    this.location.replace({ ...this.location.route, page: "runs", run });
  }

  openPage(run: number): void {
    const { route } = this.location;
    const next = { ...route, page: "run", run } as const;
    // From run to run on the page: Back leads to the table, not through all of them.
    if (route.page === "run") this.location.replace(next);
    else this.location.push(next);
  }

  /** Goes to a page; the search goes with it, an open run does not. */
  go(page: Page, view: Route["view"] = {}): void {
    this.location.push({ ...this.location.route, page, run: null, view });
  }

  /** Keeps in the address what the page shows; a step of its own in the history where `how` says so. */
  setView(view: Route["view"], how: "push" | "replace" = "replace"): void {
    this.location[how]({ ...this.location.route, view });
  }

  closePage(): void {
    if (this.location.canGoBack) window.history.back();
    else this.location.replace({ ...this.location.route, page: "runs", view: {} });
  }

  /** Finds the open run in the result, for its neighbours and its row. */
  async findPlace(run: number): Promise<void> {
    const outcome = await this.search.ask((result) => this.client.findRow({ result, run }));
    if (this.location.route.run !== run) return;
    this.place = outcome.ok && outcome.value ? { run, ...outcome.value } : null;
  }

  #remember(how: "push" | "replace"): void {
    const search = toRouteSearch(this.search.asked, defaultColumns(this.available));
    const { route } = this.location;
    // A query asks for runs: pages that show none of the result make room for the table.
    const stays = how === "replace" || pagesOfResult.includes(route.page);
    this.location[how](stays ? { ...route, search } : { ...route, search, page: "runs", view: {} });
  }

  /** Back, Forward, or an address typed in: does what the address says. */
  #follow(): void {
    const { database } = this.session;
    if (!database || !this.session.isReady) return;
    const before = JSON.stringify(this.search.asked);
    this.#adopt(database);
    if (JSON.stringify(this.search.asked) !== before) void this.search.run();
  }

  #start(database: DatabaseInfo): void {
    const isFirst = this.#shown === null;
    this.#shown = database.connection;
    if (!isFirst) this.location.replace(emptyRoute);
    this.search.reset();
    this.marks.clear();
    this.place = null;
    const typed = this.search.expression;
    this.#adopt(database);
    void this.search.run();
    // People may begin to type while the database is still being opened.
    if (isFirst) this.search.expression = typed;
  }

  #adopt(database: DatabaseInfo): void {
    const { search } = this.location.route;
    const chosen = search.columns ?? this.preferences.readColumns(database.connection);
    const columns = chosen ? knownColumns(chosen, this.available) : defaultColumns(this.available);
    this.search.adopt(search, columns);
  }
}

export const [getApp, setApp] = createContext<App>();
