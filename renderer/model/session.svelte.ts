import { escapeControls } from "../../core/text/escapeControls.ts";
import type { WindowClient } from "../client/client.ts";
import type { CallOptions } from "../../core/api/client.ts";
import type { Failure, Outcome } from "../../core/api/failure.ts";
import { usedAliases, type Alias, type ConditionType, type RunPeriod } from "../../core/api/catalogue.ts";
import { asksForPassword } from "../../core/api/profiles.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import type { Session as SessionInfo } from "../../core/api/session.ts";
import { availableColumns, defaultColumns } from "./columns.ts";
import type { ComputedColumns } from "./computedColumns.svelte.ts";
import { fittingAliases } from "./fittingAliases.ts";
import { naturally } from "../lib/naturalOrder.ts";
import type { Vocabulary } from "../../core/query/tree.ts";

/** What could not be opened, and why. */
export interface OpenFailure {
  readonly failure: Failure;
  /** What was to be opened; null where it was the session itself that did not come. */
  readonly connection: string | null;
}

/** A profile whose server wants a password. */
export interface WantedPassword {
  /** `@station`. */
  readonly connection: string;
  /** Whether one was given that the server refuses. */
  readonly isRefused: boolean;
}

/** A typed password, and whether it is kept in the system's keychain. */
export interface TypedPassword {
  readonly text: string;
  readonly isKept: boolean;
}

/** What is asked of a database before its runs. */
interface Names {
  readonly types: Outcome<readonly ConditionType[]>;
  readonly suggested: Outcome<readonly string[]>;
  readonly periods: Outcome<readonly RunPeriod[]>;
  readonly aliases: Outcome<readonly Alias[]>;
}

/** The host, the open database and what is known of it besides its runs. */
export class Session {
  info = $state.raw<SessionInfo | null>(null);
  types = $state.raw<readonly ConditionType[]>([]);
  periods = $state.raw<readonly RunPeriod[]>([]);
  aliases = $state.raw<readonly Alias[]>([]);
  /** The conditions that are shown where none were chosen. */
  suggested = $state.raw<readonly string[]>([]);
  /** Types, periods and aliases are those of the open database. */
  isReady = $state(false);
  /** What is being opened now, in words. */
  opening = $state<string | null>(null);
  failure = $state.raw<OpenFailure | null>(null);
  passwordWanted = $state.raw<WantedPassword | null>(null);

