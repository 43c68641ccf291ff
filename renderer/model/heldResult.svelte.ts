import type { WindowClient } from "../client/client.ts";
import { failed, toFailure, type Failure, type Outcome } from "../../core/api/failure.ts";
import type { SearchResult } from "../../core/api/search.ts";
import { wantedSearch, type AskedSearch } from "./computedColumn.ts";

/** What was asked, and what the core holds of it. */
export interface Held {
  readonly search: AskedSearch;
  readonly result: SearchResult;
}

export interface Work {
  readonly words: string;
  /** By the clock of `performance.now()`. */
  readonly since: number;
  /** Nobody has asked for it: what is shown stays as it is meanwhile. */
  readonly isQuiet: boolean;
}

/** The codes of failures by which the core says that it holds a result no more. */
const lostCodes: readonly string[] = ["result_gone", "interrupted"];

/**
 * A result that the core holds for this window, and the work on the next one: one at a time, the old result stays until
 * the new one is here. The core holds only some results and loses them when its process ends; then the query is run once
 * more, unseen.
 */
export abstract class HeldResult<T extends Held> {
  held = $state.raw<T | null>(null);
  failure = $state.raw<Failure | null>(null);
  work = $state.raw<Work | null>(null);

  readonly #client: Pick<WindowClient, "searchRuns">;
  #controller: AbortController | null = null;
  #restoring: Promise<T | null> | null = null;
  #isForeign = $state(false);

  constructor(client: Pick<WindowClient, "searchRuns">) {
    this.#client = client;
  }

  /** What is held in place of `lost` once the core has found its runs again. */
  protected abstract renew(lost: T, result: SearchResult): T | Promise<T>;

  /** From now on the old result is that of another tab: it stays only while the next one is looked for, not where that fails. */
  disown(): void {
    this.#isForeign = true;
  }

  /** The database does not answer: a result of another tab goes, as it would stand under this one's query for as long. */
  dropForeign(): void {
    if (this.#isForeign) this.drop();
  }

  /** Gives up what is held. */
  protected drop(): void {
    this.#isForeign = false;
    this.held = null;
  }

  /** Ends what is under way; the old result stays, unless it is disowned. */
  cancel(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.work = null;
    if (this.#isForeign) this.drop();
  }

  /**
   * Does what ends in another held result; what is under way is cancelled. Returns null where it was cancelled itself, by
   * `cancel` or by something newer: then nothing of it is kept.
   */
  protected async replace(
    words: string,
    act: (signal: AbortSignal) => Promise<Outcome<T>>,
    isQuiet = false,
  ): Promise<Outcome<T> | null> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.work = { words, since: performance.now(), isQuiet };
    // What an answer does to the rows is not foreseen: the work ends, whatever is thrown.
    const outcome = await act(controller.signal).catch((thrown: unknown): Outcome<T> => ({
      ok: false,
      error: toFailure(thrown),
    }));
    if (this.#controller !== controller) return null;
    this.#controller = null;
    this.work = null;
    if (outcome.ok) {
      this.#isForeign = false;
      this.held = outcome.value;
      this.failure = null;
      return outcome;
    }
    if (this.#isForeign) this.drop();
    if (outcome.error.code !== "cancelled") this.failure = outcome.error;
    return outcome;
  }

  /** Asks for something of the held result; where the core has lost it, the query is run once more and it is asked again. */
  async ask<V>(call: (result: string) => Promise<Outcome<V>>): Promise<Outcome<V>> {
    const { held } = this;
    if (!held) return failed("result_gone", "There is no result yet. Run the query first.");
    const outcome = await call(held.result.result);
    if (outcome.ok || !lostCodes.includes(outcome.error.code)) return outcome;
    const restored = await this.#restore(held);
    return restored ? call(restored.result.result) : outcome;
  }

  #restore(lost: T): Promise<T | null> {
    if (this.held && this.held.result.result !== lost.result.result) return Promise.resolve(this.held);
    this.#restoring ??= this.#searchAgain(lost).finally(() => (this.#restoring = null));
    return this.#restoring;
  }

  async #searchAgain(lost: T): Promise<T | null> {
    const outcome = await this.#client.searchRuns(wantedSearch(lost.search));
    if (this.held?.result.result !== lost.result.result) return this.held;
    if (!outcome.ok) return null;
    this.held = await this.renew(lost, outcome.value);
    return this.held;
  }
}
