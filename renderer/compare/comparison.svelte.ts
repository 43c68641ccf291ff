import type { CallOptions } from "../../core/api/client.ts";
import type { Comparison } from "../../core/api/runs.ts";
import type { ComputedColumn } from "../../core/api/search.ts";
import { failedWith, type Outcome } from "../../core/api/failure.ts";
import { tooFewRunsLeft } from "../../core/api/missing.ts";
import type { WindowClient } from "../client/client.ts";
import { Loader } from "../lib/loader.svelte.ts";
import { arrange } from "./comparedRows.ts";

interface Compared {
  readonly comparison: Comparison;
  /** Runs that were asked for and are not in the database. */
  readonly missing: readonly number[];
}

/** The comparison that is shown. */
export class ShownComparison {
  readonly #client: WindowClient;
  readonly #loader = new Loader<Compared>();

  readonly value = $derived(this.#loader.value?.comparison ?? null);
  readonly missing = $derived(this.#loader.value?.missing ?? []);
  readonly failure = $derived(this.#loader.failure);
  readonly loading = $derived(this.#loader.loading);

  /** What the shown comparison was made of, besides its runs. */
  #basis = "";

  constructor(client: WindowClient) {
    this.#client = client;
  }

  /** Compares runs with computed columns; the same ones in another order are not read again, unless what is stored or calculated was changed. */
  async show(runs: readonly number[], computed: readonly ComputedColumn[] = [], stored = 0): Promise<void> {
    const basis = JSON.stringify([stored, computed]);
    const isCurrent = this.#basis === basis;
    this.#basis = basis;
    const shown = this.#loader.value;
    const wanted = runs.filter((run) => !shown?.missing.includes(run));
    if (shown && isCurrent && isSameSet(shown.comparison.runs, wanted)) {
      this.#loader.stop();
      this.#loader.value = { ...shown, comparison: arrange(shown.comparison, wanted) };
    } else {
      await this.#loader.load((options) => this.#ask(runs, computed, options));
    }
  }

  stop(): void {
    this.#loader.stop();
  }

  /** Asks without the runs that are not there, as long as two are left. */
  async #ask(
    runs: readonly number[],
    computed: readonly ComputedColumn[],
    options: CallOptions,
  ): Promise<Outcome<Compared>> {
    const missing: number[] = [];
    for (;;) {
      const present = runs.filter((run) => !missing.includes(run));
      const outcome = await this.#client.compareRuns({ runs: [...present] }, options);
      if (outcome.ok) return this.#withComputed({ comparison: outcome.value, missing }, computed, options);
      const gone = outcome.error.code === "no_such_run" ? outcome.error.detail?.["runs"] : undefined;
      if (!Array.isArray(gone) || gone.length === 0) return outcome;
      missing.push(...(gone as number[]));
      if (present.length - gone.length < 2) return failedWith(tooFewRunsLeft(missing));
    }
  }

  async #withComputed(
    { comparison, missing }: Compared,
    computed: readonly ComputedColumn[],
    options: CallOptions,
  ): Promise<Outcome<Compared>> {
    if (computed.length === 0) return { ok: true, value: { comparison, missing } };
    const wanted = { runs: comparison.runs, columns: [...computed] };
    const outcome = await this.#client.computeValues(wanted, options);
    if (!outcome.ok) return outcome;
    const columns = outcome.value.map((column) => ({
      ...column,
      different: column.values.some((value) => value !== column.values[0]),
    }));
    return {
      ok: true,
      value: { comparison: { ...comparison, conditions: [...comparison.conditions, ...columns] }, missing },
    };
  }
}

function isSameSet(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((run) => right.includes(run));
}
