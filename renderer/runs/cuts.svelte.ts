import { ownSums, type CutCounts, type CutRuns, type CutTally } from "../../core/api/cuts.ts";
import type { Column, ComputedColumn, Selection, WantedColumn } from "../../core/api/search.ts";
import type { ConditionName } from "../../core/query/index.ts";
import type { WindowClient } from "../client/client.ts";
import { Loader } from "../lib/loader.svelte.ts";

/** The computed columns that are summed up, at most: more would not be seen. */
const mostComputed = 4;

/** What people add up: events where they are counted, hours, and the computed columns that the table shows. */
export function sumsFor(
  conditions: readonly ConditionName[],
  shown: readonly Column[],
  computed: readonly ComputedColumn[],
): WantedColumn[] {
  const events = conditions.find(({ name, type }) => name === "event_count" && type === "int");
  const numbers = new Set(
    shown.filter(({ type }) => type === "int" || type === "float").map(({ name }) => name),
  );
  const summed = computed.filter(({ name }) => numbers.has(name) && !Object.hasOwn(ownSums, name));
  return [...(events ? [events.name] : []), "hours", ...summed.slice(0, mostComputed)];
}

/** Some runs of a part, by its place among the parts. */
export interface ListedRuns {
  readonly part: number;
  readonly tally: CutTally;
}

/** What the panel of cuts shows: the counts of the result's expression, and the runs of one number of it. */
export class Cuts {
  readonly counts = new Loader<CutCounts>();
  readonly runs = new Loader<CutRuns>();
  unfold = $state(false);
  /** Whose runs are listed. */
  listed = $state.raw<ListedRuns | null>(null);

  readonly #client: Pick<WindowClient, "countCuts" | "listCutRuns">;
  #selection: Selection | null = null;

  constructor(client: Pick<WindowClient, "countCuts" | "listCutRuns">) {
    this.#client = client;
  }

  /** Counts the cuts of a selection. What is under way is cancelled. */
  count(selection: Selection, sums: readonly WantedColumn[]): void {
    this.close();
    this.#selection = selection;
    const { unfold } = this;
    void this.counts.load((options) =>
      this.#client.countCuts({ ...selection, unfold, sums: [...sums] }, options),
    );
  }

  /** Lists the runs of a number. */
  list(listed: ListedRuns): void {
    const selection = this.#selection;
    if (selection === null) return;
    this.listed = listed;
    const { unfold } = this;
    void this.runs.load((options) => this.#client.listCutRuns({ ...selection, unfold, ...listed }, options));
  }

  /** Lists no runs any more. */
  close(): void {
    this.listed = null;
    this.runs.clear();
  }

  /** Ends what is under way. */
  stop(): void {
    this.counts.stop();
    this.runs.stop();
  }
}
