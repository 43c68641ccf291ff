import { SvelteSet } from "svelte/reactivity";

/** The runs that people have marked, to compare, list or export them; forgotten with the database. */
export class Marks {
  readonly #runs = new SvelteSet<number>();

  /** In the order of their numbers. */
  readonly runs: readonly number[] = $derived([...this.#runs].sort((left, right) => left - right));

  has(run: number): boolean {
    return this.#runs.has(run);
  }

  toggle(run: number): void {
    if (!this.#runs.delete(run)) this.#runs.add(run);
  }

  add(runs: Iterable<number>): void {
    for (const run of runs) this.#runs.add(run);
  }

  clear(): void {
    this.#runs.clear();
  }
}