  readonly database = $derived(this.info?.database ?? null);
  /** The profile by which it was opened. */
  readonly profile = $derived(this.info?.profile ?? null);
  readonly isDesktop = $derived(this.info?.host === "desktop");
  /** All columns that can be shown of it. */
  readonly available = $derived.by(() => [...availableColumns(this.types), ...this.#computed.columns]);
  /** Those that are shown where none were chosen. */
  readonly defaults = $derived(defaultColumns(this.available, this.suggested));
  readonly vocabulary: Vocabulary = $derived({
    conditions: this.types,
    aliases: usedAliases(this.aliases),
    periods: this.periods,
  });
  /** What is offered of it: without the aliases that must fail in this database. */
  readonly offered: Vocabulary = $derived({
    conditions: this.types,
    aliases: fittingAliases(usedAliases(this.aliases), this.vocabulary),
  });

  readonly #client: WindowClient;
  readonly #computed: ComputedColumns;
  readonly #onknown: (database: DatabaseInfo) => void;
  readonly #onopen: (database: DatabaseInfo, isOther: boolean) => void;
  #opening: AbortController | null = null;
  /** How often the host has said how things are. */
  #told = 0;

  /**
   * `onknown` hears of another database before anything is read of it, which may have to wait for its server; `onopen` of one that is
   * open now, where `isOther` is false if it is the same with another content.
   */
  constructor(
    client: WindowClient,
    computed: ComputedColumns,
    onknown: (database: DatabaseInfo) => void,
    onopen: (database: DatabaseInfo, isOther: boolean) => void,
  ) {
    this.#client = client;
    this.#computed = computed;
    this.#onknown = onknown;
    this.#onopen = onopen;
  }

  /** Asks the host how things are: at the start, and when it says that they changed. */
  async load(): Promise<void> {
    const outcome = await this.#client.readSession();
    if (!outcome.ok) {
      this.failure = { failure: outcome.error, connection: null };
      return;
    }
    if (outcome.value.opening !== null && this.#opening === null) {
      const { opening } = outcome.value;
      await this.#openWith(`Opening ${opening}`, (options) => this.#client.awaitOpening({}, options));
      return this.load();
    }
    const told = ++this.#told;
    const isFirst = this.info === null;
    const { database, openFailure } = outcome.value;
    const before = this.info?.database;
    const isNew = database !== null && (before?.connection !== database.connection || !this.isReady);
    const names = isNew ? this.#askNames() : null;
    // To draw the page takes about as long as the first query: where what that needs is here soon, it is asked for before.
    const known = isFirst && names ? await Promise.race([names, soon()]) : null;
    // Another database may have been opened meanwhile: what is newer is shown in place of this.
    if (told !== this.#told) return;
    this.info = outcome.value;
    if (this.failure?.connection === null) this.failure = null;
    if (openFailure) {
      const { connection, code, message } = openFailure;
      this.failure = { failure: { code, message }, connection };
    }
    if (!database) {
      this.isReady = false;
      return;
    }
    if (before?.connection !== database.connection) this.#onknown(database);
    if (known) this.#learn(database, known, true);
    else if (names) {
      this.isReady = false;
      this.#learn(database, await names, true);
    }
  }

  /** Asks again how large the database is: others write to it. */
  async describe(): Promise<void> {
    const outcome = await this.#client.describeDatabase();
    // A database that was opened meanwhile has been described by that.
    if (!outcome.ok || !this.info || this.database?.connection !== outcome.value.connection) return;
    this.info = { ...this.info, database: outcome.value };
  }

  /** Asks again for the whole database: it is another one of the same name, as its file was replaced. */
  async learnAgain(): Promise<void> {
    this.isReady = false;
    await this.describe();
    const { database } = this;
    if (database) this.#learn(database, await this.#askNames(), false);
    else await this.load();
  }

  /** Asks again for the size, the types and the names, which may have changed while nobody could ask. */
  async refresh(): Promise<void> {
    if (!this.isReady) return;
    const connection = this.database?.connection;
    await Promise.all([this.describe(), this.describeNames()]);
    const types = await this.#client.listConditionTypes();
    if (types.ok && this.database?.connection === connection) this.types = inOrder(types.value);
  }

  /** Asks again for aliases and run periods, which were changed here. */
  async describeNames(): Promise<void> {
    const connection = this.database?.connection;
    const [periods, aliases] = await Promise.all([this.#client.listRunPeriods(), this.#client.listAliases()]);
    if (this.database?.connection !== connection) return;
    if (periods.ok) this.periods = periods.value;
    if (aliases.ok) this.aliases = aliases.value;
  }

  /** Lets people choose a database in the system's dialog. */
  async choose(): Promise<void> {
    await this.#open("Opening a database", null, (options) => this.#client.chooseDatabase({}, options));
  }

  /** Opens the sample database; the first time it is made. */
  async openSample(): Promise<void> {
    await this.#open("Opening the sample", null, (options) => this.#client.openSample({}, options));
  }

  /**
   * Opens a database, or that of a profile (`@station`); `shown` is its connection string as people may see it, without a password.
   * Where a profile's server wants a password, people are asked for it.
   */
  async open(connection: string, shown = connection, typed: TypedPassword | null = null): Promise<void> {
    const password = typed === null ? {} : { password: typed.text, keepPassword: typed.isKept };
    this.passwordWanted = null;
    const failure = await this.#open(`Opening ${shown}`, shown, (options) =>
      this.#client.openDatabase({ connection, ...password }, options),
    );
    if (failure && connection.startsWith("@") && asksForPassword(failure)) {
      this.failure = null;
      this.passwordWanted = { connection, isRefused: typed !== null };
    }
  }

  /** Gives up what is being opened; what is open stays so. */
  cancelOpening(): void {
    this.#opening?.abort();
  }

  async close(): Promise<void> {
    const outcome = await this.#client.closeDatabase();
    if (!outcome.ok) this.failure = { failure: outcome.error, connection: null };
    await this.load();
  }

  async forget(connection: string): Promise<void> {
    const outcome = await this.#client.forgetRecent({ connection });
    if (outcome.ok && this.info) this.info = { ...this.info, recent: outcome.value };
    if (!outcome.ok) this.failure = { failure: outcome.error, connection };
  }

  async #open(
    words: string,
    connection: string | null,
    call: (options: CallOptions) => Promise<Outcome<DatabaseInfo | null>>,
  ): Promise<Failure | null> {
    if (this.opening !== null) return null;
    const outcome = await this.#openWith(words, call);
    if (!outcome.ok) {
      if (outcome.error.code !== "cancelled")
        this.failure = { failure: outcome.error, connection: connection ?? "" };
      return outcome.error;
    }
    if (outcome.value === null) return null;
    this.failure = null;
    await this.load();
    return null;
  }

  async #openWith<T>(
    words: string,
    call: (options: CallOptions) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    this.#opening = new AbortController();
    this.opening = escapeControls(words);
    const outcome = await call({ signal: this.#opening.signal });
    this.#opening = null;
    this.opening = null;
    return outcome;
  }

  async #askNames(): Promise<Names> {
    const [types, suggested, periods, aliases] = await Promise.all([
      this.#client.listConditionTypes(),
      this.#client.suggestColumns(),
      this.#client.listRunPeriods(),
      this.#client.listAliases(),
    ]);
    return { types, suggested, periods, aliases };
  }

  #learn(database: DatabaseInfo, { types, suggested, periods, aliases }: Names, isOther: boolean): void {
    // Another database may have been opened meanwhile; it is learnt by a call of its own.
    if (this.info?.database?.connection !== database.connection) return;
    for (const outcome of [types, periods, aliases]) {
      if (!outcome.ok) this.failure = { failure: outcome.error, connection: database.connection };
    }
    this.types = types.ok ? inOrder(types.value) : [];
    // Without a suggestion the run's own columns are shown.
    this.suggested = suggested.ok ? suggested.value : [];
    this.periods = periods.ok ? periods.value : [];
    this.aliases = aliases.ok ? aliases.value : [];
    this.isReady = true;
    this.#onopen(database, isOther);
  }
}

/** Milliseconds. */
const drawnAfter = 150;

function soon(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), drawnAfter));
}

/** Lists of names count as people do. */
function inOrder(types: readonly ConditionType[]): readonly ConditionType[] {
  return types.toSorted((a, b) => naturally(a.name, b.name));
}
