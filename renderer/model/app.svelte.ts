import { createContext } from "svelte";
import { connect, type WindowClient } from "../client/client.ts";
import type { RunBounds } from "../../core/api/runRange.ts";
import type { WindowCommand } from "../../core/api/wire.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import type { Order } from "../../core/api/search.ts";
import { availableColumns, defaultColumns, knownColumns } from "./columns.ts";
import { Connection } from "../client/connection.svelte.ts";
import { Actions } from "./actions.svelte.ts";
import { Exports } from "./exports.svelte.ts";
import { Live } from "./live.svelte.ts";
import { Location } from "./location.svelte.ts";
import { Marks } from "./marks.svelte.ts";
import { Preferences } from "./preferences.svelte.ts";
import { ConditionFacts } from "./conditionFacts.ts";
import { QueryHistory } from "./history.svelte.ts";
import { SavedQueries } from "./savedQueries.svelte.ts";
import { defaultOrder, emptyRoute, toRouteSearch, type Page, type Route, type RouteSearch } from "./route.ts";
import { RunSearch } from "./search.svelte.ts";
import { Session } from "./session.svelte.ts";
import { Station } from "./station.svelte.ts";

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
  readonly connection: Connection;
  readonly actions = new Actions();
  readonly preferences = new Preferences();
  readonly marks = new Marks();
  readonly location: Location;
  readonly session: Session;
  readonly search: RunSearch;
  readonly exports: Exports;
  readonly facts: ConditionFacts;
  readonly history = new QueryHistory();
  readonly saved = new SavedQueries();
  readonly live: Live;
  readonly station: Station;

  /** Whether the table of runs is what is shown, or the page of one of its runs. */
  get isTableSeen(): boolean {
    return ["runs", "run"].includes(this.location.route.page);
  }

  readonly available = $derived.by(() => availableColumns(this.session.types));
  /** The place of the run that is open; null where it is not in the result. While `isPlacing` that of the one before. */
  place = $state.raw<Place | null>(null);
  #placed = $state<number | null>(null);
  /** Whether it is not known yet where in the result the open run is. */
  readonly isPlacing = $derived.by(() => {
    const { run } = this.location.route;
    return run !== null && (this.search.held ? this.#placed !== run : this.search.work !== null);
  });

  /** The last database whose search was shown: a window that starts takes its search from its address. */
  #shown: string | null = null;
  /** Where the database that is being opened is to be entered. */
  #next: Route | null = null;

  constructor(oncommand: (command: WindowCommand) => void) {
    this.connection = new Connection({
      onback: () => void this.session.refresh(),
      onother: () => void this.#startAgain(),
    });
    this.client = connect(this.connection, oncommand);
    this.location = new Location(() => this.#follow());
    this.search = new RunSearch(this.client);
    this.search.expression = this.location.route.search.expression;
    this.exports = new Exports(this.client, this.search);
    this.facts = new ConditionFacts(this.client);
    this.session = new Session(this.client, (database, isOther) => this.#start(database, isOther));
    this.live = new Live(this.client, this.search, this.session, this.preferences);
    this.station = new Station(this.client, this.session, this.connection);
  }

  /** Runs the query as it stands, and keeps it in the address. Runs in place of a condition become the range. */
  async submit(): Promise<void> {
    const { search } = this;
    search.takeRuns(this.session.vocabulary);
    this.#remember("push");
    const before = search.held;
    await search.run();
    const { held } = search;
    if (held && held !== before) this.history.add(held.search, held.result.count);
  }

  /** Asks what was asked before, or saved; columns that it leaves open stay as they are. */
  async runQuery(query: RouteSearch): Promise<void> {
    const { search } = this;
    search.adopt(query, query.columns ? knownColumns(query.columns, this.available) : search.columns);
    await this.submit();
  }

  /** Opens another database at a place of it. */
  async open(connection: string, route: Route): Promise<void> {
    this.#next = route;
    await this.session.open(connection);
    this.#next = null;
  }

  /** Goes to a place as if its address had been typed in. */
  goTo(route: Route): void {
    this.location.push(route);
    this.#follow();
  }

  async setRange(runMin: number | null, runMax: number | null): Promise<void> {
    await this.setBounds({ runMin, runMax, ranges: [] });
  }

  /** Looks through these runs only; `boundsOfRuns` names a list of them. */
  async setBounds(bounds: RunBounds): Promise<void> {
    this.search.setBounds(bounds);
    await this.submit();
  }

  async setColumns(columns: readonly string[]): Promise<void> {
    const { search, session } = this;
    search.columns = columns;
    if (session.database) this.preferences.keepColumns(session.database.connection, columns);
    const isOrderGone = search.order.column !== "run" && !columns.includes(search.order.column);
    if (isOrderGone) await this.sort(defaultOrder);
    else this.#remember("replace", search.shown);
    // What is only moved or hidden is here already.
    const here = search.held?.result.columns.map(({ name }) => name) ?? [];
    if (columns.some((name) => !here.includes(name))) await search.update();
  }

  async sort(order: Order): Promise<void> {
    const sorted = this.search.sort(order);
    this.#remember("replace", this.search.shown);
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
    this.#placed = run;
  }

  #remember(how: "push" | "replace", asked = this.search.asked): void {
    const search = toRouteSearch(asked, defaultColumns(this.available));
    const { route } = this.location;
    // A query asks for runs: pages that show none of the result make room for the table.
    const stays = how === "replace" || pagesOfResult.includes(route.page);
    this.location[how](stays ? { ...route, search } : { ...route, search, page: "runs", view: {} });
  }

  /** Back, Forward, or an address typed in: does what the address says. */
  #follow(): void {
    const { database } = this.session;
    if (!database || !this.session.isReady) {
      // What was typed while a database is being opened stays only until another address is gone to.
      this.search.expression = this.location.route.search.expression;
      return;
    }
    const before = JSON.stringify(this.search.asked);
    this.#adopt(database);
    if (JSON.stringify(this.search.asked) !== before) void this.search.run();
  }

  /** Another content is in the open database: nothing that was read is worth anything. */
  async #startAgain(): Promise<void> {
    this.search.reset();
    this.place = null;
    await this.session.learnAgain();
  }

  #start(database: DatabaseInfo, isOther: boolean): void {
    const isFirst = this.#shown === null;
    this.#shown = database.connection;
    const next = this.#next;
    if (next || (isOther && !isFirst)) this.location.replace(next ?? emptyRoute);
    this.facts.reset();
    this.history.open(database.connection);
    this.search.reset();
    this.marks.clear();
    this.place = null;
    this.#placed = null;
    const typed = this.search.expression;
    this.#adopt(database);
    void this.search.run();
    // People may begin to type while the database is still being opened.
    if ((isFirst || !isOther) && !next && !this.search.taken) this.search.expression = typed;
  }

  #adopt(database: DatabaseInfo): void {
    const { search } = this.location.route;
    const chosen = search.columns ?? this.preferences.readColumns(database.connection);
    const columns = chosen ? knownColumns(chosen, this.available) : defaultColumns(this.available);
    this.search.adopt(search, columns);
    this.search.takeRuns(this.session.vocabulary);
  }
}

export const [getApp, setApp] = createContext<App>();
