import type { Client } from "../../core/api/client.ts";
import type { callsByPage } from "../../core/api/contract.ts";
import type { HistoryEntry } from "../../core/api/log.ts";
import type { CheckedFiles } from "../../core/api/files.ts";
import type { RecentFiles, RecentValues } from "../../core/api/runs.ts";
import { groupBy, indexBy } from "./byKey.ts";
import { Loader } from "../lib/loader.svelte.ts";

/** The number of runs that are read. */
const RUNS = 30;

/** What is told of a run besides what is stored of it: read after the run itself, one thing after the other. */
export class RunBeside {
  readonly #values = new Loader<RecentValues>();
  readonly #history = new Loader<HistoryEntry[]>();
  readonly #files = new Loader<RecentFiles>();
  readonly #checked = new Loader<CheckedFiles>();
  readonly #loaders = [this.#values, this.#history, this.#files, this.#checked];
  #run = $state<number | null>(null);

  readonly failure = $derived(this.#loaders.find(({ failure }) => failure !== null)?.failure ?? null);
  readonly runs = $derived(this.#values.value?.runs ?? []);
  readonly ofType = $derived(this.#values.value?.ofType ?? null);
  readonly recentOf = $derived(indexBy(this.#values.value?.conditions ?? [], ({ name }) => name));
  /** The changes of each condition that has some, the oldest first. */
  readonly historyOf = $derived(groupBy(this.#history.value ?? [], ({ condition }) => condition));
  readonly recentFile = $derived(indexBy(this.#files.value?.files ?? [], ({ id }) => id));
  /** Whether the contents of the files are what was stored; those that are not checked yet are not in it. */
  readonly checked = $derived(indexBy(this.#checked.value ?? [], ({ id }) => id));

  /** Reads what there is beside a run; of another one nothing is kept. */
  async load(client: Client<typeof callsByPage>, run: number): Promise<void> {
    this.stop();
    this.#run = run;
    for (const loader of this.#loaders) loader.clear();
    const isWanted = () => this.#run === run;
    await this.#values.load((options) => client.readRecentValues({ run, runs: RUNS }, options));
    if (isWanted()) await this.#history.load((options) => client.readHistory({ run }, options));
    if (isWanted()) await this.#files.load((options) => client.readRecentFiles({ run, runs: RUNS }, options));
    if (isWanted()) await this.#checked.load((options) => client.checkFiles({ run }, options));
  }

  stop(): void {
    this.#run = null;
    for (const loader of this.#loaders) loader.stop();
  }
}
