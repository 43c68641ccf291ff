import { formatCount } from "../lib/format.ts";
import { savedFileText } from "../lib/savedText.ts";
import { connect, type WindowClient } from "../client/client.ts";
import { Connection } from "../client/connection.svelte.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import type { WindowCommand } from "../../core/api/wire.ts";
import { Actions } from "./actions.svelte.ts";
import { ChangeDraft } from "./changeDraft.svelte.ts";
import { ComputedColumns } from "./computedColumns.svelte.ts";
import { ConditionFacts } from "./conditionFacts.ts";
import { Copies } from "./copies.svelte.ts";
import { Editing } from "./editing.svelte.ts";
import { Exports } from "./exports.svelte.ts";
import { QueryHistory } from "./history.svelte.ts";
import { Live } from "./live.svelte.ts";
import { Marks } from "./marks.svelte.ts";
import { Navigation } from "./navigation.svelte.ts";
import { Notes } from "./notes.svelte.ts";
import { OpenRun } from "./openRun.svelte.ts";
import { Preferences } from "./preferences.svelte.ts";
import { Profiles } from "./profiles.svelte.ts";
import { Query } from "./query.svelte.ts";
import { emptyRoute, type Route } from "./route.ts";
import { ColumnSets } from "./columnSets.svelte.ts";
import { SavedQueries } from "./savedQueries.svelte.ts";
import { ResultTabs } from "./resultTabs.svelte.ts";
import { RunSearch } from "./search.svelte.ts";
import { Session } from "./session.svelte.ts";
import { Station } from "./station.svelte.ts";
import { WriteMode } from "./writeMode.svelte.ts";

/**
 * The state of the window, put together: here its parts come to know each other, and start anew with another database.
 * Components take single parts, from `contexts.ts`.
 */
export class App {
  readonly client: WindowClient;
  readonly connection: Connection;
  readonly actions = new Actions();
  readonly preferences = new Preferences();
  readonly notes = new Notes();
  readonly marks = new Marks();
  readonly history = new QueryHistory();
  readonly saved = new SavedQueries();
  readonly columnSets = new ColumnSets();
  readonly computed = new ComputedColumns(() => this.session.vocabulary);
  readonly navigation: Navigation;
  readonly tabs: ResultTabs;
  readonly session: Session;
  readonly profiles: Profiles;
  readonly search: RunSearch;
  readonly query: Query;
  readonly openRun: OpenRun;
  readonly exports: Exports;
  readonly copies: Copies;
  readonly facts: ConditionFacts;
  readonly live: Live;
  readonly station: Station;
  readonly writeMode: WriteMode;
  readonly changeDraft: ChangeDraft;
  readonly editing: Editing;

  /** The last database whose search was shown: a window that starts takes its search from its address. */
  #shown: string | null = null;
  /** Where the database that is being opened is to be entered. */
  #next: Route | null = null;
  /** Whether the open database is the first one of this window. */
  #isFirst = true;

  constructor(oncommand: (command: WindowCommand) => void) {
    this.connection = new Connection({
      onback: () => void this.session.refresh(),
      onother: () => void this.#startAgain(),
    });
    this.client = connect(this.connection, oncommand, (path) => this.notes.tell(savedFileText(path), path));
    this.navigation = new Navigation(
      () => this.query.follow(this.tabs.follow()),
      (names) => this.computed.of(names),
      (words) => this.notes.tellFailure(words),
    );
    this.tabs = new ResultTabs({
      navigation: this.navigation,
      shownColumns: () => (this.session.isReady ? this.search.columns : null),
      onswitch: () => this.query.follow(true),
      tell: (words) => this.notes.tellFailure(words),
    });
    this.search = new RunSearch(this.client, this.computed);
    this.search.expression = this.navigation.route.search.expression;
    this.openRun = new OpenRun(this.client, this.search, this.navigation);
    this.exports = new Exports(this.client, this.search, this.notes);
    this.facts = new ConditionFacts(this.client);
    this.session = new Session(
      this.client,
      this.computed,
      (database) => this.#enter(database),
      (database, isOther) => this.#start(database, isOther),
    );
    this.profiles = new Profiles(this.client);
    this.writeMode = new WriteMode(this.client, this.session, () => this.copies.copy !== null);
    this.changeDraft = new ChangeDraft(this.client, () => this.#showStored());
    this.editing = new Editing(this.client, this.session, this.writeMode, this.changeDraft);
    this.copies = new Copies(this.client, this.session, () => this.connection.startAgain());
    this.query = new Query(this);
    this.live = new Live(this.client, this.search, this.session, this.preferences);
    this.station = new Station(this.client, this.session, this.connection, this.preferences);
  }

  /** Begins a window of the desktop application: its settings are read before a database is opened. */
  useSettingsFile(): void {
    void this.preferences.useFile(this.client, (words) => this.notes.tellFailure(words));
  }

  /** Opens another database at a place of it. */
  async open(connection: string, route: Route): Promise<void> {
    this.#next = route;
    await this.session.open(connection);
    this.#next = null;
  }

  /** Another content is in the open database: nothing that was read is worth anything. */
  async #startAgain(): Promise<void> {
    this.search.reset();
    this.openRun.place = null;
    await this.session.learnAgain();
  }

  /** Values were changed by this window: what is shown of them is read again. */
  #showStored(): void {
    this.facts.reset();
    void this.live.refresh();
  }

  /** Learns what was edited and is not stored, and whether it is edited over a copy: by now its source may have some of it. */
  async #openChanges(database: DatabaseInfo): Promise<void> {
    await Promise.all([this.changeDraft.open(database, this.session.isDesktop), this.copies.open(database)]);
    if (this.copies.copy === null || this.#shown !== database.connection) return;
    const stored = await this.changeDraft.dropStored();
    if (stored > 0) this.notes.tell(`${formatCount(stored, "change")} at the station by now`);
  }

  /** Brings the place and the tabs back that belong to another database: they are seen while it is still read, or cannot be. */
  #enter(database: DatabaseInfo): void {
    const isFirst = this.#shown === null;
    this.#shown = database.connection;
    if (this.#next || !isFirst) this.navigation.replace(this.#next ?? emptyRoute);
    this.tabs.open(database.connection);
    this.#isFirst = isFirst;
    // In the first one people may have typed already.
    if (!isFirst || this.search.expression === "")
      this.search.expression = this.navigation.route.search.expression;
  }

  #start(database: DatabaseInfo, isOther: boolean): void {
    const { search } = this;
    const next = this.#next;
    const isFirst = isOther && this.#isFirst;
    this.facts.reset();
    this.writeMode.open(database);
    this.editing.close();
    this.history.open(database.connection);
    this.computed.open(database.connection);
    search.reset();
    this.marks.clear();
    this.openRun.reset();
    const typed = search.expression;
    this.query.adopt(database);
    void search.run();
    // After that: what it asks for waits for the first rows, and not these for it.
    void this.#openChanges(database);
    // People may begin to type while the database is still being opened.
    if ((isFirst || !isOther) && !next && !search.taken) search.expression = typed;
  }
}
