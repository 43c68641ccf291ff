import type { CallOptions } from "../../core/api/client.ts";
import type { Failure, Outcome } from "../../core/api/failure.ts";

/**
 * Loads one thing at a time. A newer load ends the older one; what was loaded before stays until the
 * outcome of the new load is there.
 */
export class Loader<Value> {
  value = $state.raw<Value | null>(null);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  #current: AbortController | null = null;

  async load(ask: (options: CallOptions) => Promise<Outcome<Value>>): Promise<void> {
    this.stop();
    const current = new AbortController();
    this.#current = current;
    this.loading = true;
    const outcome = await ask({ signal: current.signal });
    if (this.#current !== current) return;
    this.loading = false;
    this.value = outcome.ok ? outcome.value : null;
    this.failure = outcome.ok ? null : outcome.error;
  }

  /** Forgets what was loaded. */
  clear(): void {
    this.stop();
    this.value = null;
    this.failure = null;
  }

  /** Ends the load that is under way, if there is one. */
  stop(): void {
    this.#current?.abort();
    this.#current = null;
    this.loading = false;
  }
}
