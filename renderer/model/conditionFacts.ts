import type { WindowClient } from "../client/client.ts";
import type { ValueSummary } from "../../core/api/summary.ts";

/**
 * Which values the conditions of the open database have: each is asked once, and one after another, for an answer may
 * take a scan of the whole database.
 */
export class ConditionFacts {
  readonly #client: Pick<WindowClient, "describeCondition">;
  readonly #known = new Map<string, ValueSummary>();
  readonly #asked = new Map<string, Promise<ValueSummary | null>>();
  #last: Promise<unknown> = Promise.resolve();
  #controller = new AbortController();

  constructor(client: Pick<WindowClient, "describeCondition">) {
    this.#client = client;
  }

  /** Forgets everything: another database was opened. */
  reset(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#known.clear();
    this.#asked.clear();
    this.#last = Promise.resolve();
  }

  /** What is known already. */
  known(name: string): ValueSummary | null {
    return this.#known.get(name) ?? null;
  }

  /** Null where the database does not answer; then it is asked again the next time. */
  ask(name: string): Promise<ValueSummary | null> {
    const asked = this.#asked.get(name);
    if (asked) return asked;
    const answer = this.#last.then(() => this.#describe(name, this.#controller.signal));
    this.#asked.set(name, answer);
    this.#last = answer;
    return answer;
  }

  async #describe(name: string, signal: AbortSignal): Promise<ValueSummary | null> {
    const outcome = await this.#client.describeCondition({ name }, { signal });
    if (signal.aborted) return null;
    if (outcome.ok) this.#known.set(name, outcome.value);
    else this.#asked.delete(name);
    return outcome.ok ? outcome.value : null;
  }
}
