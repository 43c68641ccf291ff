import { createSubscriber } from "svelte/reactivity";
import type { RunState, RunStates as Answer } from "../../core/api/runs.ts";

const CHUNK = 200;
/** Runs whose states are remembered. */
const KEPT = 50_000;

/**
 * The states of the runs that are shown. What was known of a run stays until it is known anew, also when it is shown
 * in another result.
 */
export class RunStates {
  readonly #subscribe: () => void;
  #tell: (() => void) | null = null;
  readonly #known = new Map<number, RunState>();
  readonly #read: (from: number, count: number) => Promise<Answer | null>;
  /** Changes with the rows that are shown. */
  #turn = 0;
  /** Parts of the result that were asked for. */
  readonly #asked = new Set<number>();

  /** `read` answers null where the states of rows could not be read. */
  constructor(read: (from: number, count: number) => Promise<Answer | null>) {
    this.#read = read;
    this.#subscribe = createSubscriber((tell) => {
      this.#tell = tell;
      return () => (this.#tell = null);
    });
  }

  /** Other rows are shown from now on. */
  begin(): void {
    this.#turn++;
    this.#asked.clear();
  }

  /** Another database was opened. */
  forget(): void {
    this.#known.clear();
  }

  /** Null where it is not known (yet). What is drawn with it is drawn again when more is. */
  of(run: number): RunState | null {
    this.#subscribe();
    return this.#known.get(run) ?? null;
  }

  /** Says which rows are seen (`last` included), so that their states are fetched. */
  show(first: number, last: number): void {
    for (let chunk = Math.floor(first / CHUNK); chunk <= Math.floor(last / CHUNK); chunk++) {
      if (!this.#asked.has(chunk)) void this.#fetch(chunk);
    }
  }

  async #fetch(chunk: number): Promise<void> {
    this.#asked.add(chunk);
    const turn = this.#turn;
    const answer = await this.#read(chunk * CHUNK, CHUNK);
    if (!answer || turn !== this.#turn) return;
    if (this.#known.size > KEPT) this.#known.clear();
    answer.runs.forEach((run, at) => {
      const state = answer.states[at];
      if (state) this.#known.set(run, state);
    });
    this.#tell?.();
  }
}
