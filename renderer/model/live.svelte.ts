import type { WindowClient } from "../client/client.ts";
import type { Failure } from "../../core/api/failure.ts";
import type { Preferences } from "./preferences.svelte.ts";
import type { RunSearch } from "./search.svelte.ts";
import type { Session } from "./session.svelte.ts";

/** How often the database is asked for what is new, in milliseconds. */
const INTERVAL = 5000;

/** What others have written since the result that is shown was made. */
interface News {
  readonly result: string;
  readonly addedRuns: number;
}

/** Notices what others write to the database, and fetches it where people want that. */
export class Live {
  /** Why the database could not be asked the last time. */
  failure = $state.raw<Failure | null>(null);
  #isLooking = false;
  #heard = $state.raw<News | null>(null);

  readonly #client: WindowClient;
  readonly #search: RunSearch;
  readonly #session: Session;
  readonly #preferences: Preferences;

  /** What is new and not shown yet; null where nothing is. */
  readonly news: News | null = $derived.by(() =>
    this.#heard?.result === this.#search.held?.result.result ? this.#heard : null,
  );

  constructor(client: WindowClient, search: RunSearch, session: Session, preferences: Preferences) {
    this.#client = client;
    this.#search = search;
    this.#session = session;
    this.#preferences = preferences;
  }

  /** Asks every few seconds while the window is seen, until the returned function is called. */
  watch(): () => void {
    const timer = setInterval(() => {
      if (!document.hidden) void this.look();
    }, INTERVAL);
    return () => clearInterval(timer);
  }

  /** Asks what is new. */
  async look(): Promise<void> {
    const { held, work } = this.#search;
    if (!held || work || this.#isLooking) return;
    const { result, newest } = held.result;
    this.#isLooking = true;
    const outcome = await this.#client.readNewest({ after: newest.run });
    this.#isLooking = false;
    if (this.#search.held?.result.result !== result) return;
    this.failure = outcome.ok ? null : outcome.error;
    if (!outcome.ok || JSON.stringify(outcome.value.newest) === JSON.stringify(newest)) return;
    this.#heard = { result, addedRuns: outcome.value.added };
    if (this.#preferences.follow) await this.refresh();
  }

  /** Fetches what is new; the table keeps its place. */
  async refresh(): Promise<void> {
    await Promise.all([this.#search.refresh(), this.#session.describe()]);
  }

  async setFollow(follow: boolean): Promise<void> {
    this.#preferences.follow = follow;
    if (follow && this.news) await this.refresh();
  }
}
