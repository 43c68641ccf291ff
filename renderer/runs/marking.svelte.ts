import type { Marks } from "../model/marks.svelte.ts";
import type { RunSearch } from "../model/search.svelte.ts";
import type { WindowClient } from "../client/client.ts";

/** The most runs that are marked at once. */
const mostAtOnce = 5000;

/** Marks runs of the result that is shown: one, those from one row to another, or all. */
export class Marking {
  readonly #client: WindowClient;
  readonly #search: RunSearch;
  readonly #marks: Marks;
  /** The row from which on the next ones are marked. */
  #anchor: number | null = null;

  constructor(client: WindowClient, search: RunSearch, marks: Marks) {
    this.#client = client;
    this.#search = search;
    this.#marks = marks;
  }

  /** Another result is shown: its rows are others. */
  begin(): void {
    this.#anchor = null;
  }

  has(run: number): boolean {
    return this.#marks.has(run);
  }

  toggle(row: number, run: number): void {
    this.#marks.toggle(run);
    this.#anchor = row;
  }

  /** Marks all rows from the one marked last, or from `from` where none was, to another one. */
  async extend(from: number, to: number): Promise<void> {
    this.#anchor ??= from;
    const first = Math.min(this.#anchor, to);
    await this.#mark(first, Math.max(this.#anchor, to) - first + 1);
  }

  /** Marks the first runs of a result of `count`, as many as can be at once. */
  async markFirst(count: number): Promise<void> {
    await this.#mark(0, count);
  }

  /** The same where no run is marked; else takes all marks away. */
  async toggleAll(count: number): Promise<void> {
    this.#anchor = null;
    if (this.#marks.runs.length > 0) this.#marks.clear();
    else await this.markFirst(count);
  }

  /** How many of a result of `count` runs are marked, for the box that stands for all of them. */
  share(count: number): "none" | "some" | "all" {
    const marked = this.#marks.runs.length;
    if (marked === 0) return "none";
    return marked < count ? "some" : "all";
  }

  async #mark(from: number, count: number): Promise<void> {
    const rows = { from, count: Math.min(count, mostAtOnce) };
    const outcome = await this.#search.ask((result) => this.#client.readRows({ result, ...rows }));
    if (outcome.ok) this.#marks.add(outcome.value.runs);
    else this.#search.failure = outcome.error;
  }
}
