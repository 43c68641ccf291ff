import type { WindowClient } from "../client.ts";
import type { Failure, Outcome } from "../../core/api/failure.ts";
import type {
  Alias,
  ConditionType,
  DatabaseInfo,
  RunPeriod,
  Session as SessionInfo,
} from "../../core/api/schemas.ts";
import type { Vocabulary } from "../../core/query/tree.ts";

/** What could not be opened, and why. */
export interface OpenFailure {
  readonly failure: Failure;
  /** What was to be opened; null where it was the session itself that did not come. */
  readonly connection: string | null;
}

/** The host, the open database and what is known of it besides its runs. */
export class Session {
  info = $state.raw<SessionInfo | null>(null);
  types = $state.raw<readonly ConditionType[]>([]);
  periods = $state.raw<readonly RunPeriod[]>([]);
  aliases = $state.raw<readonly Alias[]>([]);
  /** Types, periods and aliases are those of the open database. */
  isReady = $state(false);
  /** What is being opened now, in words. */
  opening = $state<string | null>(null);
  failure = $state.raw<OpenFailure | null>(null);

  readonly database = $derived(this.info?.database ?? null);
  readonly isDesktop = $derived(this.info?.host === "desktop");
  readonly vocabulary: Vocabulary = $derived({ conditions: this.types, aliases: this.aliases });

  readonly #client: WindowClient;
  readonly #onopen: (database: DatabaseInfo) => void;

  constructor(client: WindowClient, onopen: (database: DatabaseInfo) => void) {
    this.#client = client;
    this.#onopen = onopen;
  }

  /** Asks the host how things are: at the start, and when it says that they changed. */
  async load(): Promise<void> {
    const outcome = await this.#client.readSession();
    if (!outcome.ok) {
      this.failure = { failure: outcome.error, connection: null };
      return;
    }
    const before = this.database;
    this.info = outcome.value;
    if (this.failure?.connection === null) this.failure = null;
    const { database, openFailure } = outcome.value;
    if (openFailure) {
      const { connection, code, message } = openFailure;
      this.failure = { failure: { code, message }, connection };
    }
    if (!database) this.isReady = false;
    else if (before?.connection !== database.connection || !this.isReady) await this.#learn(database);
  }

  /** Asks again how large the database is: others write to it. */
  async describe(): Promise<void> {
    const outcome = await this.#client.describeDatabase();
    // A database that was opened meanwhile has been described by that.
    if (!outcome.ok || !this.info || this.database?.connection !== outcome.value.connection) return;
    this.info = { ...this.info, database: outcome.value };
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
    await this.#open("Opening a database", null, () => this.#client.chooseDatabase());
  }

  /** Opens a database; `shown` is its connection string as people may see it, without a password. */
  async open(connection: string, shown = connection): Promise<void> {
    await this.#open(`Opening ${shown}`, shown, () => this.#client.openDatabase({ connection }));
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
    call: () => Promise<Outcome<DatabaseInfo | null>>,
  ): Promise<void> {
    if (this.opening !== null) return;
    this.opening = words;
    const outcome = await call();
    this.opening = null;
    if (!outcome.ok) {
      if (outcome.error.code !== "cancelled")
        this.failure = { failure: outcome.error, connection: connection ?? "" };
      return;
    }
    if (outcome.value === null) return;
    this.failure = null;
    await this.load();
  }

  async #learn(database: DatabaseInfo): Promise<void> {
    this.isReady = false;
    const [types, periods, aliases] = await Promise.all([
      this.#client.listConditionTypes(),
      this.#client.listRunPeriods(),
      this.#client.listAliases(),
    ]);
    // Another database may have been opened meanwhile; it is learnt by a call of its own.
    if (this.database?.connection !== database.connection) return;
    for (const outcome of [types, periods, aliases]) {
      if (!outcome.ok) this.failure = { failure: outcome.error, connection: database.connection };
    }
    this.types = types.ok ? types.value : [];
    this.periods = periods.ok ? periods.value : [];
    this.aliases = aliases.ok ? aliases.value : [];
    this.isReady = true;
    this.#onopen(database);
  }
}
