import type { WindowClient } from "../client/client.ts";
import type { CallOptions } from "../../core/api/client.ts";
import { RcdbError, toFailure, unwrap, type Failure, type Outcome } from "../../core/api/failure.ts";
import type { Comparison, RecentValues, RunCondition } from "../../core/api/runs.ts";
import type { ComputedColumn } from "../../core/api/search.ts";
import type { LatestRuns, StationValue } from "../../core/api/station.ts";

/** The number of runs that are listed, and of those that tell what is usual. */
const listedRuns = 12;
const recentRuns = 30;
/** Reading may take this part of the time: a database without an index goes through its whole table for it. */
const shareOfTime = 1 / 20;
/** Milliseconds between two readings of the same run, at least. */
const leastPause = 10_000;

/** What differs between the run and another one. */
export interface ComparedWith {
  readonly run: number;
  readonly comparison: Comparison;
}

/** What was found by an expression for production runs; `words` say why nothing was. */
interface Sought {
  readonly run: number;
  readonly expression: string;
  readonly found: number | null;
  readonly words: string | null;
}

/** What the station tells beside the run itself: read again when the run changes, one thing after the other. */
export class StationReads {
  latest = $state.raw<LatestRuns | null>(null);
  recent = $state.raw<RecentValues | null>(null);
  conditions = $state.raw<readonly RunCondition[]>([]);
  /** The computed columns that are asked for, of the run. */
  computed = $state.raw<readonly StationValue[]>([]);
  /** With the run before it, and with the last production run before it. */
  before = $state.raw<ComparedWith | null>(null);
  production = $state.raw<ComparedWith | null>(null);
  sought = $state.raw<Sought | null>(null);
  /** The run that all of this is about. */
  of = $state<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  isReading = $state(false);

  readonly #client: WindowClient;
  #controller: AbortController | null = null;
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #followed = "";

  constructor(client: WindowClient) {
    this.#client = client;
  }

  /** Reads what belongs to a run: at once where it is another one, else when it may take its time again. */
  follow(run: number, expression: string, computed: readonly ComputedColumn[] = []): void {
    clearTimeout(this.#timer);
    const followed = JSON.stringify([run, expression, computed]);
    const isOther = this.#followed !== followed;
    this.#followed = followed;
    const pause = isOther ? 0 : Math.max(0, this.#next - performance.now());
    this.#timer = setTimeout(() => void this.#read(run, expression, computed), pause);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    this.#controller = null;
    this.isReading = false;
  }

  async #read(run: number, expression: string, computed: readonly ComputedColumn[]): Promise<void> {
    this.stop();
    const controller = new AbortController();
    this.#controller = controller;
    const start = performance.now();
    this.isReading = true;
    try {
      const ask = asking(controller.signal);
      // What stands large comes first.
      if (this.of !== run) this.computed = [];
      this.computed = await this.#compute(run, computed, ask);
      await this.#readAll(run, expression, ask);
      this.failure = null;
    } catch (thrown) {
      if (this.#controller === controller) this.failure = toFailure(thrown);
    }
    if (this.#controller !== controller) return;
    this.isReading = false;
    const now = performance.now();
    this.#next = now + Math.max(leastPause, (now - start) / shareOfTime);
  }

  async #readAll(run: number, expression: string, ask: Ask): Promise<void> {
    const client = this.#client;
    const wanted = { count: listedRuns, hours: null, production: "" };
    const latest = await ask((options) => client.readLatestRuns(wanted, options));
    if (this.of !== run) {
      this.before = null;
      this.production = null;
      this.recent = null;
      this.conditions = [];
      this.of = run;
    }
    this.latest = latest;
    const recent = await ask((options) => client.readRecentValues({ run, runs: recentRuns }, options));
    const { conditions, previous } = await ask((options) => client.readRun({ run }, options));
    this.recent = recent;
    this.conditions = conditions;
    this.before = previous === null ? null : await this.#compare(previous, run, ask);
    const { found } = await this.#findProduction(run, expression, ask);
    if (found === null) this.production = null;
    else this.production = found === previous ? this.before : await this.#compare(found, run, ask);
  }

  async #compute(run: number, columns: readonly ComputedColumn[], ask: Ask): Promise<StationValue[]> {
    if (columns.length === 0) return [];
    const wanted = { runs: [run], columns: [...columns] };
    const found = await ask((options) => this.#client.computeValues(wanted, options));
    return found.map(({ name, type, values }) => ({ name, type, value: values[0] ?? null }));
  }

  async #compare(other: number, run: number, ask: Ask): Promise<ComparedWith> {
    // With what is alike: it is said how much was compared.
    const wanted = { runs: [other, run], differencesOnly: false };
    return { run: other, comparison: await ask((options) => this.#client.compareRuns(wanted, options)) };
  }

  /** An expression that does not fit this database is not a failure of the page: it is told in its place. */
  async #findProduction(run: number, expression: string, ask: Ask): Promise<Sought> {
    if (expression === "") {
      const nothing = "This database does not say which runs are production runs. Choose a rule in Compare.";
      this.sought = { run, expression, found: null, words: nothing };
      return this.sought;
    }
    if (this.sought?.run === run && this.sought.expression === expression) return this.sought;
    let words = `No run before ${run} that ended well fits “${expression}”.`;
    const found = await ask(async (options) => {
      const outcome = await this.#client.findRunBefore({ run, expression, ended: true }, options);
      if (outcome.ok || outcome.error.code !== "expression") return outcome;
      words = `A run that fits “${expression}” cannot be looked for. ${outcome.error.message}`;
      return { ok: true, value: null } as const;
    });
    this.sought = { run, expression, found, words: found === null ? words : null };
    return this.sought;
  }
}

type Ask = <T>(call: (options: CallOptions) => Promise<Outcome<T>>) => Promise<T>;

/** Calls that throw their failures, and `cancelled` once nobody waits for them any more. */
function asking(signal: AbortSignal): Ask {
  return async (call) => {
    const outcome = await call({ signal });
    if (signal.aborted) throw new RcdbError("cancelled", "Reading was cancelled.");
    return unwrap(outcome);
  };
}
